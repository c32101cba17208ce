/**
 * One run of a check: goes through the steps of its sequence, reports exactly once, then lets the
 * connection go. A connection must stand within the connect timeout, the rest must follow within
 * the check timeout; without `timeout check` all shares the interval (manual 4.2, timeout check).
 */
import { Timer, type TimerWheel } from "../../core/timer-wheel.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ByteSocket, SocketError, SocketHandler, Transport } from "../../runtime/transport.ts";
import { type CheckReport, Status } from "../check-status.ts";
import { dialWithHeader } from "../connect/late-tls.ts";
import { CheckTxn } from "./check-txn.ts";
import { checkAddress, type CheckPlan } from "./plan.ts";
import { failedVerdict, passedVerdict } from "./outcome.ts";
import {
  type ConnectStep,
  type ExpectStep,
  placeText,
  type SendStep,
  type Step,
} from "./sequence.ts";
import { connectFailure, errorText, type Verdict } from "./verdict.ts";

export class CheckRun implements SocketHandler {
  readonly #plan: CheckPlan;
  readonly #wheel: TimerWheel;
  readonly #onReport: (report: CheckReport) => void;
  readonly #timeout: Timer = new Timer(() => this.#onTimeout());
  readonly #transport: Transport;
  readonly #intervalMs: number;
  readonly #txn: CheckTxn;
  #startMs: number = 0;
  #socket: ByteSocket | null = null;
  /** The connection that is open or being opened. */
  #connect: ConnectStep | null = null;
  /** The connection goes to a socket of this machine, which fails at once. */
  #isLocal: boolean = false;
  #isConnected: boolean = false;
  /** Index of the step that is being done. */
  #at: number = 0;
  #unsent: ByteBuffer | null = null;
  #isOver: boolean = false;

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
    this.#txn = new CheckTxn(plan.backend, plan.server, plan.bytes, plan.limitBytes);
  }

  /** Begins; the report may come before this returns when there is no address to connect to. */
  start(): void {
    this.#startMs = this.#wheel.nowMs;
    this.#advance();
  }

  onConnect(socket: ByteSocket): void {
    this.#wheel.refresh();
    this.#isConnected = true;
    const { checkTimeoutMs, bytes, connections } = this.#plan;
    if (checkTimeoutMs !== null) this.#wheel.schedule(this.#timeout, checkTimeoutMs);
    const connection = connections.get(this.#connect!);
    // Before TLS it has been sent by now.
    const header = connection?.tls === null ? connection.proxyHeader : null;
    if (header) this.#unsent = bytes.latin1(header(socket));
    this.#flush();
    this.#at++;
    this.#advance();
  }

  onDrain(): void {
    this.#flush();
    this.#advance();
  }

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.#wheel.refresh();
    this.#txn.receive(bytes);
    this.#advance();
  }

  onEnd(): void {
    this.#wheel.refresh();
    this.#txn.end();
    this.#advance();
  }

  onClose(_socket: ByteSocket, error: SocketError | null): void {
    this.#wheel.refresh();
    this.#socket = null;
    if (!this.#isConnected) {
      return this.#fail(connectFailure(error, this.#isLocal, this.#isTls()));
    }
    if (error !== null) {
      return this.#fail({ status: Status.socketError, code: 0, info: errorText(error) });
    }
    this.#txn.end();
    this.#advance();
  }

  /** Gives the run up without a report. */
  cancel(): void {
    this.#release();
  }

  /** Does steps until one has to wait or the check is over. */
  #advance(): void {
    while (!this.#isOver) {
      const step = this.#step();
      if (step === undefined) return this.#pass();
      if (!this.#do(step)) return;
      this.#at++;
    }
  }

  #step(): Step | undefined {
    return this.#plan.sequence.steps[this.#at];
  }

  /** True when the step is done. */
  #do(step: Step): boolean {
    this.#txn.nowMs = this.#wheel.nowMs;
    switch (step.kind) {
      case "connect":
        this.#dial(step);
        return false;
      case "send":
        return this.#send(step);
      case "expect":
        return this.#expect(step);
      case "change":
        step.run(this.#txn);
        return true;
    }
  }

  #dial(step: ConnectStep): void {
    if (step === this.#connect) return;
    this.#drop();
    const address = checkAddress(step, this.#txn, this.#plan);
    if (address === null) {
      return this.#finish({ status: Status.socketError, code: 0, info: "no address" });
    }
    const isFirst = this.#connect === null;
    this.#connect = step;
    this.#isLocal = address.kind !== "ip";
    this.#isConnected = false;
    const { connectTimeoutMs, checkTimeoutMs, connections, source, bytes } = this.#plan;
    const hasOwnTimeout = checkTimeoutMs !== null && connectTimeoutMs !== null;
    const limitMs = hasOwnTimeout ? Math.min(connectTimeoutMs, this.#intervalMs) : this.#intervalMs;
    if (isFirst || hasOwnTimeout) this.#wheel.schedule(this.#timeout, limitMs);
    const connection = connections.get(step);
    this.#socket = dialWithHeader(
      connection?.via ?? null,
      connection?.proxyHeader ?? null,
      this.#transport,
      bytes,
      {
        address,
        tls: connection?.tls ?? null,
        serverName: connection?.serverName ?? null,
        speaksFirst: (connection?.proxyHeader ?? null) !== null || this.#speaksFirst(),
        ...source,
      },
      this,
    );
  }

  /** The connection that is being opened begins with bytes of ours, or ends the check. */
  #speaksFirst(): boolean {
    const { steps } = this.#plan.sequence;
    let at = this.#at + 1;
    while (steps[at]?.kind === "change") at++;
    const next = steps[at];
    return next === undefined || (next.kind === "send" && next.mayBeEmpty !== true);
  }

  #send(step: SendStep): boolean {
    if (this.#unsent === null) {
      const payload = step.payload(this.#txn);
      if (typeof payload === "object") {
        this.#finish({ status: Status.l7Response, code: 0, info: payload.fault });
        return false;
      }
      this.#txn.forget();
      this.#txn.answer = step.newAnswer?.() ?? null;
      this.#unsent = this.#plan.bytes.latin1(payload);
      this.#flush();
    }
    return this.#unsent === null;
  }

  #flush(): void {
    const bytes = this.#unsent;
    if (bytes === null || this.#socket === null) return;
    const sent = this.#socket.write(bytes, 0, bytes.length);
    this.#unsent = sent === bytes.length ? null : bytes.subarray(sent);
  }

  #expect(step: ExpectStep): boolean {
    const result = step.match(this.#txn);
    if (typeof result === "object") this.#finish(failedVerdict(step, result, this.#txn));
    return result === true;
  }

  #pass(): void {
    this.#finish(passedVerdict(this.#plan.sequence, this.#isTls(), this.#txn));
  }

  /** True if the newest connection is one over TLS. */
  #isTls(): boolean {
    return (this.#plan.connections.get(this.#connect!)?.tls ?? null) !== null;
  }

  #onTimeout(): void {
    const step = this.#step()!;
    const tls = this.#plan.connections.get(this.#connect!)?.tls ?? null;
    const connecting = tls !== null ? Status.l6Timeout : Status.l4Timeout;
    const waiting = step.kind === "expect" ? step.timeoutStatus : Status.l7Timeout;
    const info = (step.kind === "expect" && step.timeoutInfo?.(this.#txn)) || "";
    this.#fail({ status: this.#isConnected ? waiting : connecting, code: 0, info });
  }

  /** A failure of the connection: told with the step that it happened in. */
  #fail(verdict: Verdict): void {
    const step = this.#step();
    const tells = this.#plan.sequence.tellsSteps && step !== undefined;
    this.#finish(tells ? { ...verdict, info: verdict.info + placeText(step) } : verdict);
  }

  #finish(verdict: Verdict): void {
    if (this.#isOver) return;
    const durationMs = this.#wheel.nowMs - this.#startMs;
    this.#release();
    this.#onReport({ ...verdict, durationMs });
  }

  /** Nothing is called any more after this. */
  #release(): void {
    this.#isOver = true;
    this.#wheel.cancel(this.#timeout);
    this.#drop();
  }

  /** Ends the connection there is: by RST, as its use was a check's, unless its step lingers. */
  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#unsent = null;
    this.#txn.forget();
    if (socket === null) return;
    socket.handler = ignored;
    if (this.#connect?.lingers === true && this.#isConnected) socket.close();
    else socket.reset();
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
