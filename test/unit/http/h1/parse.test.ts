import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fieldNames } from "../../../../src/http/field-values.ts";
import {
  NEED_MORE,
  parseRequestHead,
  parseResponseHead,
  REFUSED,
} from "../../../../src/http/h1/parse.ts";
import { parseTrailers } from "../../../../src/http/h1/trailers.ts";
import { HttpMessage } from "../../../../src/http/message.ts";
import { METHOD_GET } from "../../../../src/http/method.ts";
import { bytes, emptyBytes } from "../../support/bytes.ts";
import { LIMITS } from "../../support/forward.ts";

function refusal(text: string): readonly [number, number] {
  const input = bytes(text);
  const message = new HttpMessage(emptyBytes(0));
  assert.equal(parseRequestHead(message, input, 0, input.length, LIMITS), REFUSED);
  return [message.errorStatus, message.errorPosition];
}

describe("head parser", () => {
  it("touches no byte past the head", () => {
    const head = "GET / HTTP/1.1\r\nHost: A\r\n\r\n";
    const input = bytes(`${head}GET /2 HTTP/1.1\r\nHOST: B\r\n\r\n`);
    const message = new HttpMessage(emptyBytes(0));
    assert.equal(parseRequestHead(message, input, 0, input.length, LIMITS), head.length);
    assert.equal(
      input.latin1Slice(head.length, input.length),
      "GET /2 HTTP/1.1\r\nHOST: B\r\n\r\n",
    );
    message.reset();
    assert.equal(parseRequestHead(message, input, head.length, input.length, LIMITS), input.length);
    assert.equal(message.targetText(), "/2");
  });

  it("goes on in a larger buffer that holds the same bytes", () => {
    const text = "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n";
    const message = new HttpMessage(emptyBytes(0));
    const first = bytes(text.slice(0, 20));
    assert.equal(parseRequestHead(message, first, 0, first.length, LIMITS), NEED_MORE);
    const whole = bytes(text);
    assert.equal(parseRequestHead(message, whole, 0, whole.length, LIMITS), text.length);
    assert.equal(message.fields.size, 2);
    assert.equal(message.fields.valueText(1), "1");
  });

  it("ends at `end`, whatever the buffer holds behind", () => {
    const input = bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const message = new HttpMessage(emptyBytes(0));
    for (let end = 0; end < input.length; end++) {
      assert.equal(parseRequestHead(message, input, 0, end, LIMITS), NEED_MORE);
    }
    assert.equal(parseRequestHead(message, input, 0, input.length, LIMITS), input.length);
  });

  it("tells where the fault is, as `show errors` of HAProxy does", () => {
    assert.deepEqual(refusal("GET /a\x01 HTTP/1.1\r\nHost: a\r\n\r\n"), [400, 6]);
    assert.deepEqual(refusal("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"), [400, 6]);
    assert.deepEqual(refusal("GE(T / HTTP/1.1\r\n"), [400, 2]);
    assert.deepEqual(refusal(" GET / HTTP/1.1\r\n"), [400, 0]);
    assert.deepEqual(refusal("GET / HTTP/1.1 \r\n"), [400, 14]);
    assert.deepEqual(refusal("GET / HTTP/1.1\r\nHost: a.com\r\nX : a\r\n\r\n"), [400, 30]);
    assert.deepEqual(refusal("GET / HTTP/1.1\r\nHost: a.com\r\n: a\r\n\r\n"), [400, 29]);
    assert.deepEqual(refusal("GET / HTTP/1.1\r\nHost: a.com\r\nX: a\rb\r\n"), [400, 34]);
    assert.deepEqual(refusal("GET / HTTP/1.1\r\nHost: a.com\r\nX: 1\r\nHost: b\r\n"), [400, 41]);
    assert.deepEqual(refusal("\r\n\r\nGET /# HTTP/1.1\r\n"), [400, 5]);
  });

  it("refuses a head that grows past its limit before its end is seen", () => {
    const input = bytes(`GET / HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(100)}`);
    const message = new HttpMessage(emptyBytes(0));
    const limits = { maxFields: 10, maxHeadBytes: 64 };
    assert.equal(parseRequestHead(message, input, 0, 64, limits), NEED_MORE);
    assert.equal(parseRequestHead(message, input, 0, 65, limits), REFUSED);
    assert.deepEqual([message.errorStatus, message.errorReason], [400, "head too large"]);
  });

  it("one field too many is refused at its line", () => {
    const input = bytes("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\n\r\n");
    const message = new HttpMessage(emptyBytes(0));
    assert.equal(
      parseRequestHead(message, input, 0, input.length, { maxFields: 2, maxHeadBytes: 999 }),
      REFUSED,
    );
    assert.equal(message.errorPosition, 31);
  });

  it("the fault of a response is a 502", () => {
    const input = bytes("HTTP/1.1 200 OK\r\nX Y: 1\r\n\r\n");
    const message = new HttpMessage(emptyBytes(0));
    assert.equal(parseResponseHead(message, input, 0, input.length, LIMITS, METHOD_GET), REFUSED);
    assert.equal(message.errorStatus, 502);
  });

  it("unfolds response fields, however they arrive", () => {
    const text = "HTTP/1.1 200 OK\r\nX:\r\n a\r\n\t b \r\n  \r\nY: 1\r\n\r\n";
    for (let at = 0; at < text.length; at++) {
      const input = bytes(text);
      const message = new HttpMessage(emptyBytes(0));
      parseResponseHead(message, input, 0, at, LIMITS, METHOD_GET);
      assert.equal(
        parseResponseHead(message, input, 0, input.length, LIMITS, METHOD_GET),
        input.length,
      );
      assert.equal(message.fields.valueText(0), "a  \t b");
      assert.equal(message.fields.valueText(1), "1");
    }
  });

  it("refuses folds where they would change framing", () => {
    const input = bytes("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n 2\r\n\r\n");
    const message = new HttpMessage(emptyBytes(0));
    assert.equal(parseResponseHead(message, input, 0, input.length, LIMITS, METHOD_GET), REFUSED);
    assert.equal(message.errorReason, "folded framing field");
  });
});

describe("trailers", () => {
  it("are fields without a start line, those of the head left out", () => {
    const input = bytes("A: 1\r\nContent-Length: 3\r\nB: 2\r\n\r\nnext");
    for (let end = 0; end < input.length - 4; end++) {
      assert.equal(parseTrailers(input, 0, end, LIMITS), NEED_MORE);
    }
    const trailers = parseTrailers(input, 0, input.length, LIMITS);
    assert.ok(trailers !== NEED_MORE && trailers !== REFUSED);
    assert.equal(trailers.end, input.length - 4);
    const names = fieldNames(trailers.fields);
    assert.deepEqual(names, ["a", "b"]);
  });

  it("may be empty, and are refused as a head would be", () => {
    assert.ok(parseTrailers(bytes("\r\n"), 0, 2, LIMITS) !== NEED_MORE);
    for (const text of ["X Y: 1\r\n\r\n", "XT\r\n\r\n", "X: 1\r\n 2\r\n\r\n", "X: \0\r\n\r\n"]) {
      assert.equal(parseTrailers(bytes(text), 0, text.length, LIMITS), REFUSED);
    }
  });
});
