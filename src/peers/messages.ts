/**
 * Messages between peers (peers protocol 2.1, "Messages"): a class, a type, and for types from 128
 * on a length and as many bytes. What is not whole yet waits in one buffer of bounded size.
 */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import { WireReader, integerBytes, type WireWriter } from "./wire.ts";

export const MessageClass = { control: 0, error: 1, table: 10 } as const;

export const Control = {
  resyncRequest: 0,
  resyncFinished: 1,
  resyncPartial: 2,
  resyncConfirm: 3,
  heartbeat: 4,
} as const;

export const ErrorType = { protocol: 0, sizeLimit: 1 } as const;

/** Types of messages about tables. The text about the protocol gives the ack another number. */
export const TableMessage = {
  update: 128,
  incrementalUpdate: 129,
  definition: 130,
  switchTable: 131,
  ack: 132,
  timedUpdate: 133,
  incrementalTimedUpdate: 134,
} as const;

/** From this type on a length follows. */
const FIRST_SIZED_TYPE = 128;
/** Class, type and the longest length. */
export const LONGEST_HEAD_BYTES = 12;
const FIXED_BYTES = 2;

export interface MessageSink {
  /** `body` is null for messages of two bytes. False ends the reading. */
  message(messageClass: number, type: number, body: WireReader | null): boolean;
  /** A message that no buffer takes was announced; nothing is read any more. */
  tooLarge(): void;
}

/** Cuts the bytes of a connection into messages. */
export class MessageReader {
  readonly #waiting: ByteBuffer;
  #used: number = 0;

  /** Takes messages of up to `mostBytes`. */
  constructor(bytes: ByteFactory, mostBytes: number) {
    this.#waiting = bytes.alloc(mostBytes);
  }

  /** Takes bytes as they came and gives every message that is whole by now to the sink. */
  take(bytes: ByteBuffer, sink: MessageSink): void {
    let from = 0;
    while (from < bytes.length) {
      const count = Math.min(bytes.length - from, this.#waiting.length - this.#used);
      bytes.copy(this.#waiting, this.#used, from, from + count);
      this.#used += count;
      from += count;
      const end = this.#cut(sink);
      if (end < 0) return;
      this.#waiting.copyWithin(0, end, this.#used);
      this.#used -= end;
    }
  }

  /** Where the first message begins that is not whole; -1 when the sink has seen enough. */
  #cut(sink: MessageSink): number {
    let at = 0;
    while (this.#used - at >= FIXED_BYTES) {
      const type = this.#waiting[at + 1]!;
      const head = new WireReader(this.#waiting, at + FIXED_BYTES, this.#used);
      const sizeBytes = type < FIRST_SIZED_TYPE ? 0 : head.integer();
      if (!head.ok && this.#used - at < LONGEST_HEAD_BYTES) return at;
      const end = head.at + sizeBytes;
      if (!head.ok || end - at > this.#waiting.length) {
        sink.tooLarge();
        return -1;
      }
      if (end > this.#used) return at;
      const body = type < FIRST_SIZED_TYPE ? null : new WireReader(this.#waiting, head.at, end);
      if (!sink.message(this.#waiting[at]!, type, body)) return -1;
      at = end;
    }
    return at;
  }
}

/** Whether a table message with `body` as its content fits into what `to` has left. */
export function fits(to: WireWriter, body: WireWriter): boolean {
  return to.room >= FIXED_BYTES + integerBytes(body.at) + body.at;
}

/** Writes a message about tables whose content is what was written to `body`. */
export function writeTableMessage(to: WireWriter, type: number, body: WireWriter): void {
  to.byte(MessageClass.table);
  to.byte(type);
  to.integer(body.at);
  to.at += body.bytes.copy(to.bytes, to.at, 0, body.at);
}

export function writeFixedMessage(to: WireWriter, messageClass: number, type: number): void {
  to.byte(messageClass);
  to.byte(type);
}
