import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  DOES_NOT_FIT,
  encodeRequestHead,
  encodeResponseHead,
} from "../../../../src/http/h1/encode.ts";
import { headerName, HOST } from "../../../../src/http/header-name.ts";
import { HttpMessage } from "../../../../src/http/message.ts";
import { METHOD_GET } from "../../../../src/http/method.ts";
import { parseRequestHead } from "../../../../src/http/h1/parse.ts";
import { bytes, emptyBytes } from "../../support/bytes.ts";
import { LIMITS } from "../../support/forward.ts";
import { parsed, parsedGetResponse } from "../../support/heads.ts";

function text(message: HttpMessage, offset = 0): string {
  const out = emptyBytes(4096);
  const encode = message.isResponse ? encodeResponseHead : encodeRequestHead;
  return out.latin1Slice(offset, encode(message, out, offset, out.length));
}

describe("head encoder", () => {
  it("copies what is canonical and rewrites what is not", () => {
    const head = parsed(
      "GET  /\tHTTP/1.1",
      "Host: h",
      "A:1",
      "B:  2",
      "C: 3 ",
      "D:",
      "E: ",
      "F: \xe9",
    );
    const expected =
      "GET / HTTP/1.1\r\nhost: h\r\na: 1\r\nb: 2\r\nc: 3\r\nd: \r\ne: \r\nf: \xe9\r\n\r\n";
    assert.equal(text(head), expected);
    assert.equal(text(head, 7), expected);
  });

  it("start lines in other shapes than the one that is written", () => {
    const requests = [
      "GET /  HTTP/1.1",
      "GET  / HTTP/1.1",
      "GET /\tHTTP/1.1",
      "GET / HTTP/1.7",
      "GET / HTTP/2.0",
    ];
    for (const line of requests) {
      const written = "GET / HTTP/1.1\r\nhost: h\r\n\r\n";
      assert.equal(text(parsed(line, "Host: h")), written, line);
    }
    assert.equal(text(parsed("GET / HTTP/0.9")), "GET / HTTP/1.0\r\n\r\n");
    const responses = [
      "HTTP/1.1  200",
      "HTTP/1.1 200 ",
      "HTTP/1.1\t200 ",
      "HTTP/1.1 200\t",
      "HTTP/1.9 200 ",
    ];
    for (const line of responses) {
      const written = "HTTP/1.1 200 \r\na: 1\r\n\r\n";
      assert.equal(text(parsedGetResponse(line, "A: 1")), written, line);
    }
    assert.equal(text(parsedGetResponse("HTTP/0.9 200 x y")), "HTTP/1.0 200 x y\r\n\r\n");
  });

  it("lines that end with LF alone, behind empty lines", () => {
    const input = bytes("\r\n\nGET / HTTP/1.1\nHost: h\nA: 1\r\n\n");
    const message = new HttpMessage(emptyBytes(0));
    assert.equal(parseRequestHead(message, input, 0, input.length, LIMITS), input.length);
    assert.equal(text(message), "GET / HTTP/1.1\r\nhost: h\r\na: 1\r\n\r\n");
  });

  it("the first field was deleted", () => {
    const head = parsedGetResponse("HTTP/1.1 200 OK", "A: 1", "B: 2");
    head.fields.removeAt(0);
    assert.equal(text(head), "HTTP/1.1 200 OK\r\nb: 2\r\n\r\n");
  });

  it("leaves out what was deleted between runs", () => {
    const head = parsed("GET / HTTP/1.1", "Host: h", "A: 1", "B: 2", "C: 3");
    head.fields.removeAt(2);
    assert.equal(text(head), "GET / HTTP/1.1\r\nhost: h\r\na: 1\r\nc: 3\r\n\r\n");
  });

  it("a message made from nothing", () => {
    const request = new HttpMessage(emptyBytes(0));
    request.setMethod("GET");
    request.setTarget("/check");
    request.fields.add(HOST, "h");
    assert.equal(text(request), "GET /check HTTP/1.1\r\nhost: h\r\n\r\n");
    assert.equal(request.method, METHOD_GET);
    const response = new HttpMessage(emptyBytes(0));
    response.isResponse = true;
    response.minorVersion = 0;
    response.setStatus(403, "No");
    assert.equal(text(response), "HTTP/1.0 403 No\r\n\r\n");
  });

  it("never writes past the limit", () => {
    const edited = parsed("GET / HTTP/1.1", "Host: h", "A:1");
    edited.fields.set(headerName("x-new"), "value");
    edited.fields.renameAt(1, headerName("renamed"));
    for (const message of [edited, parsedGetResponse("HTTP/1.1 200 OK", "A: 1", "B:2")]) {
      const whole = text(message);
      const encode = message.isResponse ? encodeResponseHead : encodeRequestHead;
      for (let limit = 0; limit < whole.length; limit++) {
        const out = emptyBytes(4096);
        out.fill(7);
        assert.equal(encode(message, out, 0, limit), DOES_NOT_FIT);
        assert.ok(
          out.subarray(limit).every((byte) => byte === 7),
          `limit ${limit}`,
        );
      }
      const exact = emptyBytes(whole.length);
      assert.equal(encode(message, exact, 0, exact.length), whole.length);
    }
  });
});
