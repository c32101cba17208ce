import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAge, formatUptime, parseSize, parseTimeMs } from "../../../src/core/duration.ts";
import type { UnitNumber } from "../../../src/core/duration.ts";

const short = (result: UnitNumber): number | string =>
  result.ok ? result.value : `${result.reason}@${result.at}`;

test("times are read in milliseconds, as HAProxy 2.6 reads them", () => {
  const rows: readonly (readonly [string, number | string])[] = [
    ["0", 0],
    ["15", 15],
    ["10s", 10_000],
    ["10ms", 10],
    ["2m", 120_000],
    ["1h", 3_600_000],
    ["1d", 86_400_000],
    ["24d", 2_073_600_000],
    ["0us", 0],
    ["100us", 1],
    ["1000us", 1],
    ["1500us", 2],
    ["2147483647", 2147483647],
    ["2147483648", "overflow@0"],
    ["30d", "overflow@0"],
    ["99999999999999999999999", "overflow@0"],
    ["", "empty@0"],
    ["10x", "character@2"],
    ["1.5s", "character@1"],
    ["-1", "character@0"],
    ["10S", "character@2"],
    ["1M", "character@1"],
    ["s", "character@0"],
    ["10ss", "character@3"],
    ["1d1h", "character@2"],
    ["5u", "character@2"],
    [" 5", "character@0"],
  ];
  for (const [text, expected] of rows) assert.equal(short(parseTimeMs(text)), expected, text);
});

test("a bare number takes the default unit", () => {
  assert.equal(short(parseTimeMs("3", "s")), 3000);
  assert.equal(short(parseTimeMs("3ms", "s")), 3);
  assert.equal(short(parseTimeMs("2500", "us")), 3);
});

test("sizes are read with their factors of 1024, as HAProxy 2.6 reads them", () => {
  const rows: readonly (readonly [string, number | string])[] = [
    ["10", 10],
    ["10k", 10_240],
    ["10K", 10_240],
    ["1m", 2 ** 20],
    ["1M", 2 ** 20],
    ["1g", 2 ** 30],
    ["1G", 2 ** 30],
    ["0", 0],
    ["4294967295", 2 ** 32 - 1],
    ["4294967296", "overflow@0"],
    ["4g", "overflow@0"],
    ["", "empty@0"],
    ["k", "character@0"],
    ["10kk", "character@3"],
    ["10x", "character@2"],
    ["1.5k", "character@1"],
    ["-1", "character@0"],
    ["1t", "character@1"],
  ];
  for (const [text, expected] of rows) assert.equal(short(parseSize(text)), expected, text);
  assert.equal(short(parseSize("2k", 2047)), "overflow@0");
});

test("ages show their two biggest units, uptimes all", () => {
  const day = 86_400;
  assert.deepEqual([0, 59.9, 60, 3599, 3600, 7384, day, 3 * day + 7200, -5].map(formatAge), [
    "0s",
    "59s",
    "1m0s",
    "59m59s",
    "1h0m",
    "2h3m",
    "1d0h",
    "3d2h",
    "0s",
  ]);
  assert.equal(formatUptime(day + 2 * 3600 + 3 * 60 + 4), "1d 2h03m04s");
  assert.equal(formatUptime(0.5), "0d 0h00m00s");
});
