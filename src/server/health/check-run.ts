/**
 * One run of a check: connects, asks, judges, and reports exactly once, then lets the connection
 * go. The connection must stand within the connect timeout, the verdict must follow within the
 * check timeout; without `timeout check` both share the interval (manual 4.2, timeout check).
 */
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket, SocketError, SocketHandler, Transport } from "../../runtime/transport.ts";
import { type CheckReport, Status } from "../check-status.ts";
import {
  checkAddress,
  type CheckPlan,
  connectFailure,
  errorText,
  type Judge,
  type Verdict,
} from "./plan.ts";

export class CheckRun implements SocketHandler {
  readonly #plan: CheckPlan;
  readonly #wheel: TimerWheel;
  readonly #onReport: (report: CheckReport) => void;
  readonly #timeout: Timer = new Timer(() => this.#onTimeout());
  readonly #transport: Transport;
  readonly #intervalMs: number;
  #startMs: number = 0;
  #socket: ByteSocket | null = null;
  #judge: Judge | null = null;
  #isConnected: boolean = false;
  #sentBytes: number = 0;

  /** @param intervalMs the interval the check is run at, which bounds it. */
  constructor(
    plan: CheckPlan,
    intervalMs: number,
    transport: Transport,
    wheel: TimerWheel,
    onReport: (report: CheckReport) => void,
  ) {
    this.#plan = plan;
    this.#wheel = wheel;
    this.#onReport = onReport;
    this.#intervalMs = intervalMs;
    this.#transport = transport;
  }

  /** Begins; the report may come before this returns when there is no address to connect to. */
  start(): void {
    this.#startMs = this.#wheel.nowMs;
    const address = checkAddress(this.#plan.server);
    if (address === null) {
      this.#finish({ status: Status.socketError, code: 0, info: "no address" });
      return;
    }
    const { connectTimeoutMs, checkTimeoutMs, server, tls } = this.#plan;
    const hasOwnTimeout = checkTimeoutMs !== null && connectTimeoutMs !== null;
    const limitMs = hasOwnTimeout ? Math.min(connectTimeoutMs, this.#intervalMs) : this.#intervalMs;
    this.#wheel.schedule(this.#timeout, limitMs);
    const { source } = server.model;
    this.#socket = this.#transport.dial(
      {
        address,
        tls,
        serverName: null,
        localAddress: source === null ? null : source.host,
        localPort: source === null ? 0 : source.port,
      },
      this,
    );
  }

  onConnect(socket: ByteSocket): void {
    this.#wheel.refresh();
    this.#isConnected = true;
    const { exchange, checkTimeoutMs, server, tls } = this.#plan;
    if (exchange === null) {
      this.#finish({ status: tls === null ? Status.l4Ok : Status.l6Ok, code: 0, info: "" });
      return;
    }
    if (checkTimeoutMs !== null) this.#wheel.schedule(this.#timeout, checkTimeoutMs);
    this.#judge = exchange.judge(server);
    this.#send(socket);
  }

  onDrain(socket: ByteSocket): void {
    this.#send(socket);
  }

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#wheel.refresh();
    const verdict = this.#judge?.onBytes(bytes);
    if (verdict !== undefined) this.#finish(verdict);
  }

  onEnd(): void {
    this.#wheel.refresh();
    if (this.#judge !== null) this.#finish(this.#judge.onEnd());
  }

  onClose(_socket: ByteSocket, error: SocketError | null): void {
    this.#wheel.refresh();
    this.#socket = null;
    if (!this.#isConnected) this.#finish(connectFailure(error));
    else if (error !== null)
      this.#finish({ status: Status.socketError, code: 0, info: errorText(error) });
    else if (this.#judge !== null) this.#finish(this.#judge.onEnd());
  }

  /** Gives the run up without a report. */
  cancel(): void {
    this.#release();
  }

  #send(socket: ByteSocket): void {
    const request = this.#plan.exchange?.request;
    if (request === undefined || this.#sentBytes === request.length) return;
    this.#sentBytes += socket.write(request, this.#sentBytes, request.length);
  }

  #onTimeout(): void {
    const { tls } = this.#plan;
    const connecting = tls === null ? Status.l4Timeout : Status.l6Timeout;
    this.#finish({ status: this.#isConnected ? Status.l7Timeout : connecting, code: 0, info: "" });
  }

  #finish(verdict: Verdict): void {
    const durationMs = this.#wheel.nowMs - this.#startMs;
    this.#release();
    this.#onReport({ ...verdict, durationMs });
  }

  /** Nothing is called any more after this. */
  #release(): void {
    this.#wheel.cancel(this.#timeout);
    const socket = this.#socket;
    this.#socket = null;
    this.#judge = null;
    if (socket === null) return;
    socket.handler = ignored;
    socket.reset();
  }
}

/** Owner of a socket whose check is over. */
const ignored: SocketHandler = {
  onConnect: (socket) => socket.reset(),
  onData: () => {},
  onDrain: () => {},
  onEnd: () => {},
  onClose: () => {},
};
