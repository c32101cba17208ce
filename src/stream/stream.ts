/**
 * One request's life, or one TCP connection's: the state that the phases pass on. The stream sits
 * between a client mux and a server mux and is what rules and expressions look at. It runs
 * synchronously from one event to the next; when a phase must wait, `step` stays where it is and
 * `run` is called again by what was waited for.
 */
import type { Session } from "../connection/session.ts";
import type { RuleSetName } from "../config/model.ts";
import { LogStep } from "../log/step.ts";
import { Timer } from "../core/timer-wheel.ts";
import type { Fields } from "../http/fields.ts";
import type { HeaderName } from "../http/header-name.ts";
import { BODY_NONE, BODY_TUNNEL, type HttpMessage } from "../http/message.ts";
import { requestHeadSize, responseHeadSize } from "../http/message-size.ts";
import type { H1Back } from "../mux/h1/back.ts";
import type { ClientMux, Failure, RequestSink, ResponseSink } from "../mux/mux.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { BandwidthFilter } from "../rules/bandwidth.ts";
import type { Reply } from "../rules/reply.ts";
import type { RuleCursor } from "../rules/rule-set.ts";
import type { Outcome, Service } from "../rules/types.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { TableFacts } from "../sample/txn.ts";
import type { SampleType, SampleValue } from "../sample/types.ts";
import type { VariableRef } from "../sample/variables/variables.ts";
import type { Server } from "../server/server.ts";
import type { SessionConnections } from "./session-connections.ts";
import type { Waiter } from "../server/wait-queue.ts";
import { limitBandwidth } from "./body/bandwidth.ts";
import { drainToClient, drainToServer } from "./body/body-path.ts";
import { onClientFailure, onClientHalfClose, onRequestBody, onRequestEnd } from "./client-side.ts";
import { StreamEffects } from "./connection-effects.ts";
import { StreamExchange } from "./exchange.ts";
import { finish } from "./finish.ts";
import {
  bufferRequestBody,
  bufferResponseBody,
  failRewrite,
  hint,
  pause,
  refuse,
} from "./rule-effects.ts";
import type { Frontend } from "./frontend.ts";
import { logAccept, logByRule } from "./log-stream.ts";
import { noteViolation } from "./note-violation.ts";
import { RAW_PHASES, REQUEST_PHASES, stepOfAssign, stepOfConnect } from "./phases/request.ts";
import { Step } from "./phases/step.ts";
import { errorReplyOf, replyFromRules } from "./reply-sender.ts";
import { noteRefusal } from "./refusal.ts";
import { onServerConnected, onServerFailure, requeue } from "./retry.ts";
import { onResponseBody, onResponseEnd, onResponseHead } from "./server-side.ts";
import { serve } from "./service-exchange.ts";
import { NO_CAPTURES } from "./special-state.ts";
import { StreamFacts } from "./stream-facts.ts";
import type { StreamHost } from "./stream-host.ts";
import { countTrackedRequest, trackEntry } from "./tracking.ts";
import { endSilentClient, endSilentServer } from "./silence.ts";

export class Stream extends StreamFacts implements RuleCursor, RequestSink, ResponseSink, Waiter {
  /** Server connections that belong to the session; null in TCP mode. */
  readonly kept: SessionConnections | null;

  // Where it stands.
  /** Index of the phase in progress. */
  step: number = 0;
  /** The phases to run: of the request first, then of the response. */
  phases: readonly ((stream: Stream) => Step)[] = REQUEST_PHASES;
  running: boolean = false;
  ruleIndex: number = 0;
  waiting: object | null = null;
  /** Rules over content are evaluated and more of it will be waited for. */
  awaitsContent: boolean = false;
  /** The client's request is complete. */
  requestEnded: boolean = true;
  /** The request's head went to the server. */
  requestSent: boolean = false;
  responseStarted: boolean = false;
  responseEnded: boolean = false;

  retriesLeft: number = 0;
  lenientRewrites: boolean = false;

  /** Other phases were entered while a phase ran. */
  #diverted: boolean = false;
  #exchange: StreamExchange | null = null;
  #timer: Timer | null = null;
  #onTimer: (() => void) | null = null;

  constructor(
    io: ThreadIo,
    host: StreamHost,
    session: Session,
    client: ClientMux,
    frontend: Frontend,
    firstByteMs: number,
    kept: SessionConnections | null,
  ) {
    super(io, host, session, client, frontend, firstByteMs);
    this.kept = kept;
  }

