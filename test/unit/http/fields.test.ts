import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Fields } from "../../../src/http/fields.ts";
import { encodeFields } from "../../../src/http/h1/encode.ts";
import { HeaderName, headerName } from "../../../src/http/header-name.ts";
import { emptyBytes } from "../support/bytes.ts";
import { parsedRequest } from "../support/heads.ts";

const X = headerName("X");
const Y = headerName("y");

function written(fields: Fields): string {
  const out = emptyBytes(4096);
  return out.latin1Slice(0, encodeFields(fields, out, 0, out.length));
}

describe("fields of a parsed head", () => {
  it("finds each occurrence by name in order", () => {
    const { fields } = parsedRequest("Host: h", "X: 1", "y: 2", "x: 3");
    assert.equal(fields.count(X), 2);
    assert.equal(fields.first(X), "1");
    assert.equal(fields.last(X), "3");
    assert.deepEqual([fields.find(X, -1), fields.find(X, 1), fields.find(X, 3)], [1, 3, -1]);
  });

  it("tells names apart whose hashes are equal", () => {
    // Under a factor of 31, "ba" and "a" followed by the byte 31 above "a" hash alike.
    const collidingA = new HeaderName("x-ba");
    const collidingB = new HeaderName(`x-a${String.fromCharCode(97 + 31)}`);
    assert.equal(collidingA.hash, collidingB.hash);
    const { fields } = parsedRequest("Host: h", "x-ba: here");
    assert.equal(fields.first(collidingB), undefined);
    assert.equal(fields.first(collidingA), "here");
  });

  it("set deletes all and appends, add appends, remove counts", () => {
    const { fields } = parsedRequest("Host: h", "X: 1", "Y: 2", "X: 3");
    fields.set(X, "new");
    fields.add(Y, "more");
    assert.equal(written(fields), "host: h\r\ny: 2\r\nx: new\r\ny: more\r\n\r\n");
    assert.equal(fields.remove(Y), 2);
    assert.equal(fields.remove(Y), 0);
    assert.equal(written(fields), "host: h\r\nx: new\r\n\r\n");
  });

  it("changes a value and a name in place", () => {
    const { fields } = parsedRequest("Host: h", "X: 1", "Z: 2", "A: 3");
    fields.setValueAt(fields.find(X, -1), "changed");
    fields.renameAt(2, headerName("Renamed"));
    assert.equal(written(fields), "host: h\r\nx: changed\r\nrenamed: 2\r\na: 3\r\n\r\n");
    assert.equal(fields.first(headerName("renamed")), "2");
    assert.equal(fields.find(headerName("z"), -1), -1);
  });

  it("grows past its first slots and forgets all on reset", () => {
    const fields = new Fields(emptyBytes(0));
    for (let i = 0; i < 200; i++) fields.add(X, String(i));
    assert.equal(fields.count(X), 200);
    assert.equal(fields.last(X), "199");
    fields.reset();
    assert.equal(written(fields), "\r\n");
    fields.add(Y, "again");
    assert.equal(written(fields), "y: again\r\n\r\n");
  });

  it("reading a value does not stop its line from being copied", () => {
    const { fields } = parsedRequest("Host: h", "X: 1", "Y: 2");
    assert.equal(fields.valueText(1), "1");
    assert.equal(fields.nameText(2), "y");
    assert.equal(written(fields), "host: h\r\nx: 1\r\ny: 2\r\n\r\n");
  });
});
