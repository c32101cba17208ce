import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../../runtime-adapters/shared/bytes.ts";
import { beginsWithRequest } from "../../../../src/sample/protocols/http-probe.ts";

const WHOLE = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n";

test("every beginning of a request waits for more; the whole head is one", () => {
  for (let end = 0; end < WHOLE.length; end++) {
    assert.equal(beginsWithRequest(WHOLE.slice(0, end), bytes), undefined, WHOLE.slice(0, end));
  }
  assert.equal(beginsWithRequest(WHOLE, bytes), true);
  assert.equal(beginsWithRequest(`${WHOLE}body`, bytes), true);
});

/** As HAProxy 3.2 sees them. */
const cases: readonly (readonly [string, boolean | undefined])[] = [
  ["GET /\r\n", true],
  ["GET / XTTP/1.1\r\n\r\n", true],
  ["GET / XTTP/1.1\r\n", undefined],
  ["GET / HTTP/1.1\r\n\r\n", true],
  ["PRI * HTTP/2.0\r\n\r\nSM", true],
  ["GET / HTTP/1.1x\r\n\r\n", false],
  ["GET / HTTP/1.1\r\nHo st: h\r\n", false],
  ["GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", false],
  ["GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", false],
  ["G(T / HTTP/1.1", false],
  ["\x16\x03\x01", false],
];

for (const [content, expected] of cases) {
  test(`${JSON.stringify(content)} is ${expected ?? "not finished"}`, () => {
    assert.equal(beginsWithRequest(content, bytes), expected);
  });
}
