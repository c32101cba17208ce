import assert from "node:assert/strict";
import { test } from "node:test";
import {
  encodeFragment,
  mergeSlashes,
  type Normalize,
  percentDecodeUnreserved,
  percentToUppercase,
  sortQueryByName,
  stripDot,
  stripDotdot,
  stripFragment,
} from "../../../src/http/normalize-uri.ts";

/** A normalizer, a text and its normal form; null where it is refused. */
const rows: readonly (readonly [Normalize, string, string | null])[] = [
  [mergeSlashes, "//a///b/", "/a/b/"],
  [stripDot, "/./a/./b/.", "/a/b/"],
  [stripDot, "/.well-known/", "/.well-known/"],
  [stripDotdot(false), "/foo/bar/../", "/foo/"],
  [stripDotdot(false), "/foo//../", "/foo/"],
  [stripDotdot(false), "/bar/../../", "/../"],
  [stripDotdot(false), "/..", "/../"],
  [stripDotdot(true), "/../bar/..", "/"],
  [stripDotdot(true), "/../a/../../b", "/b"],
  [percentToUppercase(false), "/%2f%zz%", "/%2F%zz%"],
  [percentToUppercase(true), "/%2f%zz", null],
  [percentDecodeUnreserved(false), "/%%36%36%3f", "/%66%3f"],
  [percentDecodeUnreserved(true), "/%%36%36", null],
  [percentDecodeUnreserved(true), "/%61?x=%7E", "/a?x=~"],
  [sortQueryByName, "/?c=3&a=2&b&a=1&", "/?a=2&a=1&b&c=3"],
  [sortQueryByName, "/none", "/none"],
  [stripFragment, "/a?b#c#d", "/a?b"],
  [encodeFragment, "/a#b#", "/a%23b%23"],
];

for (const [normalize, text, expected] of rows) {
  test(`${text} becomes ${expected ?? "nothing"}`, () => {
    assert.equal(normalize(text), expected);
  });
}
