/**
 * What comes in from a server: its bytes, the framing of the body in progress, and how much of the
 * exchange was read. The connection decides when to read; this reads.
 */
import { parseResponseHead } from "../../http/h1/parse.ts";
import { BODY_CHUNKED, type HttpMessage } from "../../http/message.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { Inbound } from "../inbound.ts";
import type { ResponseSink } from "../mux.ts";
import type { ThreadIo } from "../thread-io.ts";
import { BodyEvent, BodyReader } from "./body-reader.ts";

export class BackInput {
  /** Bytes of this exchange that were read, framing included. */
  receivedBytes: number = 0;
  readonly #io: ThreadIo;
  readonly #bytes: Inbound;
  readonly #body: BodyReader;

  constructor(io: ThreadIo) {
    this.#io = io;
    this.#bytes = new Inbound(io.runtime.bytes, io.noBytes, io.bufferSizeBytes);
    this.#body = new BodyReader(io.headLimits);
  }

  /** Bytes that wait to be read. */
  get length(): number {
    return this.#bytes.length;
  }

  /** Body bytes among them, as they are counted. */
  get unreadBodyBytes(): number {
    return this.#body.unreadBytes(this.#bytes);
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

  /** Parses on at `response`'s head, the answer to a request of this method; as parseResponseHead. */
  readHead(response: HttpMessage, requestMethod: number): number {
    const input = this.#bytes;
    const consumed = parseResponseHead(
      response,
      input.bytes,
      input.start,
      input.end,
      this.#io.headLimits,
      requestMethod,
    );
    if (consumed > 0) {
      this.receivedBytes += consumed - input.start;
      input.start = consumed;
    }
    return consumed;
  }

  /** Begins the body that `response` announced; false when what is here of it is malformed. */
  beginBody(response: HttpMessage): boolean {
    this.#body.begin(response);
    return response.bodyKind !== BODY_CHUNKED || !this.#body.breaksIn(response, this.#bytes);
  }

  /** Reads up to the body's next event and hands payload to `sink`. */
  readBody(sink: ResponseSink | null): BodyEvent {
    const input = this.#bytes;
    const body = this.#body;
    const before = input.start;
    const event = body.next(input);
    this.receivedBytes += input.start - before;
    if (event !== BodyEvent.payload) return event;
    sink?.onResponseBody(input.bytes, body.payloadStart, body.payloadEnd);
    return body.isEnded ? BodyEvent.end : event;
  }

  /** Hands raw bytes to `sink`. */
  readTunnel(sink: ResponseSink | null): void {
    const { bytes, start, end } = this.#bytes;
    this.clear();
    this.receivedBytes += end - start;
    sink?.onResponseBody(bytes, start, end);
  }
}
