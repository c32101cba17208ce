import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  BODY_BAD,
  BODY_END,
  BODY_NEED_MORE,
  BODY_PAYLOAD,
  BODY_TRAILERS,
  BodyDecoder,
} from "../../../../src/http/h1/body.ts";
import { CHUNK_SIZE_MAX_BYTES, writeChunkSize } from "../../../../src/http/h1/chunk-encode.ts";
import type { HttpMessage } from "../../../../src/http/message.ts";
import { bytes, emptyBytes } from "../../support/bytes.ts";
import { parsed, parsedGetResponse } from "../../support/heads.ts";

const chunkedRequest = parsed("POST / HTTP/1.1", "Host: h", "Transfer-Encoding: chunked");
const chunkedResponse = parsedGetResponse("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");

/** Payload, last result and where it stopped, the bytes coming `step` at a time. */
function decode(
  head: HttpMessage,
  text: string,
  step: number = text.length,
): readonly [string, number, number] {
  const input = bytes(text);
  const body = new BodyDecoder();
  body.begin(head);
  let payload = "";
  let at = 0;
  for (let end = Math.min(step, input.length); ;) {
    const result = body.next(input, at, end);
    at = body.position;
    if (result === BODY_PAYLOAD) payload += input.latin1Slice(body.payloadStart, body.payloadEnd);
    else if (result === BODY_NEED_MORE && end < input.length)
      end = Math.min(end + step, input.length);
    else return [payload, result, at];
  }
}

describe("body decoder", () => {
  it("by length, stopping at its end", () => {
    const head = parsed("POST / HTTP/1.1", "Host: h", "Content-Length: 3");
    assert.deepEqual(decode(head, "abcGET"), ["abc", BODY_END, 3]);
    assert.deepEqual(decode(head, "ab"), ["ab", BODY_NEED_MORE, 2]);
    assert.deepEqual(decode(head, "abcd", 1), ["abc", BODY_END, 3]);
  });

  it("none at all, without looking at a byte", () => {
    const head = parsed("POST / HTTP/1.1", "Host: h");
    const body = new BodyDecoder();
    body.begin(head);
    assert.equal(body.isEnded, true);
    assert.equal(body.next(emptyBytes(0), 0, 0), BODY_END);
  });

  it("until close, all of it", () => {
    assert.deepEqual(decode(parsedGetResponse("HTTP/1.1 200 OK"), "all", 2), [
      "all",
      BODY_NEED_MORE,
      3,
    ]);
  });

  it("chunks, up to the trailers", () => {
    const text = '3;a="b;c"\r\nabc\r\n00A\r\n0123456789\r\n0;x\r\n\r\n';
    for (let step = 1; step <= text.length; step++) {
      assert.deepEqual(decode(chunkedRequest, text, step), [
        "abc0123456789",
        BODY_TRAILERS,
        text.length - 2,
      ]);
    }
  });

  it("ends once the trailers were read", () => {
    const body = new BodyDecoder();
    body.begin(chunkedRequest);
    const input = bytes("0\r\n");
    assert.equal(body.next(input, 0, 3), BODY_TRAILERS);
    assert.equal(body.isEnded, false);
    body.endTrailers();
    assert.equal(body.isEnded, true);
  });

  it("tells how much of the chunk is still to come", () => {
    const body = new BodyDecoder();
    body.begin(chunkedRequest);
    assert.equal(body.next(bytes("10\r\nabc"), 0, 7), BODY_PAYLOAD);
    assert.equal(body.bytesLeft, 13);
  });

  it("takes a size of thirteen digits and no more", () => {
    assert.equal(decode(chunkedRequest, "fffffffffffff\r\na")[1], BODY_NEED_MORE);
    assert.equal(decode(chunkedRequest, "0000fffffffffffff\r\na")[1], BODY_NEED_MORE);
    assert.deepEqual(decode(chunkedRequest, "10000000000000\r\n"), ["", BODY_BAD, 13]);
  });

  it("pads only in responses", () => {
    assert.deepEqual(decode(chunkedRequest, "3 \r\nabc\r\n"), ["", BODY_BAD, 1]);
    assert.deepEqual(decode(chunkedResponse, "3 \t;x\r\nabc\r\n"), ["abc", BODY_NEED_MORE, 12]);
    assert.deepEqual(decode(chunkedResponse, " 3\r\nabc\r\n"), ["", BODY_BAD, 0]);
  });

  const bad: readonly (readonly [string, number])[] = [
    ["+3\r\n", 0],
    ["-3\r\n", 0],
    ["0x3\r\n", 1],
    ["g\r\n", 0],
    ["\r\n", 0],
    [";a\r\n", 0],
    ["3\n", 1],
    ["3\ra", 2],
    ["3;a\n", 3],
    ["3;\0\r\n", 2],
    ["3;\x7f\r\n", 2],
    ["3\r\nabc\n", 6],
    ["3\r\nabcd", 6],
    ["3\r\nabc\rx", 7],
    ["3,4\r\n", 1],
  ];
  for (const [text, position] of bad) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const [, result, at] = decode(chunkedRequest, text);
      assert.deepEqual([result, at], [BODY_BAD, position]);
    });
  }
});

describe("chunk writer", () => {
  it("writes the size in hexadecimal", () => {
    const out = emptyBytes(32);
    assert.equal(out.latin1Slice(0, writeChunkSize(255, out, 0)), "FF\r\n");
    assert.equal(out.latin1Slice(2, writeChunkSize(16384, out, 2)), "4000\r\n");
    assert.equal(writeChunkSize(2 ** 52 - 1, out, 0), CHUNK_SIZE_MAX_BYTES);
  });
});
