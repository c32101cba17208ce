/**
 * What a stream knows of itself: everything that expressions, log formats and statistics read. The
 * phases write it; nothing here decides anything.
 */
import { NO_CONTENT } from "../sample/no-traffic.ts";
import type { Session } from "../connection/session.ts";
import type { Line } from "../config/words/word.ts";
import { type IpAddress, parseIp } from "../core/ip.ts";
import type { HttpMessage } from "../http/message.ts";
import type { H1Back } from "../mux/h1/back.ts";
import type { ClientMux } from "../mux/mux.ts";
import type { RawBack } from "../mux/raw/back.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { Address } from "../runtime/transport.ts";
import type { Service } from "../rules/types.ts";
import type {
  AddressFacts,
  BufferFacts,
  LogFacts,
  StreamTimes,
  TrackedFacts,
  Txn,
} from "../sample/txn.ts";
import { Variables } from "../sample/variables/variables.ts";
import type { Server } from "../server/server.ts";
import type { Backend } from "./backend.ts";
import type { Frontend } from "./frontend.ts";
import { NOTHING_SPECIAL, SpecialState } from "./special-state.ts";
import type { StreamHost } from "./stream-host.ts";

export class StreamFacts implements Txn, LogFacts, StreamTimes {
  readonly io: ThreadIo;
  readonly host: StreamHost;
  readonly session: Session;
  /** Client and destination as the rules so far made them. */
  addresses: AddressFacts;
  readonly client: ClientMux;
  readonly frontend: Frontend;
  backend: Backend | null = null;
  /** The server whose connection slot this stream holds, or that served it. */
  server: Server | null = null;
  serverMux: H1Back | RawBack | null = null;
  request: HttpMessage | null = null;
  response: HttpMessage | null = null;

  incomplete: boolean = false;
  lastRule: Line | null = null;
  actingRule: Line | null = null;
  /** The rule that waits, or that waited when the stream was given up. */
  waitingRule: Line | null = null;
  finished: boolean = false;
  holdsSlot: boolean = false;

  acceptMs: number;
  handshakeMs: number;
  firstByteMs: number;
  requestMs: number = -1;
  dequeuedMs: number = -1;
  connectedMs: number = -1;
  responseMs: number = -1;
  endMs: number = -1;
  requestWallMs: number = 0;
  /** Bytes of the exchange as HAProxy counts them: of heads see http/message-size.ts. */
  bytesIn: number = 0;
  bytesOut: number = 0;
  status: number = -1;
  /** Status that the server sent, before rules changed it; -1 without a response of its own. */
  serverStatus: number = -1;
  /** Where the line in the making is logged, for %OG. */
  origin: string = "unspec";
  requestNumber: number = 0;
  /** Its line was made before the end. */
  isLogged: boolean = false;

  trackers: (TrackedFacts | null)[] | null = null;
  #special: SpecialState = NOTHING_SPECIAL;
  #variables: Variables | null = null;
  #requestVariables: Variables | null = null;
  #responseVariables: Variables | null = null;
  #uniqueId: string | null = null;

  constructor(
    io: ThreadIo,
    host: StreamHost,
    session: Session,
    client: ClientMux,
    frontend: Frontend,
    firstByteMs: number,
  ) {
    this.io = io;
    this.host = host;
    this.session = session;
    this.addresses = session.addresses;
    this.client = client;
    this.frontend = frontend;
    this.acceptMs = session.acceptMs;
    this.handshakeMs = session.handshakeMs;
    this.firstByteMs = firstByteMs;
  }

  /** What few streams have; to be read. */
  get special(): Readonly<SpecialState> {
    return this.#special;
  }

