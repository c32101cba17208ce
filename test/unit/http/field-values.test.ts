/** Values as HAProxy 2.6 gives them for `req.hdr`, `req.fhdr` and `hdr_cnt` of the same lines. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  allLines,
  allValues,
  countValues,
  fieldNames,
  lineAt,
  replaceLines,
  replaceValues,
  valueAt,
} from "../../../src/http/field-values.ts";
import { headerName } from "../../../src/http/header-name.ts";
import { parsedRequest } from "../support/heads.ts";

const X = headerName("x");

/** Lines of X, and hdr(x,1), hdr(x,2), hdr(x,-1), hdr(x,-2), hdr_cnt(x). */
const ROWS: readonly (readonly [readonly string[], readonly (string | undefined)[], number])[] = [
  [["a, b", "c"], ["a", "b", "c", "b"], 3],
  [["a,,b"], ["a", "", "b", ""], 3],
  [[""], ["", undefined, "", undefined], 1],
  [['"a,b", c'], ['"a,b"', "c", "c", '"a,b"'], 2],
  [['"a\\",b", c'], ['"a\\",b"', "c", "c", '"a\\",b"'], 2],
  [["a,"], ["a", "", "", "a"], 2],
  [[",a"], ["", "a", "a", ""], 2],
  [["'a,b'"], ["'a", "b'", "b'", "'a"], 2],
  [['a"b,c"d,e'], ['a"b,c"d', "e", "e", 'a"b,c"d'], 2],
  [['"a,b'], ['"a,b', undefined, '"a,b', undefined], 1],
  [["a ,\tb ", "c , d"], ["a", "b", "d", "c"], 4],
  [[], [undefined, undefined, undefined, undefined], 0],
];

describe("field values", () => {
  for (const [lines, values, count] of ROWS) {
    it(JSON.stringify(lines), () => {
      const { fields } = parsedRequest("Host: h", ...lines.map((line) => `X: ${line}`));
      assert.deepEqual(
        [1, 2, -1, -2].map((occurrence) => valueAt(fields, X, occurrence)),
        values,
      );
      assert.equal(countValues(fields, X), count);
      assert.equal(valueAt(fields, X, 0), valueAt(fields, X, -1));
      assert.equal(valueAt(fields, X, -5), undefined);
      assert.equal(allValues(fields, X).length, count);
    });
  }

  it("whole lines by occurrence", () => {
    const { fields } = parsedRequest("Host: h", "X: a, b", "X: c");
    assert.deepEqual(
      [1, 2, 3, -1, -2, -3, 0].map((n) => lineAt(fields, X, n)),
      ["a, b", "c", undefined, "c", "a, b", undefined, "c"],
    );
    assert.deepEqual(allLines(fields, X), ["a, b", "c"]);
    assert.deepEqual(fieldNames(fields), ["host", "x", "x"]);
  });

  it("replaces lines and single values", () => {
    const { fields } = parsedRequest("Host: h", "X: a, b", "X: c, d");
    replaceValues(fields, X, (value) => (value === "b" ? "BB" : value));
    assert.deepEqual(allLines(fields, X), ["a,BB", "c, d"]);
    replaceLines(fields, X, (line) => line.replace("c", "C"));
    assert.deepEqual(allLines(fields, X), ["a,BB", "C, d"]);
    replaceValues(fields, X, (value) => value.toLowerCase());
    assert.deepEqual(allLines(fields, X), ["a,bb", "c, d"]);
  });
});
