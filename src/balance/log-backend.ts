/**
 * A backend in `mode log` as a target of log lines (manual 4.2, "mode"): each line goes to the
 * server that the backend's algorithm picks for it, by datagram or over the server's ring. A line
 * that no server can take is lost.
 */
import type { LogFormatName } from "../config/model.ts";
import type { LogMessage, LogSink } from "../log/sink.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { Txn } from "../sample/txn.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm } from "./algorithm.ts";

/** Opens what leads to a server now; null while its address is unknown. */
export type OpenServer = (server: Server) => LogSink | null;

/** The message of the line that is being sent, for algorithms that look at it. */
export class MessagePlace {
  message: LogMessage = "";

  /** Its text, latin1. */
  readonly text = (): string => {
    const { message } = this;
    return typeof message === "string" ? message : message.bytes.latin1Slice(0, message.length);
  };
}

export class LogBackend implements LogSink {
  readonly format: LogFormatName | null = null;
  readonly maxBytes: number;
  readonly #algorithm: Algorithm;
  readonly #place: MessagePlace;
  readonly #open: OpenServer;
  readonly #txn: Txn;

  /** @param txn what algorithms are given: that of no traffic. */
  constructor(
    algorithm: Algorithm,
    place: MessagePlace,
    open: OpenServer,
    maxBytes: number,
    txn: Txn,
  ) {
    this.#algorithm = algorithm;
    this.#place = place;
    this.#open = open;
    this.maxBytes = maxBytes;
    this.#txn = txn;
  }

  send(bytes: ByteBuffer, start: number, end: number, message: LogMessage): boolean {
    this.#place.message = message;
    const server = this.#algorithm.pick(this.#txn, null);
    if (server === null) return false;
    return this.#open(server)?.send(bytes, start, end, message) ?? false;
  }

  /** What it leads to is closed by whoever opened it. */
  close(): void {}
}
