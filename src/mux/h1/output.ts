/** What leaves on an HTTP/1 connection: heads, and bodies in the framing their head announced. */
import {
  addRequestConnection,
  addResponseConnection,
  settleConnection,
} from "../../http/h1/connection-header.ts";
import { encodeRequestHead, encodeResponseHead } from "../../http/h1/encode.ts";
import type { Fields } from "../../http/fields.ts";
import type { NameCase } from "../../http/name-case.ts";
import {
  BODY_CHUNKED,
  BODY_TUNNEL,
  BODY_UNTIL_CLOSE,
  type HttpMessage,
  WANTS_CLOSE,
} from "../../http/message.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket } from "../../runtime/transport.ts";
import { Outbound } from "../outbound.ts";
import type { ThreadIo } from "../thread-io.ts";
import { BodyWriter } from "./body-writer.ts";

type Encode = (message: HttpMessage, out: ByteBuffer, offset: number, limit: number) => number;

export class H1Output {
  readonly out: Outbound;
  readonly #io: ThreadIo;
  readonly #writer: BodyWriter;
  #sentBefore: number = 0;
  #nameCase: NameCase | null = null;
  /** The client asked for the head alone. */
  #isHeadOnly: boolean = false;

  /** `onFull` runs when the peer stops taking bytes. */
  constructor(io: ThreadIo, socket: ByteSocket, onFull: () => void) {
    this.#io = io;
    this.out = new Outbound(socket, io.cork, io.runtime.bytes, onFull);
    this.#writer = new BodyWriter(this.out);
  }

  /** Bytes sent in this exchange, framing included. */
  get sentBytes(): number {
    return this.out.totalBytes - this.#sentBefore;
  }

  /** `nameCase` is how names of fields are written; null for lower case. */
  beginExchange(nameCase: NameCase | null): void {
    this.#nameCase = nameCase;
    this.#sentBefore = this.out.totalBytes;
    this.#writer.begin(false);
  }

  /** A request's head, which asks for a connection that stays open or not; false if it does not fit. */
  request(request: HttpMessage, keepAlive: boolean): boolean {
    this.#writer.begin(request.bodyKind === BODY_CHUNKED);
    addRequestConnection(request, keepAlive);
    return this.#encode(request, encodeRequestHead);
  }

  /** A response's final head, which tells what becomes of the connection; false if it does not fit. */
  response(request: HttpMessage, response: HttpMessage, keepAlive: boolean): boolean {
    const kind = response.bodyKind;
    this.#writer.begin(kind === BODY_CHUNKED);
    // A rule may have made HEAD another method: the server sends a body then.
    this.#isHeadOnly = request.wasHead && kind !== BODY_TUNNEL;
    if (kind !== BODY_TUNNEL) addResponseConnection(response, request.minorVersion, keepAlive);
    return this.#encode(response, encodeResponseHead);
  }

  /** An interim response; false if it does not fit. */
  interim(response: HttpMessage): boolean {
    return this.#encode(response, encodeResponseHead);
  }

  body(bytes: ByteBuffer, start: number, end: number): boolean {
    return this.#isHeadOnly || this.#writer.data(bytes, start, end);
  }

  end(trailers: Fields | null): void {
    if (this.#isHeadOnly) return;
    if (trailers !== null && this.#nameCase !== null) this.#nameCase.adjust(trailers);
    this.#writer.end(trailers);
  }

  /** Room of two buffers: more than a parsed head and all that rules may add to it. */
  #encode(message: HttpMessage, encode: Encode): boolean {
    const { out } = this;
    if (this.#nameCase !== null) this.#nameCase.adjust(message.fields);
    const start = out.reserve(2 * this.#io.bufferSizeBytes);
    const end = encode(message, out.buffer, start, out.buffer.length);
    if (end < 0) return false;
    out.commit(start, end);
    return true;
  }
}

/** Takes in what rules wrote to Connection; whether the response itself ends the connection. */
export function endsConnection(response: HttpMessage): boolean {
  settleConnection(response);
  const kind = response.bodyKind;
  // The end of chunks from HTTP/1.0 is as uncertain as one by closing.
  const isDoubtful =
    kind === BODY_UNTIL_CLOSE || (kind === BODY_CHUNKED && response.minorVersion === 0);
  return isDoubtful || (response.flags & WANTS_CLOSE) !== 0;
}
