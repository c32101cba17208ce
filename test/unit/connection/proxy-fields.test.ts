/** Fields of PROXY headers: taken in order, refused when they do not fill the header or lie about it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProxyFields } from "../../../src/connection/proxy-fields.ts";
import { crc32c } from "../../../src/core/hash.ts";
import { bytes } from "../support/bytes.ts";

const START = "0123456789abcdef";
const word = (value: number): string => String.fromCharCode((value >> 8) & 255, value & 255);
const field = (type: number, value: string): string =>
  String.fromCharCode(type) + word(value.length) + value;
const parse = (fields: string): ReturnType<typeof parseProxyFields> =>
  parseProxyFields(bytes(START + fields), START.length);

test("fields come in the order of the header, twice if they stand twice", () => {
  assert.deepEqual(parse(""), []);
  assert.deepEqual(parse(field(2, "a.example") + field(0xe0, "") + field(2, "b")), [
    { type: 2, value: "a.example" },
    { type: 0xe0, value: "" },
    { type: 2, value: "b" },
  ]);
});

test("fields that end before or behind the header's end are malformed", () => {
  const whole = field(2, "host") + field(5, "id");
  for (let length = 1; length < whole.length; length++) {
    const boundary = length === field(2, "host").length;
    assert.equal(parse(whole.slice(0, length)) === null, !boundary, `${length}`);
  }
});

test("values are as long as HAProxy takes them", () => {
  const longest: readonly (readonly [number, number])[] = [
    [2, 255],
    [5, 128],
    [0xe0, 1024],
  ];
  for (const [type, most] of longest) {
    assert.equal(parse(field(type, "v".repeat(most)))?.length, 1);
    assert.equal(parse(field(type, "v".repeat(most + 1))), null);
  }
});

test("a checksum is that of the header with zeros in its place", () => {
  const behind = field(2, "host");
  const blank = START + field(3, "\0\0\0\0") + behind;
  const sum = crc32c(blank) >>> 0;
  const right = word(sum >>> 16) + word(sum);
  assert.equal(parse(field(3, right) + behind)?.length, 2);
  assert.equal(parse(field(3, right) + field(2, "hosT")), null);
  assert.equal(parse(field(3, "\0\0\0\0") + behind), null);
  assert.equal(parse(field(3, right.slice(1)) + behind), null);
});
