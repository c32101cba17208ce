/**
 * The lines that a frontend logs of its transactions: for each target the text of the frontend's
 * formats, or what the target's profile puts in their place (manual 8.3.5). A text that several
 * targets share is made once.
 */
import type { ByteFactory } from "../runtime/bytes.ts";
import type { Format, LineFormat } from "../sample/log-format/log-format.ts";
import type { Txn } from "../sample/txn.ts";
import { LogLine } from "./line.ts";
import type { LogSender } from "./sender.ts";
import { LogStep } from "./step.ts";

/**
 * A message is made up to here though all its targets cut it shorter: `balance log-hash` sees more
 * of it than it sends.
 */
const USUAL_BYTES = 1024;

/** What a profile says of one step; null leaves the frontend's format. */
export interface ProfileStep {
  readonly drop: boolean;
  readonly format: LineFormat | null;
  readonly structuredData: Format | null;
}

/** A target with its profile: what it says by step, null where it says nothing. */
export interface StreamTarget {
  readonly sender: LogSender;
  readonly profile: readonly (ProfileStep | null)[] | null;
}

/** The formats of a frontend. */
export interface StreamFormats {
  /** Null where there is none. */
  readonly line: LineFormat | null;
  /** `error-log-format`. */
  readonly error: LineFormat | null;
  /** Of connections that never became sessions, when there is no `error-log-format`. */
  readonly killed: LineFormat;
  /** `log-format-sd`. */
  readonly structuredData: Format | null;
}

export class StreamLog {
  readonly #targets: readonly StreamTarget[];
  readonly #formats: StreamFormats;
  readonly #line: LogLine;

  constructor(targets: readonly StreamTarget[], formats: StreamFormats, bytes: ByteFactory) {
    this.#targets = targets;
    this.#formats = formats;
    const longest = Math.max(...targets.map(({ sender }) => sender.maxBytes));
    this.#line = new LogLine(bytes, targets.length === 0 ? 0 : Math.max(USUAL_BYTES, longest));
  }

  /** Whether anybody listens. */
  get enabled(): boolean {
    return this.#targets.length > 0;
  }

  /** Logs the transaction as it is at `step`, at severity `level`. */
  write(level: number, step: LogStep, txn: Txn): void {
    const targets = this.#targets;
    const usual = this.#formatAt(step);
    const line = this.#line;
    let written: LineFormat | null = null;
    for (let i = 0; i < targets.length; i++) {
      const { sender, profile } = targets[i]!;
      const own = profile === null ? null : profile[step]!;
      if (own !== null && own.drop) continue;
      if (!sender.takes(level)) continue;
      const format = own === null || own.format === null ? usual : own.format;
      if (format === null) continue;
      if (format !== written) {
        line.clear();
        format(txn, line);
        written = format;
      }
      // Without a message there is no line.
      if (line.length === 0) continue;
      if (sender.writesStructuredData) sender.sendStructured(level, this.#data(own, txn), line);
      else sender.sendLine(level, line);
    }
  }

  #formatAt(step: LogStep): LineFormat | null {
    const { line, error, killed } = this.#formats;
    if (step === LogStep.killed) return error ?? killed;
    return step === LogStep.error ? (error ?? line) : line;
  }

  #data(own: ProfileStep | null, txn: Txn): string {
    const format = own?.structuredData ?? this.#formats.structuredData;
    const data = format === null ? "" : format(txn);
    return data === "" ? "-" : data;
  }
}
