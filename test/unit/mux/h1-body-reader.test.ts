/** What of a body is here unread, as HAProxy counts it: wherever the reading stands. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes as factory } from "../../../runtime-adapters/shared/bytes.ts";
import type { HttpMessage } from "../../../src/http/message.ts";
import { BodyEvent, BodyReader } from "../../../src/mux/h1/body-reader.ts";
import { Inbound } from "../../../src/mux/inbound.ts";
import { bytes, emptyBytes } from "../support/bytes.ts";
import { parsed } from "../support/heads.ts";

const chunked = parsed("POST / HTTP/1.1", "Host: h", "Transfer-Encoding: chunked");
const sized = parsed("POST / HTTP/1.1", "Host: h", "Content-Length: 6");

/** Bytes unread at first and after each piece of payload that is read. */
function unread(head: HttpMessage, text: string): readonly number[] {
  const input = new Inbound(factory, emptyBytes(0), 16_384);
  input.append(bytes(text));
  const body = new BodyReader({ maxHeadBytes: 8192, maxFields: 100 });
  body.begin(head);
  const seen = [body.unreadBytes(input)];
  while (body.next(input) === BodyEvent.payload) seen.push(body.unreadBytes(input));
  return seen;
}

test("a body of known length: what is here of it, not what follows", () => {
  assert.deepEqual(unread(sized, "abc"), [3, 0]);
  assert.deepEqual(unread(sized, "abcdefGET / HTTP/1.1"), [6, 0]);
});

test("a chunked body: payload, and trailers once they are whole", () => {
  assert.deepEqual(unread(chunked, "3\r\nabc\r\n2\r\nd"), [4, 1, 0]);
  assert.deepEqual(unread(chunked, "3\r\nabc\r\n0\r\n\r\n"), [4, 1]);
  assert.deepEqual(unread(chunked, "3\r\nabc\r\n0\r\nA: b\r\n\r\n"), [6, 3]);
  assert.deepEqual(unread(chunked, "3\r\nabc\r\n0\r\nA: b\r\n"), [3, 0]);
});
