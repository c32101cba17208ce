/**
 * Finds the payload of an HTTP/1 body inside the buffers that arrive, without copying: each call
 * of `next` reports one range of payload in the given buffer, or that more bytes are needed, that
 * the body is complete, or that it is malformed. The decoder owns only counters, so a body split
 * at any byte decodes to the same payload. Chunked (RFC 9112 7.1) is read strictly: sizes are bare
 * hexadecimal below 2^52, extensions end in CR LF and hold no control byte. Only a response's sizes
 * may be padded with blanks, which old servers do and HAProxy lets pass.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { CR, DEL, HEX_VALUE, isBlank, LF, SEMICOLON, SP, TAB } from "../chars.ts";
import { BODY_CHUNKED, BODY_LENGTH, BODY_NONE, type HttpMessage } from "../message.ts";

/** `next`: every byte of the range was used, the body goes on. */
export const BODY_NEED_MORE = 0;
/** `next`: payload lies in [payloadStart, payloadEnd); call again from `position`. */
export const BODY_PAYLOAD = 1;
/** `next`: the body ended at `position`; what follows is another message. */
export const BODY_END = 2;
/** `next`: malformed at `position`. */
export const BODY_BAD = 3;
/** `next`: the last chunk was read; trailer fields begin at `position`: `parseTrailers` reads them. */
export const BODY_TRAILERS = 4;

/** Chunk sizes stay below 2^52: thirteen significant digits. */
const MAX_SIZE = 2 ** 48;

const SIZE_FIRST = 0;
const SIZE = 1;
const SIZE_BLANKS = 2;
const EXTENSION = 3;
const SIZE_LF = 4;
const DATA = 5;
const DATA_CR = 6;
const DATA_LF = 7;
const TRAILERS = 8;
const ENDED = 9;

export class BodyDecoder {
  /** Offset at which the next call goes on, set by `next`. */
  position = 0;
  /** The payload's range in the buffer given to `next`, after BODY_PAYLOAD. */
  payloadStart = 0;
  payloadEnd = 0;

  #kind: number = BODY_NONE;
  #state = ENDED;
  /** Bytes left of the body or of the chunk. */
  #left = 0;
  #allowsPadding = false;

  /** Begins the body of a message whose head was parsed. */
  begin(head: HttpMessage): void {
    this.#kind = head.bodyKind;
    this.#left = head.bodyKind === BODY_LENGTH ? head.contentLength : 0;
    this.#allowsPadding = head.isResponse;
    this.#state =
      head.bodyKind === BODY_NONE ? ENDED : head.bodyKind === BODY_CHUNKED ? SIZE_FIRST : DATA;
  }

  /** Goes on where `other` stands, without it. */
  follow(other: BodyDecoder): void {
    this.#kind = other.#kind;
    this.#state = other.#state;
    this.#left = other.#left;
    this.#allowsPadding = other.#allowsPadding;
  }

  /** True once all of the body was reported. */
  get isEnded(): boolean {
    return this.#state === ENDED;
  }

  /** Payload bytes that are announced and not yet reported: of the body, or of the open chunk. */
  get bytesLeft(): number {
    return this.#left;
  }

  /** Called once the trailer section was read whole. */
  endTrailers(): void {
    this.#state = ENDED;
  }

  /** Looks at [start, end) and returns one of the BODY_ results above. */
  next(buffer: ByteBuffer, start: number, end: number): number {
    this.position = start;
    if (this.#state === ENDED) return BODY_END;
    if (start >= end) return BODY_NEED_MORE;
    if (this.#kind === BODY_CHUNKED) return this.#nextChunked(buffer, end);
    if (this.#kind === BODY_LENGTH) {
      this.#takePayload(end);
      if (this.#left === 0) this.#state = ENDED;
      return BODY_PAYLOAD;
    }
    this.payloadStart = start;
    this.payloadEnd = end;
    this.position = end;
    return BODY_PAYLOAD;
  }

  #takePayload(end: number): void {
    const size = Math.min(this.#left, end - this.position);
    this.payloadStart = this.position;
    this.payloadEnd = this.position + size;
    this.position = this.payloadEnd;
    this.#left -= size;
  }

  #nextChunked(buffer: ByteBuffer, end: number): number {
    while (this.position < end) {
      if (this.#state === TRAILERS) return BODY_TRAILERS;
      if (this.#state === DATA) {
        this.#takePayload(end);
        if (this.#left === 0) this.#state = DATA_CR;
        return BODY_PAYLOAD;
      }
      const next = this.#step(buffer[this.position]!);
      if (next < 0) return BODY_BAD;
      this.#state = next;
      this.position++;
    }
    return this.#state === TRAILERS ? BODY_TRAILERS : BODY_NEED_MORE;
  }

  /** The state after one byte outside chunk data, or -1 if the byte may not stand there. */
  #step(byte: number): number {
    switch (this.#state) {
      case SIZE_FIRST:
      case SIZE: {
        const digit = HEX_VALUE[byte]!;
        if (digit !== 255) {
          if (this.#left >= MAX_SIZE) return -1;
          this.#left = this.#left * 16 + digit;
          return SIZE;
        }
        return this.#state === SIZE_FIRST ? -1 : this.#sizeEnd(byte);
      }
      case SIZE_BLANKS:
        return this.#sizeEnd(byte);
      case EXTENSION:
        if (byte === CR) return SIZE_LF;
        return byte === DEL || (byte < SP && byte !== TAB) ? -1 : EXTENSION;
      case SIZE_LF:
        if (byte !== LF) return -1;
        return this.#left === 0 ? TRAILERS : DATA;
      case DATA_CR:
        return byte === CR ? DATA_LF : -1;
      default:
        return byte === LF ? SIZE_FIRST : -1;
    }
  }

  /** The state after the byte that follows a chunk size or the blanks behind it. */
  #sizeEnd(byte: number): number {
    if (byte === CR) return SIZE_LF;
    if (byte === SEMICOLON) return EXTENSION;
    return this.#allowsPadding && isBlank(byte) ? SIZE_BLANKS : -1;
  }
}
