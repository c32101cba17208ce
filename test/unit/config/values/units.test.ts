import assert from "node:assert/strict";
import { test } from "node:test";
import { latin1FromUnicode, unicodeFromLatin1 } from "../../../../src/config/words/text.ts";
import { readInteger, readSizeBytes, readTimeMs } from "../../../../src/config/values/units.ts";

test("times count in ms unless a unit says otherwise, parts of a ms round up", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["0", 0],
    ["5", 5],
    ["10us", 1],
    ["1500us", 2],
    ["5ms", 5],
    ["5s", 5000],
    ["2m", 120_000],
    ["1h", 3_600_000],
    ["24d", 2_073_600_000],
  ];
  for (const [text, value] of cases) assert.deepEqual(readTimeMs(text), { value }, text);
  assert.deepEqual(readTimeMs("5", "s"), { value: 5000 });
});

test("times that HAProxy refuses", () => {
  for (const text of ["", "x", "-1", "+1", "1.5s", "1S"])
    assert.deepEqual(readTimeMs(text), { problem: "shape" }, text);
  assert.deepEqual(readTimeMs("5x"), { problem: "unit" });
  assert.deepEqual(readTimeMs("100d"), { problem: "overflow" });
});

test("sizes take k, m and g", () => {
  assert.deepEqual(readSizeBytes("16k"), { value: 16384 });
  assert.deepEqual(readSizeBytes("1M"), { value: 1048576 });
  assert.deepEqual(readSizeBytes("2g"), { value: 2147483648 });
  assert.deepEqual(readSizeBytes("7"), { value: 7 });
  assert.deepEqual(readSizeBytes("7q"), { problem: "unit" });
  assert.deepEqual(readSizeBytes("-7"), { problem: "shape" });
  assert.deepEqual(readSizeBytes("9".repeat(20)), { problem: "overflow" });
});

test("integers are whole or nothing", () => {
  assert.equal(readInteger("-12"), -12);
  assert.equal(readInteger("1x"), undefined);
  assert.equal(readInteger(""), undefined);
  assert.equal(readInteger("9".repeat(20)), undefined);
});

test("Unicode text and its UTF-8 bytes as latin1 turn into one another", () => {
  for (const text of ["plain", "é", "日本", "🦆x", ""]) {
    const latin1 = latin1FromUnicode(text);
    assert.equal(Buffer.from(latin1, "latin1").toString("utf8"), text);
    assert.equal(unicodeFromLatin1(latin1), text);
  }
  assert.equal(unicodeFromLatin1("\xff\xe9x"), "\xff\xe9x");
});
