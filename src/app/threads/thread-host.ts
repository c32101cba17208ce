/** What streams ask of their thread (stream-host.ts), over the process's counters in the arena. */
import type { TlsInfo } from "../../runtime/tls.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { ProcessFacts } from "../../sample/compile-scope.ts";
import type { BufferFacts } from "../../sample/txn.ts";
import type { SampleType, SampleValue } from "../../sample/types.ts";
import { storeVariable } from "../../sample/variables/value.ts";
import type { VariableRef, Variables, VariableScope } from "../../sample/variables/variables.ts";
import type { ClientMux } from "../../mux/mux.ts";
import { RawFront } from "../../mux/raw/front.ts";
import { Level } from "../../config/values/syslog.ts";
import type { Counters } from "../../stats/counters.ts";
import { Gauge, Rate, Slot } from "../../stats/slots.ts";
import type { CompressionBudget } from "../../stream/body/compression-budget.ts";
import type { SessionGate } from "../../listener/session-opener.ts";
import { NO_CONTENT } from "../../sample/no-traffic.ts";
import { rawContent } from "../../listener/raw-connection.ts";
import type { ProcessLimits } from "../process/limits.ts";
import { LimitedRate } from "../../stats/limited-rate.ts";
import type { Session } from "../../connection/session.ts";
import type { Stream } from "../../stream/stream.ts";
import type { StreamHost } from "../../stream/stream-host.ts";
import { countSessionRequest } from "../../stream/tracking.ts";

/** Words of the process's record, shared by all threads. */
const ProcessWord = { requests: 0, adminSessions: 1 } as const;
export const PROCESS_BYTES = 64;

/** A message that could not be parsed, as `show errors` keeps it. */
export type ErrorSink = (stream: Stream, side: "request" | "response", message: string) => void;

export class ThreadHost implements StreamHost, SessionGate {
  readonly #runtime: Runtime;
  readonly #counters: Counters;
  readonly #process: ProcessFacts;
  /** The process's record; see ProcessWord. */
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #onError: ErrorSink;
  /** `maxconn` of the process; may be changed at run time. */
  maxconn: number;
  /** On rates and on TLS connections. */
  readonly limits: ProcessLimits;
  readonly compression: CompressionBudget;
  /** Connections to servers with TLS, of all threads. */
  serverTlsConnections: () => number = () => 0;
  /** What it was at the start. */
  readonly hardMaxconn: number;

  constructor(
    runtime: Runtime,
    counters: Counters,
    words: Int32Array<SharedArrayBuffer>,
    limits: ProcessLimits,
    compression: CompressionBudget,
    process: ProcessFacts,
    maxconn: number,
    onError: ErrorSink,
  ) {
    this.#words = words;
    this.limits = limits;
    this.compression = compression;
    this.#runtime = runtime;
    this.#counters = counters;
    this.#process = process;
    this.maxconn = maxconn;
    this.hardMaxconn = maxconn;
    this.#onError = onError;
  }

  tryEnter(nowMs: number, isTls: boolean): boolean {
    if (!this.#hasRate(nowMs, isTls) || !this.#counters.tryEnter(this.maxconn)) return false;
    this.#counters.add(Slot.connTot, 1);
    this.#counters.countRate(Rate.connection, nowMs);
    if (!isTls) return true;
    this.limits.countClientTls(1);
    this.#counters.countRate(Rate.ssl, nowMs);
    return true;
  }

  hasRoom(nowMs: number, isTls: boolean): boolean {
    return this.#counters.sessions() < this.maxconn && this.#hasRate(nowMs, isTls);
  }

  #hasRate(nowMs: number, isTls: boolean): boolean {
    return (
      this.#isBelow(LimitedRate.connections, Rate.connection, nowMs) &&
      this.#isBelow(LimitedRate.sessions, Rate.session, nowMs) &&
      (!isTls || (this.#isBelow(LimitedRate.tls, Rate.ssl, nowMs) && this.#hasTlsRoom()))
    );
  }

  #isBelow(limited: LimitedRate, rate: Rate, nowMs: number): boolean {
    const limit = this.limits.rate(limited);
    return limit === 0 || this.#counters.rate(rate, nowMs) < limit;
  }

  #hasTlsRoom(): boolean {
    const limit = this.limits.tlsConnections;
    return limit === 0 || this.limits.clientTlsConnections + this.serverTlsConnections() < limit;
  }

  countSession(session: Session, nowMs: number): void {
    this.#counters.add(Slot.stot, 1);
    this.#counters.countRate(Rate.session, nowMs);
    if (session.tls === null) return;
    this.#counters.add(Slot.sslSess, 1);
    if (session.tls.resumed) this.#counters.add(Slot.sslReusedSess, 1);
    else this.#counters.countRate(Rate.tlsKey, nowMs);
  }

  countServerTls(tls: Pick<TlsInfo, "resumed">, nowMs: number): void {
    this.#counters.add(Slot.sslSess, 1);
    if (!tls.resumed) this.#counters.countRate(Rate.serverTlsKey, nowMs);
  }

  countBytesOut(sizeBytes: number): void {
    this.#counters.add(Slot.bout, sizeBytes);
  }

  leave(isTls: boolean): void {
    this.#counters.leave();
    if (isTls) this.limits.countClientTls(-1);
  }

  activeConnections(): number {
    return this.#counters.gauge(Gauge.scur);
  }

  /** Connections to the runtime API, which the control thread counts for all threads to tell. */
  adminSessionCount(): number {
    return Atomics.load(this.#words, ProcessWord.adminSessions);
  }

  countAdminSession(change: 1 | -1): void {
    Atomics.add(this.#words, ProcessWord.adminSessions, change);
  }

  wallMs(): number {
    return this.#runtime.clock.wallMs();
  }

  countRequest(stream: Stream): void {
    const { counters } = stream.frontend;
    stream.session.requestCount++;
    // A connection without a byte is dated by when it came.
    const beganMs = stream.firstByteMs > 0 ? stream.firstByteMs : stream.acceptMs;
    stream.requestWallMs = stream.io.wallMs - (stream.nowMs - beganMs);
    stream.requestNumber = Atomics.add(this.#words, ProcessWord.requests, 1);
    counters.add(Slot.reqTot, 1);
    this.#counters.add(Slot.reqTot, 1);
    counters.countRate(Rate.request, stream.nowMs);
    if (stream.session.tracked !== null) countSessionRequest(stream);
  }

  contentOf(client: ClientMux): BufferFacts {
    return client instanceof RawFront ? rawContent(client) : NO_CONTENT;
  }

  setVariable(stream: Stream, ref: VariableRef, value: SampleValue, type: SampleType): void {
    storeVariable(stream, this.#process, ref, value, type);
  }

  variablesOf(stream: Stream, scope: VariableScope): Variables {
    switch (scope) {
      case "proc":
        return this.#process.variables;
      case "sess":
        return stream.session.variables;
      case "req":
        return stream.requestVariables;
      case "res":
        return stream.responseVariables;
      default:
        return stream.variables;
    }
  }

  recordError(stream: Stream, side: "request" | "response", message: string): void {
    this.#onError(stream, side, message);
  }

  reportFault(stream: Stream, message: string): void {
    stream.frontend.parts.log.logger.log(Level.err, message);
  }
}
