/**
 * Where log lines go: a datagram socket (UDP, unix), an output of the process or a ring. Sinks are shared
 * by all loggers of a thread, one for each address.
 */
import type { LogLine } from "./line.ts";
import type { LogFormatName, LogTargetModel } from "../config/model.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { Output } from "../runtime/process.ts";
import type { Datagrams, DatagramSender } from "../runtime/transport.ts";

/** What a line says after its header. */
export type LogMessage = LogLine | string;

/** Takes finished lines; never throws. */
export interface LogSink {
  /**
   * Sends bytes [start, end) as one line, which ends with as much of `message` as fits; false
   * when it was dropped. The bytes may be reused.
   */
  send(bytes: ByteBuffer, start: number, end: number, message: LogMessage): boolean;
  close(): void;
  /** How lines are dressed when the `log` line does not say; null for the usual. */
  readonly format: LogFormatName | null;
  /** Longest line it takes. */
  readonly maxBytes: number;
}

const NO_LIMIT = 65_535;

/** Targets with a sink for the thread's whole life. */
export type LastingTarget = Exclude<LogTargetModel["address"], { readonly kind: "backend" }>;

/** What of the runtime sinks are made from. */
export interface SinkSources {
  readonly datagrams: Datagrams;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The ring of a `ring` section or of a stream target. */
  ring(target: RingTarget): LogSink;
  /**
   * An output on an inherited descriptor.
   * @throws SocketFailure when there is none of that number.
   */
  descriptor(fd: number): Output;
}

/** Log targets that are rings. */
type RingTarget = Extract<LogTargetModel["address"], { kind: "ring" | "stream" }>;

/** Datagrams to one address. */
class DatagramSink implements LogSink {
  readonly format: LogFormatName | null = null;
  readonly maxBytes: number = NO_LIMIT;
  readonly #sender: DatagramSender;

  constructor(sender: DatagramSender) {
    this.#sender = sender;
  }

  send(bytes: ByteBuffer, start: number, end: number): boolean {
    return this.#sender.send(bytes, start, end);
  }

  close(): void {
    this.#sender.close();
  }
}

/** An output of the process, for stdout, stderr, fd@1 and fd@2. */
class OutputSink implements LogSink {
  readonly format: LogFormatName | null = null;
  readonly maxBytes: number = NO_LIMIT;
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  send(bytes: ByteBuffer, start: number, end: number): boolean {
    return this.#output.writeBytes(bytes, start, end);
  }

  close(): void {}
}

/** Opens sinks and gives the same one for the same address. */
export class LogSinks {
  readonly #sources: SinkSources;
  readonly #open: Map<string, LogSink> = new Map();

  constructor(sources: SinkSources) {
    this.#sources = sources;
  }

  /**
   * The sink of an address.
   * @throws SocketFailure if the runtime cannot open such a target; the message says why.
   */
  get(address: LastingTarget): LogSink {
    const key = JSON.stringify(address);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const made = this.#make(address);
    this.#open.set(key, made);
    return made;
  }

  closeAll(): void {
    for (const sink of this.#open.values()) sink.close();
    this.#open.clear();
  }

  #make(address: LastingTarget): LogSink {
    switch (address.kind) {
      case "stdout":
        return new OutputSink(this.#sources.stdout);
      case "stderr":
        return new OutputSink(this.#sources.stderr);
      case "fd":
        if (address.fd === 1) return new OutputSink(this.#sources.stdout);
        if (address.fd === 2) return new OutputSink(this.#sources.stderr);
        return new OutputSink(this.#sources.descriptor(address.fd));
      case "ring":
      case "stream":
        return this.#sources.ring(address);
      default:
        return new DatagramSink(this.#sources.datagrams.open(address));
    }
  }
}
