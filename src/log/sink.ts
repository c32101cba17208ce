/**
 * Where log lines go: a datagram socket (UDP, unix) or an output of the process. Sinks are shared
 * by all loggers of a thread, one for each address.
 */
import type { LogTargetModel } from "../config/model.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { Output } from "../runtime/process.ts";
import { SocketFailure } from "../runtime/transport.ts";
import type { Datagrams } from "../runtime/transport.ts";

/** Takes finished lines; never throws. */
export interface LogSink {
  /** Sends bytes [start, end) as one line; false when it was dropped. The bytes may be reused. */
  send(bytes: ByteBuffer, start: number, end: number): boolean;
  close(): void;
}

/** What of the runtime sinks are made from. */
export interface SinkSources {
  readonly datagrams: Datagrams;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** An output of the process, for stdout, stderr, fd@1 and fd@2. */
class OutputSink implements LogSink {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  send(bytes: ByteBuffer, start: number, end: number): boolean {
    // The output encodes text as UTF-8, so that well-formed bytes come out as they went in.
    this.#output.write(bytes.utf8Slice(start, end));
    return true;
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
  get(address: LogTargetModel["address"]): LogSink {
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

  #make(address: LogTargetModel["address"]): LogSink {
    switch (address.kind) {
      case "stdout":
        return new OutputSink(this.#sources.stdout);
      case "stderr":
        return new OutputSink(this.#sources.stderr);
      case "fd":
        if (address.fd === 1) return new OutputSink(this.#sources.stdout);
        if (address.fd === 2) return new OutputSink(this.#sources.stderr);
        throw new SocketFailure(
          "EOTHER",
          `logs can go to fd@1 and fd@2 only, not to fd@${address.fd}`,
        );
      default:
        return this.#sources.datagrams.open(address);
    }
  }
}
