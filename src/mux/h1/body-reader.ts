/**
 * Reads one body off the inbound bytes, trailers included: the same for requests and responses.
 */
import {
  BODY_BAD,
  BODY_END,
  BODY_PAYLOAD,
  BODY_TRAILERS,
  BodyDecoder,
} from "../../http/h1/body.ts";
import { NEED_MORE, REFUSED } from "../../http/h1/head-error.ts";
import { parseTrailers } from "../../http/h1/trailers.ts";
import type { Fields } from "../../http/fields.ts";
import { fieldsSize } from "../../http/message-size.ts";
import type { HttpMessage } from "../../http/message.ts";
import type { HeadLimits } from "../../http/h1/parse.ts";
import type { Inbound } from "../inbound.ts";

/** What `next` found. */
export const BodyEvent = {
  /** Nothing more until bytes arrive. */
  more: 0,
  /** Payload in [payloadStart, payloadEnd) of the inbound buffer. */
  payload: 1,
  /** The body is complete; `trailers` holds its trailers. */
  end: 2,
  malformed: 3,
} as const;
export type BodyEvent = (typeof BodyEvent)[keyof typeof BodyEvent];

export class BodyReader {
  readonly #decoder: BodyDecoder = new BodyDecoder();
  readonly #limits: HeadLimits;
  #lenient: boolean = false;
  /** Looks ahead; made for the first chunked body that is looked at. */
  #probe: BodyDecoder | null = null;
  /** Trailers of the body that ended, null for none. */
  trailers: Fields | null = null;

  constructor(limits: HeadLimits) {
    this.#limits = limits;
  }

  get payloadStart(): number {
    return this.#decoder.payloadStart;
  }

  get payloadEnd(): number {
    return this.#decoder.payloadEnd;
  }

  /** Payload announced and not read yet. */
  get bytesLeft(): number {
    return this.#decoder.bytesLeft;
  }

  /** True once the last payload was read and no trailers can follow. */
  get isEnded(): boolean {
    return this.#decoder.isEnded;
  }

  /** Begins the body that `head` announced. */
  begin(head: HttpMessage): void {
    this.trailers = null;
    this.#lenient = head.lenient;
    this.#decoder.begin(head);
  }

  /** True if the bytes that are here of the body of `head`, which begins now, break its framing. */
  breaksIn(head: HttpMessage, input: Inbound): boolean {
    const probe = (this.#probe ??= new BodyDecoder());
    probe.begin(head);
    let result = probe.next(input.bytes, input.start, input.end);
    while (result === BODY_PAYLOAD) result = probe.next(input.bytes, probe.position, input.end);
    return result === BODY_BAD;
  }

  /** Whether the body of `head`, of which nothing was read, is here to its end. */
  isWhole(head: HttpMessage, input: Inbound): boolean {
    const probe = (this.#probe ??= new BodyDecoder());
    probe.begin(head);
    let result = probe.next(input.bytes, input.start, input.end);
    while (result === BODY_PAYLOAD && !probe.isEnded)
      result = probe.next(input.bytes, probe.position, input.end);
    if (result !== BODY_TRAILERS) return probe.isEnded || result === BODY_END;
    return (
      parseTrailers(input.bytes, probe.position, input.end, this.#limits, this.#lenient) !==
      NEED_MORE
    );
  }

  /** How many bytes of the body in progress are here unread, its trailers once they are whole. */
  unreadBytes(input: Inbound): number {
    const probe = (this.#probe ??= new BodyDecoder());
    probe.follow(this.#decoder);
    let sizeBytes = 0;
    let result = probe.next(input.bytes, input.start, input.end);
    while (result === BODY_PAYLOAD) {
      sizeBytes += probe.payloadEnd - probe.payloadStart;
      result = probe.next(input.bytes, probe.position, input.end);
    }
    if (result !== BODY_TRAILERS) return sizeBytes;
    const parsed = parseTrailers(
      input.bytes,
      probe.position,
      input.end,
      this.#limits,
      this.#lenient,
    );
    return typeof parsed === "number" ? sizeBytes : sizeBytes + fieldsSize(parsed.fields);
  }

  /** Consumes from `input` up to the next event. */
  next(input: Inbound): BodyEvent {
    const decoder = this.#decoder;
    const result = decoder.next(input.bytes, input.start, input.end);
    if (result === BODY_TRAILERS) {
      input.start = decoder.position;
      return this.#readTrailers(input);
    }
    if (result === BODY_BAD) return BodyEvent.malformed;
    input.start = decoder.position;
    if (result === BODY_PAYLOAD) return BodyEvent.payload;
    return result === BODY_END ? BodyEvent.end : BodyEvent.more;
  }

  #readTrailers(input: Inbound): BodyEvent {
    if (input.length === 0) return BodyEvent.more;
    const parsed = parseTrailers(input.bytes, input.start, input.end, this.#limits, this.#lenient);
    if (parsed === NEED_MORE) return BodyEvent.more;
    if (parsed === REFUSED) return BodyEvent.malformed;
    input.start = parsed.end;
    this.trailers = parsed.fields.size > 0 ? parsed.fields : null;
    this.#decoder.endTrailers();
    return BodyEvent.end;
  }
}