  // --- the phases ---

  /** Goes on from where the stream stands, until a phase waits or ends it. */
  run(): void {
    if (this.running) return;
    this.running = true;
    while (!this.finished) {
      const phase = this.phases[this.step];
      if (phase === undefined) break;
      this.#diverted = false;
      const step = phase(this);
      // Whatever it says, a phase in which the stream entered others is over: on with those.
      if (this.#diverted) continue;
      if (step === Step.wait) break;
      if (step === Step.next) this.step++;
    }
    this.running = false;
  }

  /** Leaves the phases in progress and enters others. */
  enter(phases: readonly ((stream: Stream) => Step)[], step: number): void {
    this.#diverted = true;
    this.phases = phases;
    this.step = step;
    this.ruleIndex = 0;
    this.waiting = null;
  }

  /** Goes back to an earlier phase of the request. */
  goBackTo(phase: "assign-server" | "connect"): void {
    const phases = this.request === null ? RAW_PHASES : REQUEST_PHASES;
    this.enter(phases, phase === "connect" ? stepOfConnect(phases) : stepOfAssign(phases));
    this.run();
  }

  /** Keeps the server's connection, which is idle now, for its next exchange. */
  keepMux(mux: H1Back): void {
    const server = this.server!;
    if (mux.private) {
      const most = this.frontend.parts.maxSessionConnections;
      if (this.kept?.put(server, mux, most) !== true) mux.closeIdle();
    } else if (!this.backend!.upstream(server).pool.put(mux)) mux.closeIdle();
  }

  resume(): void {
    if (this.finished) return;
    this.io.begin();
    this.run();
  }

  /** Runs `fire` after `delayMs`, in place of what was waited for before. */
  after(delayMs: number, fire: () => void): void {
    this.#onTimer = fire;
    this.#timer ??= new Timer(() => this.#fire());
    this.io.wheel.schedule(this.#timer, delayMs);
  }

  stopTimer(): void {
    if (this.#timer !== null && this.#timer.pending) this.io.wheel.cancel(this.#timer);
    this.#onTimer = null;
  }

  #fire(): void {
    const fire = this.#onTimer;
    this.#onTimer = null;
    if (fire === null || this.finished) return;
    this.io.begin();
    fire();
  }

  // --- the client's side ---

  onRequestHead(request: HttpMessage): void {
    logAccept(this);
    this.request = request;
    if (request.errorReason !== "") noteViolation(this, "request", request);
    this.requestEnded = request.bodyKind === BODY_NONE || request.bodyKind === BODY_TUNNEL;
    this.requestMs = this.io.nowMs;
    this.bytesIn = requestHeadSize(request);
    this.host.countRequest(this);
    this.run();
  }

  onRequestBody(bytes: ByteBuffer, start: number, end: number): void {
    onRequestBody(this, bytes, start, end);
  }

  onRequestEnd(trailers: Fields | null): void {
    onRequestEnd(this, trailers);
  }

  /** Raw content waits in the client's mux. */
  onContent(): void {
    this.run();
  }

  onClientSilence(): void {
    endSilentClient(this);
  }

  onClientDrain(): void {
    drainToClient(this);
    this.special.serviceWritable?.();
  }

  onClientHalfClose(complete: boolean): void {
    onClientHalfClose(this, complete);
  }

  onClientFailure(failure: Failure): void {
    onClientFailure(this, failure);
  }

  // --- the server's side ---

  onServerConnected(): void {
    onServerConnected(this);
  }

  onInterim(response: HttpMessage): void {
    this.bytesOut += responseHeadSize(response);
    this.client.sendInterim(response);
  }

  onResponseHead(response: HttpMessage): void {
    onResponseHead(this, response);
  }

  onResponseBody(bytes: ByteBuffer, start: number, end: number): void {
    onResponseBody(this, bytes, start, end);
  }

  onResponseEnd(trailers: Fields | null): void {
    onResponseEnd(this, trailers);
  }

  onServerSilence(): void {
    endSilentServer(this);
  }

  onServerDrain(): void {
    drainToServer(this);
  }

  onServerFailure(failure: Failure, message: string): void {
    onServerFailure(this, failure, message);
  }

  // --- the queue ---

  onSlot(server: Server): void {
    this.stopTimer();
    this.server = server;
    this.holdsSlot = true;
    this.resume();
  }

  onRequeue(): void {
    requeue(this);
  }

  // --- what rules do ---

  setVariable(ref: VariableRef, value: SampleValue, type: SampleType): void {
    this.host.setVariable(this, ref, value, type);
  }

  unsetVariable(ref: VariableRef): void {
    this.host.variablesOf(this, ref.scope).unset(ref.slot);
  }

  reply(reply: Reply): void {
    replyFromRules(this, reply, false);
  }

  deny(reply: Reply): void {
    replyFromRules(this, reply, true);
  }

  errorReply(status: number): Reply {
    return errorReplyOf(this, status);
  }

  tarpit(reply: Reply): void {
    const { timeouts } = this.frontend.parts;
    this.client.setTimeout(Infinity);
    this.after(timeouts.tarpit ?? timeouts.connect ?? 0, () => {
      this.ownSpecial.cause = "P";
      this.ownSpecial.causeState = "T";
      this.requestMs = -1;
      this.dequeuedMs = this.io.nowMs;
      replyFromRules(this, reply, true);
    });
  }

  reject(): void {
    noteRefusal(this, this.requestSent ? "D" : "R");
    // An HTTP client could take a mere end for a reason to go on.
    finish(this, this.session.http ? "abort" : "release");
  }

  get exchange(): StreamExchange {
    return (this.#exchange ??= new StreamExchange(this));
  }

  get effects(): StreamEffects {
    return (this.ownSpecial.madeEffects ??= new StreamEffects(this));
  }

  track(index: number, table: TableFacts, key: SampleValue): void {
    trackEntry(this, index, table, key);
  }

  countRequest(): void {
    if (this.trackers !== null) countTrackedRequest(this);
  }

  serve(service: Service): void {
    serve(this, service);
  }

  bufferBody(sizeBytes: number, timeoutMs: number): boolean {
    return bufferRequestBody(this, sizeBytes, timeoutMs);
  }

  bufferResponseBody(sizeBytes: number, timeoutMs: number): boolean {
    return bufferResponseBody(this, sizeBytes, timeoutMs);
  }

  pause(delayMs: number): boolean {
    return pause(this, delayMs);
  }

  refuse(status: number): void {
    refuse(this, status);
  }

  hint(name: HeaderName, value: string, last: boolean): void {
    hint(this, name, value, last);
  }

  disableRetries(): void {
    this.ownSpecial.retriesDisabled = true;
  }

  failRewrite(): Outcome {
    return failRewrite(this);
  }

  get headLimitBytes(): number {
    return this.io.bufferSizeBytes;
  }

  setLogLevel(level: number | "silent"): void {
    this.ownSpecial.logLevel = level;
  }

  logNow(set: RuleSetName): void {
    if (this.frontend.parts.log.lines.enabled) logByRule(this, LogStep[set]);
  }

  setTimeout(which: "server" | "tunnel" | "client", timeoutMs: number): void {
    if (which === "client") {
      this.ownSpecial.clientTimeoutMs = timeoutMs;
      this.client.setTimeout(timeoutMs);
    } else if (which === "tunnel") this.ownSpecial.tunnelTimeoutMs = timeoutMs;
    else {
      this.ownSpecial.serverTimeoutMs = timeoutMs;
      this.serverMux?.setTimeout(timeoutMs);
    }
  }

  limitBandwidth(
    filter: BandwidthFilter,
    limitBytes: number | null,
    periodMs: number | null,
  ): void {
    limitBandwidth(this, filter, limitBytes, periodMs);
  }

  captureRequest(slot: number, value: string): void {
    const limit = this.frontend.parts.requestCaptures[slot]?.maxBytes;
    if (limit === undefined) return;
    if (this.special.requestCaptures === NO_CAPTURES) this.ownSpecial.requestCaptures = [];
    this.special.requestCaptures[slot] = value.slice(0, limit);
  }

  captureResponse(slot: number, value: string): void {
    const limit = this.frontend.parts.responseCaptures[slot]?.maxBytes;
    if (limit === undefined) return;
    if (this.special.responseCaptures === NO_CAPTURES) this.ownSpecial.responseCaptures = [];
    this.special.responseCaptures[slot] = value.slice(0, limit);
  }
}
