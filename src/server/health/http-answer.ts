/**
 * The answer to an HTTP check's request while it arrives: parsed as strictly as traffic is, its
 * body kept as text up to a limit.
 */
import {
  BODY_BAD,
  BODY_END,
  BODY_PAYLOAD,
  BODY_TRAILERS,
  BodyDecoder,
} from "../../http/h1/body.ts";
import { type HeadLimits, NEED_MORE, parseResponseHead, REFUSED } from "../../http/h1/parse.ts";
import { HttpMessage } from "../../http/message.ts";
import type { ByteBuffer, ByteFactory } from "../../runtime/bytes.ts";

/** What bounds an answer. */
export interface AnswerLimits {
  readonly head: HeadLimits;
  /** `tune.bufsize`: so much of an answer is looked at, its head included. */
  readonly bytes: number;
  /** Violations of the protocol pass that pass in the traffic of the backend. */
  readonly isLenient: boolean;
}

export class HttpAnswer {
  readonly #bytes: ByteFactory;
  readonly #limits: AnswerLimits;
  #bodyLimitBytes: number;
  readonly #requestMethod: number;
  readonly #message: HttpMessage;
  readonly #decoder: BodyDecoder = new BodyDecoder();
  #received: ByteBuffer;
  #isHeadDone: boolean = false;
  /** What came of the body, latin1. */
  body: string = "";
  /** No more of the body will come, or be kept. */
  isComplete: boolean = false;
  isMalformed: boolean = false;

  /** @param requestMethod tells whether a body may follow. */
  constructor(bytes: ByteFactory, limits: AnswerLimits, requestMethod: number) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#bodyLimitBytes = limits.bytes;
    this.#requestMethod = requestMethod;
    this.#received = bytes.alloc(0);
    this.#message = new HttpMessage(this.#received);
    this.#message.lenient = limits.isLenient;
  }

  /** Null until the head is whole. */
  get head(): HttpMessage | null {
    return this.#isHeadDone ? this.#message : null;
  }

  receive(bytes: ByteBuffer): void {
    if (this.#isHeadDone) return this.#readBody(bytes, 0);
    this.#received = this.#bytes.concat([this.#received, bytes]);
    const consumed = parseResponseHead(
      this.#message,
      this.#received,
      0,
      this.#received.length,
      this.#limits.head,
      this.#requestMethod,
    );
    if (consumed === REFUSED) this.isMalformed = true;
    if (consumed === REFUSED || consumed === NEED_MORE) return;
    this.#isHeadDone = true;
    this.#bodyLimitBytes -= consumed;
    this.#decoder.begin(this.#message);
    this.#readBody(this.#received, consumed);
  }

  /** The server closed its side. */
  end(): void {
    if (!this.#isHeadDone) this.isMalformed = true;
    this.isComplete = true;
  }

  #readBody(bytes: ByteBuffer, start: number): void {
    if (this.isComplete) return;
    const decoder = this.#decoder;
    let result = decoder.next(bytes, start, bytes.length);
    while (result === BODY_PAYLOAD) {
      const room = this.#bodyLimitBytes - this.body.length;
      const end = Math.min(decoder.payloadEnd, decoder.payloadStart + room);
      this.body += bytes.latin1Slice(decoder.payloadStart, end);
      result = decoder.next(bytes, decoder.position, bytes.length);
    }
    if (result === BODY_BAD) this.isMalformed = true;
    const isWhole = result === BODY_END || result === BODY_TRAILERS || decoder.isEnded;
    this.isComplete = isWhole || this.body.length >= this.#bodyLimitBytes;
  }
}
