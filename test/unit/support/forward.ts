/**
 * A proxy of messages without sockets: parses what a peer sends and returns the bytes that would
 * be forwarded, through the same parser, decoder and encoder as the muxes.
 */
import {
  addRequestConnection,
  addResponseConnection,
  isPersistent,
} from "../../../src/http/h1/connection-header.ts";
import {
  BODY_BAD,
  BODY_END,
  BODY_PAYLOAD,
  BODY_TRAILERS,
  BodyDecoder,
} from "../../../src/http/h1/body.ts";
import {
  LAST_CHUNK,
  LAST_CHUNK_BEFORE_TRAILERS,
  writeChunkSize,
} from "../../../src/http/h1/chunk-encode.ts";
import {
  encodeFields,
  encodeRequestHead,
  encodeResponseHead,
} from "../../../src/http/h1/encode.ts";
import {
  NEED_MORE,
  parseRequestHead,
  parseResponseHead,
  REFUSED,
} from "../../../src/http/h1/parse.ts";
import { parseTrailers } from "../../../src/http/h1/trailers.ts";
import {
  BODY_CHUNKED,
  BODY_TUNNEL,
  BODY_UNTIL_CLOSE,
  HttpMessage,
  MUST_CLOSE,
} from "../../../src/http/message.ts";
import { METHOD_GET } from "../../../src/http/method.ts";
import type { ByteBuffer } from "../../../src/runtime/bytes.ts";
import { bytes, emptyBytes } from "./bytes.ts";

/** The limits of HAProxy's defaults. */
export const LIMITS = { maxFields: 100, maxHeadBytes: 15360 };

/** What was forwarded before the input ended or was refused, and with which status (0: not). */
export interface Forwarded {
  sent: string;
  refused: number;
  /** Bytes of the input that were used. */
  consumed: number;
}

const out = emptyBytes(65536);

/** Forwards every request in `text` until it ends, is refused, or the connection must close. */
export function forwardRequests(text: string): Forwarded {
  const input = bytes(text);
  const result: Forwarded = { sent: "", refused: 0, consumed: 0 };
  while (result.refused === 0 && result.consumed < input.length) {
    const head = new HttpMessage(emptyBytes(0));
    const at = parseRequestHead(head, input, result.consumed, input.length, LIMITS);
    if (at <= 0) {
      if (at < 0) result.refused = head.errorStatus;
      break;
    }
    result.consumed = at;
    addRequestConnection(head, true);
    const sentBefore = result.sent;
    result.sent += out.latin1Slice(0, encodeRequestHead(head, out, 0, out.length));
    if (!forwardBody(head, input, result)) result.sent = sentBefore;
    if (!isPersistent(head) || (head.flags & MUST_CLOSE) !== 0 || head.bodyKind === BODY_TUNNEL)
      break;
  }
  return result;
}

/** Forwards the final response in `text`, and interim ones before it, to a client of GET in 1.1. */
export function forwardResponses(text: string): Forwarded {
  const input = bytes(text);
  const result: Forwarded = { sent: "", refused: 0, consumed: 0 };
  for (;;) {
    const head = new HttpMessage(emptyBytes(0));
    const at = parseResponseHead(head, input, result.consumed, input.length, LIMITS, METHOD_GET);
    if (at <= 0 || head.status === 101) {
      result.refused = 502;
      return result;
    }
    result.consumed = at;
    const isFinal = head.status >= 200;
    const keepAlive =
      head.bodyKind !== BODY_UNTIL_CLOSE &&
      (head.minorVersion > 0 || head.bodyKind !== BODY_CHUNKED);
    if (isFinal) addResponseConnection(head, 1, keepAlive);
    result.sent += out.latin1Slice(0, encodeResponseHead(head, out, 0, out.length));
    if (!isFinal) continue;
    if (!forwardBody(head, input, result)) result.refused = 502;
    return result;
  }
}

function forwardBody(head: HttpMessage, input: ByteBuffer, result: Forwarded): boolean {
  const body = new BodyDecoder();
  body.begin(head);
  for (;;) {
    const step = body.next(input, result.consumed, input.length);
    result.consumed = body.position;
    if (step === BODY_PAYLOAD) {
      const payload = input.latin1Slice(body.payloadStart, body.payloadEnd);
      result.sent += head.bodyKind === BODY_CHUNKED ? chunk(payload) : payload;
    } else if (step === BODY_TRAILERS) {
      if (!forwardTrailers(body, input, result)) return false;
    } else {
      if (step === BODY_BAD) result.refused = 400;
      return step === BODY_END || step !== BODY_BAD;
    }
  }
}

function forwardTrailers(body: BodyDecoder, input: ByteBuffer, result: Forwarded): boolean {
  const trailers = parseTrailers(input, result.consumed, input.length, LIMITS);
  if (trailers === REFUSED) result.refused = 400;
  if (trailers === REFUSED || trailers === NEED_MORE) return false;
  result.consumed = trailers.end;
  body.endTrailers();
  const end = encodeFields(trailers.fields, out, 0, out.length);
  result.sent += end === 2 ? LAST_CHUNK : LAST_CHUNK_BEFORE_TRAILERS + out.latin1Slice(0, end);
  return true;
}

function chunk(payload: string): string {
  return `${out.latin1Slice(0, writeChunkSize(payload.length, out, 0))}${payload}\r\n`;
}
