/** A lenient reader's head split at any byte gives what the whole head gives. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NEED_MORE, parseRequestHead, parseResponseHead } from "../../../../src/http/h1/parse.ts";
import { HttpMessage } from "../../../../src/http/message.ts";
import { METHOD_GET } from "../../../../src/http/method.ts";
import { bytes, emptyBytes } from "../../support/bytes.ts";
import { LIMITS } from "../../support/forward.ts";

/** The results of parsing the text with ends at each of `ends`, until one is none of NEED_MORE. */
function parsed(text: string, ends: readonly number[], isResponse: boolean): unknown {
  const buffer = bytes(text);
  const message = new HttpMessage(emptyBytes(0));
  message.lenient = true;
  let consumed = NEED_MORE;
  for (const end of ends) {
    consumed = isResponse
      ? parseResponseHead(message, buffer, 0, end, LIMITS, METHOD_GET)
      : parseRequestHead(message, buffer, 0, end, LIMITS);
    if (consumed !== NEED_MORE) break;
  }
  const { fields, status, minorVersion, bodyKind, errorStatus, errorReason } = message;
  const named = Array.from({ length: fields.size }, (_, at) => at)
    .filter((at) => fields.isPresent(at))
    .map((at) => [fields.nameText(at), fields.valueText(at)]);
  return { consumed, named, status, minorVersion, bodyKind, errorStatus, errorReason };
}

const heads: readonly string[] = [
  "GET /\xe9#a RTSP/1.0\r\nHost: a\r\nX Y: a\0b\r\nZ: a\0b \r\n\xe9: 1\r\nW: 1\r\n\r\n",
  "GET / HTTP/1.10\r\nX(Y): 1\nHost: a\r\n\r\n",
  "CONNECT foo ICAP/1.1\r\nHost: b\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a\r\nX Y\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a\r\nX(Y: \x01\r\n\r\n",
  "GET / http/1.1\r\nHost: a\r\n\r\n",
  "HTTP/1.1 2000 OK\r\nX(Y): 1\r\nTransfer-Encoding: \r\nTransfer-Encoding: ,chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
  "ICY 200 OK\r\nContent-Length: 2\r\n\r\n",
  "HTTP/1.1 65535 OK\r\n\r\n",
];

for (const head of heads) {
  test(JSON.stringify(head), () => {
    const isResponse = /^(HTTP|ICY)/.test(head);
    const whole = parsed(head, [head.length], isResponse);
    for (let at = 1; at < head.length; at++) {
      assert.deepEqual(parsed(head, [at, head.length], isResponse), whole, `split at ${at}`);
    }
    const each = Array.from(head, (_, at) => at + 1);
    assert.deepEqual(parsed(head, each, isResponse), whole, "byte by byte");
  });
}
