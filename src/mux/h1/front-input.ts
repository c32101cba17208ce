/**
 * What a client sends on an HTTP/1 connection: the bytes not read yet, the body in progress, and
 * whether the stream wants it. Stops the socket once a buffer's worth waits, and starts it again
 * when there is room.
 */
import { parseRequestHead } from "../../http/h1/parse.ts";
import { BODY_NONE, BODY_TUNNEL, type HttpMessage } from "../../http/message.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket } from "../../runtime/transport.ts";
import { Inbound } from "../inbound.ts";
import type { RequestSink } from "../mux.ts";
import type { ThreadIo } from "../thread-io.ts";
import type { FrontSettings } from "./front-host.ts";
import { BodyEvent, BodyReader } from "./body-reader.ts";

export class FrontInput {
  /** The request is complete; in a tunnel, the client has no more to say. */
  done: boolean = true;
  /** The stream takes body bytes. */
  wanted: boolean = false;
  /** The stream takes none for now. */
  paused: boolean = false;
  /** Bytes of this exchange that were read, framing included. */
  receivedBytes: number = 0;
  readonly #io: ThreadIo;
  readonly #socket: ByteSocket;
  readonly #bytes: Inbound;
  readonly #body: BodyReader;
  #stopped: boolean = false;

  constructor(io: ThreadIo, socket: ByteSocket) {
    this.#io = io;
    this.#socket = socket;
    this.#bytes = new Inbound(io.runtime.bytes, io.noBytes, io.bufferSizeBytes);
    this.#body = new BodyReader(io.headLimits);
  }

  /** Bytes that wait to be read. */
  get length(): number {
    return this.#bytes.length;
  }

  /** Body bytes wait for the stream. */
  get isHeldBack(): boolean {
    return this.length > 0 && (!this.wanted || this.paused);
  }

  /** The body of `request`, of which the stream took nothing yet, is here to its end. */
  isWhole(request: HttpMessage): boolean {
    return !this.wanted && this.#body.isWhole(request, this.#bytes);
  }

  /** Body bytes that wait, as they are counted. */
  get unreadBodyBytes(): number {
    return this.done || this.length === 0 ? 0 : this.#body.unreadBytes(this.#bytes);
  }

  get trailers(): BodyReader["trailers"] {
    return this.#body.trailers;
  }

  append(bytes: ByteBuffer): void {
    this.#bytes.append(bytes);
  }

  clear(): void {
    this.#bytes.clear(this.#io.noBytes);
  }

  /** Parses on at `request`'s head; the result is parseRequestHead's. */
  readHead(request: HttpMessage, { acceptsViolations }: FrontSettings): number {
    const input = this.#bytes;
    request.lenient = acceptsViolations;
    const consumed = parseRequestHead(
      request,
      input.bytes,
      input.start,
      input.end,
      this.#io.headLimits,
    );
    if (consumed > 0) {
      this.receivedBytes = consumed - input.start;
      input.start = consumed;
    }
    return consumed;
  }

  /** What is here is no request, and all there is of it. */
  refuse(): void {
    this.done = true;
    this.receivedBytes = this.length;
    this.clear();
  }

  /** Begins the body that `request` announced; it waits until it is wanted. */
  beginBody(request: HttpMessage): void {
    // What follows a CONNECT is the tunnel's, or the next request if the server refuses it.
    this.done = request.bodyKind === BODY_NONE || request.bodyKind === BODY_TUNNEL;
    this.wanted = false;
    this.paused = false;
    if (!this.done) this.#body.begin(request);
  }

  /** Reads up to the body's next event and hands payload to `sink`. */
  readBody(sink: RequestSink | null): BodyEvent {
    if (this.done || !this.wanted || this.paused) return BodyEvent.more;
    const input = this.#bytes;
    const before = input.start;
    const event = this.#body.next(input);
    this.receivedBytes += input.start - before;
    if (event !== BodyEvent.payload) return event;
    sink?.onRequestBody(input.bytes, this.#body.payloadStart, this.#body.payloadEnd);
    return this.#body.isEnded ? BodyEvent.end : event;
  }

  /** Hands raw bytes to `sink`; false if it takes none now. What follows a taken end is dropped. */
  readTunnel(sink: RequestSink | null): boolean {
    if (this.done) this.clear();
    if (this.done || !this.wanted || this.paused) return false;
    const { bytes, start, end } = this.#bytes;
    this.clear();
    this.receivedBytes += end - start;
    sink?.onRequestBody(bytes, start, end);
    return true;
  }

  /** Stops or starts the socket by what waits. */
  limitReading(): void {
    const full = this.length >= this.#io.bufferSizeBytes;
    if (full === this.#stopped) return;
    this.#stopped = full;
    if (full) this.#socket.pause();
    else this.#socket.resume();
  }

  /** The rest is of no interest, but the socket must be read for its end to be seen. */
  drain(): void {
    this.clear();
    this.limitReading();
  }
}
