/** Heads for unit tests, parsed from lines. */
import assert from "node:assert/strict";
import { parseRequestHead, parseResponseHead } from "../../../src/http/h1/parse.ts";
import { HttpMessage } from "../../../src/http/message.ts";
import { METHOD_GET } from "../../../src/http/method.ts";
import { bytes, emptyBytes } from "./bytes.ts";
import { LIMITS } from "./forward.ts";

/** The request with that line and those fields, which must be accepted. */
export function parsed(line: string, ...fields: readonly string[]): HttpMessage {
  const input = bytes(`${[line, ...fields].join("\r\n")}\r\n\r\n`);
  const message = new HttpMessage(emptyBytes(0));
  const consumed = parseRequestHead(message, input, 0, input.length, LIMITS);
  assert.equal(consumed, input.length, message.errorReason);
  return message;
}

/** `GET /` with those fields. */
export function parsedRequest(...fields: readonly string[]): HttpMessage {
  return parsed("GET / HTTP/1.1", ...fields);
}

/** The response with that line and those fields to a request of that method. */
export function parsedResponse(
  method: number,
  line: string,
  ...fields: readonly string[]
): HttpMessage {
  const input = bytes(`${[line, ...fields].join("\r\n")}\r\n\r\n`);
  const message = new HttpMessage(emptyBytes(0));
  const consumed = parseResponseHead(message, input, 0, input.length, LIMITS, method);
  assert.equal(consumed, input.length, message.errorReason);
  return message;
}

/** The response to a GET. */
export function parsedGetResponse(line: string, ...fields: readonly string[]): HttpMessage {
  return parsedResponse(METHOD_GET, line, ...fields);
}
