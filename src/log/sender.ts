/**
 * One log target as one logger uses it: filters by severity, puts the header before the message
 * and sends one line from a buffer made once. A line never exceeds the target's `len`, its line
 * feed included. Nothing waits for the receiver: a line that cannot be sent is dropped and counted.
 */
import type { DateText } from "../core/date.ts";
import type { LogFormatName, LogTargetModel } from "../config/model.ts";
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import { makeHeader } from "./header.ts";
import type { LogOrigin } from "./header.ts";
import type { LogLine } from "./line.ts";
import type { LogMessage, LogSink } from "./sink.ts";

const LINE_FEED = 10;
const DIGIT_ZERO = 48;

/** What of a `log` line concerns a sender. */
export type SenderTarget = Pick<
  LogTargetModel,
  "format" | "facility" | "maxLevel" | "minLevel" | "maxBytes"
>;

/** What a sender needs around it. */
export interface SenderSetting {
  readonly bytes: ByteFactory;
  /** Dates in the zone of the logs. */
  readonly dates: DateText;
  /** Wall clock, ms since the epoch; fractions become microseconds. */
  wallMs(): number;
  /** A line was dropped. */
  onDrop(): void;
}

/** Which lines a target gets of those that come: `log … sample`. */
export interface LogSampler {
  /** Counts a line; true when it is one of those to send. */
  takesNext(): boolean;
}

export class LogSender {
  readonly #sink: LogSink;
  readonly #origin: LogOrigin;
  readonly #setting: SenderSetting;
  readonly #format: LogFormatName;
  readonly #facility: number;
  readonly #maxLevel: number;
  readonly #minLevel: number;
  readonly #line: ByteBuffer;
  /** What the header at the start of `#line` was made for. */
  #headerSec: number = -1;
  #headerLevel: number = -1;
  #headerBytes: number = 0;
  #microsAt: number = -1;

  readonly #sampler: LogSampler | null;

  constructor(
    target: SenderTarget,
    sink: LogSink,
    origin: LogOrigin,
    setting: SenderSetting,
    sampler: LogSampler | null,
  ) {
    this.#sink = sink;
    this.#origin = origin;
    this.#setting = setting;
    const usual = origin.hostname === null ? "local" : "rfc3164";
    this.#format = target.format ?? sink.format ?? usual;
    this.#sampler = sampler;
    this.#facility = target.facility;
    this.#maxLevel = target.maxLevel;
    this.#minLevel = target.minLevel;
    this.#line = setting.bytes.alloc(Math.min(target.maxBytes, sink.maxBytes));
  }

  /** Whether lines of a severity are sent at all. */
  takes(level: number): boolean {
    return level <= this.#maxLevel;
  }

  /** Lines carry the structured data of RFC 5424. */
  get writesStructuredData(): boolean {
    return this.#format === "rfc5424";
  }

  /** Longest line, its header and line feed included. */
  get maxBytes(): number {
    return this.#line.length;
  }

  /** Sends one message of severity 0-7 with structured data, "-" for none (RFC 5424 section 6.3). */
  sendStructured(level: number, data: string, message: LogLine): void {
    if (!this.#isDue(level)) return;
    this.#writeHeader(Math.max(level, this.#minLevel));
    const dataEnd = this.#append(`${data} `, this.#headerBytes);
    this.#finish(this.#appendLine(message, dataEnd), message);
  }

  /** Sends one message as `send` does. */
  sendLine(level: number, message: LogLine): void {
    if (!this.#isDue(level)) return;
    this.#writeHeader(Math.max(level, this.#minLevel));
    this.#finish(this.#appendLine(message, this.#headerBytes), message);
  }

  /**
   * Sends one message (latin1) of severity 0-7. Below the target's least severity nothing is
   * sent; above its greatest it is sent with that one.
   */
  send(level: number, message: string): void {
    if (!this.#isDue(level)) return;
    this.#writeHeader(Math.max(level, this.#minLevel));
    const at =
      this.#format === "rfc5424" ? this.#append("- ", this.#headerBytes) : this.#headerBytes;
    this.#finish(this.#append(message, at), message);
  }

  #isDue(level: number): boolean {
    if (level > this.#maxLevel) return false;
    return this.#sampler === null || this.#sampler.takesNext();
  }

  /** Writes a text at `at`, leaving room for the line feed; returns where it ends. */
  #append(text: string, at: number): number {
    const room = this.#line.length - 1 - at;
    return room > 0 ? at + this.#line.latin1Write(text, at, room) : at;
  }

  #appendLine({ bytes, length }: LogLine, at: number): number {
    const size = Math.min(length, this.#line.length - 1 - at);
    if (size > 0) bytes.copy(this.#line, at, 0, size);
    return at + Math.max(0, size);
  }

  #finish(end: number, message: LogMessage): void {
    this.#line[end] = LINE_FEED;
    if (!this.#sink.send(this.#line, 0, end + 1, message)) this.#setting.onDrop();
  }

  #writeHeader(level: number): void {
    const wallMs = this.#setting.wallMs();
    const wallSec = Math.floor(wallMs / 1000);
    if (wallSec !== this.#headerSec || level !== this.#headerLevel) {
      const priority = this.#facility * 8 + level;
      const header = makeHeader(this.#format, priority, wallSec, this.#origin, this.#setting.dates);
      this.#headerBytes = this.#line.latin1Write(header.text, 0, this.#line.length - 1);
      this.#microsAt = header.microsAt;
      this.#headerSec = wallSec;
      this.#headerLevel = level;
    }
    if (this.#microsAt >= 0) this.#writeMicros(wallMs - wallSec * 1000);
  }

  #writeMicros(partMs: number): void {
    // Rounded: a double holds today's milliseconds only to a quarter of a microsecond.
    let rest = Math.min(Math.round(partMs * 1000), 999_999);
    for (let place = 5; place >= 0; place--) {
      this.#line[this.#microsAt + place] = DIGIT_ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    }
  }
}