  /** The same, to be written. */
  get ownSpecial(): SpecialState {
    if (this.#special === NOTHING_SPECIAL) this.#special = new SpecialState();
    return this.#special;
  }

  get nowMs(): number {
    return this.io.nowMs;
  }

  get isFirstRequest(): boolean {
    return this.session.requestCount <= 1;
  }

  get log(): LogFacts {
    return this;
  }

  get times(): StreamTimes {
    return this;
  }

  get termination(): string {
    const cookie = this.backend?.parts.cookie ?? null;
    const shown = cookie !== null && (cookie.mode !== "passive" || cookie.indirect);
    return (
      this.special.cause +
      this.special.causeState +
      (shown ? this.special.cookieState + this.special.cookieAction : "--")
    );
  }

  get answeredError(): number {
    return this.special.answeredError;
  }

  get failure(): string {
    return this.special.failure;
  }

  get retries(): number {
    return this.special.retries;
  }

  get redispatched(): boolean {
    return this.special.redispatched;
  }

  get requestCookie(): string | undefined {
    return this.special.requestCookie;
  }

  get responseCookie(): string | undefined {
    return this.special.responseCookie;
  }

  get requestCaptures(): readonly (string | undefined)[] {
    return this.special.requestCaptures;
  }

  get responseCaptures(): readonly (string | undefined)[] {
    return this.special.responseCaptures;
  }

  get service(): Service | null {
    return this.special.service;
  }

  get isLoggedEarly(): boolean {
    return this.frontend.parts.log.isEarly;
  }

  get activeConnections(): number {
    return this.host.activeConnections();
  }

  // A finished stream is still counted while its log line is made, but has no part in it.
  get frontendConnections(): number {
    return this.frontend.connections();
  }

  get backendConnections(): number {
    const left = this.finished && this.backend !== null ? 1 : 0;
    return this.backend === null ? 0 : this.backend.connections() - left;
  }

  get serverConnections(): number {
    const left = this.finished && this.holdsSlot ? 1 : 0;
    return this.server === null ? 0 : this.server.connections() - left;
  }

  get serverAddress(): IpAddress | null {
    const address = this.#directAddress();
    if (address === null) return this.server === null ? null : this.server.address;
    return address.kind === "ip" ? (parseIp(address.host) ?? null) : null;
  }

  get serverPort(): number | undefined {
    const address = this.#directAddress();
    if (address === null) return this.server?.port;
    return address.kind === "ip" ? address.port : 0;
  }

  /** Where it goes instead of to a server's own address; null otherwise. */
  #directAddress(): Address | null {
    const { server, backend } = this;
    if (server === null || backend === null) return null;
    if (server !== backend.parts.direct && !server.isClients) return null;
    return backend.upstream(server).addressFor(this);
  }

  get serverQueuePosition(): number {
    return this.special.queuePlace === null ? 0 : this.special.queuePlace.serverPosition;
  }

  get backendSource(): IpAddress | null {
    return (
      (this.serverMux === null ? this.special.abandonedSource : this.serverMux.source)?.address ??
      null
    );
  }

  get backendSourcePort(): number | undefined {
    return (this.serverMux === null ? this.special.abandonedSource : this.serverMux.source)?.port;
  }

  get logCounter(): number {
    return this.frontend.loggedLines;
  }

  get backendQueuePosition(): number {
    return this.special.queuePlace === null ? 0 : this.special.queuePlace.backendPosition;
  }

  get variables(): Variables {
    return (this.#variables ??= new Variables());
  }

  get requestVariables(): Variables {
    return (this.#requestVariables ??= new Variables());
  }

  get responseVariables(): Variables {
    return (this.#responseVariables ??= new Variables());
  }

  get requestBuffer(): BufferFacts {
    return this.special.body ?? this.host.contentOf(this.client);
  }

  get responseBuffer(): BufferFacts {
    const { responseContent, responseBody, replyBody } = this.special;
    if (replyBody !== "") return this.#replyContent(replyBody);
    return responseContent ?? responseBody ?? NO_CONTENT;
  }

  /** The body of a response that the proxy makes itself. */
  #replyContent(body: string): BufferFacts {
    const bytes = this.io.runtime.bytes.latin1(body);
    return { bytes, start: 0, end: bytes.length, complete: true };
  }

  /** What rules over a TCP stream found out goes on with its first HTTP request. */
  takeOver(from: StreamFacts): void {
    this.addresses = from.addresses;
    this.trackers = from.trackers;
    from.trackers = null;
    this.ownSpecial.requestCaptures = from.special.requestCaptures;
    this.ownSpecial.logLevel = from.special.logLevel;
    this.#variables = from.variables;
    this.#requestVariables = from.requestVariables;
  }

  uniqueId(): string {
    if (this.#uniqueId === null) {
      const format = this.frontend.parts.uniqueId;
      this.#uniqueId = format === null ? "" : format(this);
    }
    return this.#uniqueId;
  }

  tracked(index: number): TrackedFacts | null {
    return this.trackers?.[index] ?? this.session.tracked?.[index] ?? null;
  }
}
