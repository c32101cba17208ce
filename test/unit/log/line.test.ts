/** What is written to a line of bytes, and what is cut off. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { LogLine } from "../../../src/log/line.ts";
import { hashEncoded } from "../../../src/sample/log-format/text.ts";

function written(write: (line: LogLine) => void, maxBytes = 100): string {
  const line = new LogLine(bytes, maxBytes);
  write(line);
  return line.bytes.latin1Slice(0, line.length);
}

test("numbers are their decimal digits", () => {
  const numbers = [0, 7, 10, 99, 100, 12_345, 999_999, 1_000_000, 99_999_999, 999_999_999];
  const more = [1_000_000_000, 2 ** 53 - 1, -1, -1_234_567];
  for (const number of [...numbers, ...more])
    assert.equal(
      written((line) => line.number(number)),
      String(number),
    );
});

test("three digits are padded with zeros", () => {
  const line = (value: number): string => written((to) => to.threeDigits(value));
  assert.deepEqual([0, 7, 42, 999].map(line), ["000", "007", "042", "999"]);
});

test("encoded text stays, or is encoded as a whole", () => {
  assert.equal(
    written((line) => line.encoded("/a?b=c", hashEncoded)),
    "/a?b=c",
  );
  assert.equal(
    written((line) => line.encoded('/a"b\x01', hashEncoded)),
    "/a#22b#01",
  );
});

test("bytes above ASCII stay bytes, in short texts and long ones", () => {
  const long = "\xe9".repeat(60);
  assert.equal(
    written((line) => line.text("\xe9")),
    "\xe9",
  );
  assert.equal(
    written((line) => line.text(long)),
    long,
  );
});

test("what does not fit is cut off, whatever it is", () => {
  assert.equal(
    written((line) => line.text("abcdef"), 4),
    "abcd",
  );
  assert.equal(
    written((line) => line.number(123_456), 4),
    "1234",
  );
  assert.equal(
    written((line) => line.number(-5), 1),
    "-",
  );
  assert.equal(
    written((line) => line.encoded('a"b', hashEncoded), 3),
    "a#2",
  );
  assert.equal(
    written((line) => line.threeDigits(7), 2),
    "00",
  );
  assert.equal(
    written((line) => line.text("x".repeat(200))),
    "x".repeat(100),
  );
});

test("a cleared line begins anew", () => {
  const line = new LogLine(bytes, 8);
  line.text("first");
  line.clear();
  line.text("b");
  assert.equal(line.bytes.latin1Slice(0, line.length), "b");
});
