/**
 * A frontend as a thread's data path sees it: everything compiled. Replaced as a whole by a
 * reload; the counters live on in the arena under the frontend's name.
 */
import type { FaultCodes } from "../http/fault-codes.ts";
import type { Logger } from "../log/logger.ts";
import type { StreamLog } from "../log/stream-log.ts";
import type { FrontSettings } from "../mux/h1/front-host.ts";
import type { Prefix } from "../core/prefix.ts";
import type { NameCase } from "../http/name-case.ts";
import type { HeaderName } from "../http/header-name.ts";
import type { HeaderNamePolicy, ProxyMode, Timeouts } from "../config/model.ts";
import type { Dispatch } from "../pattern/dispatch.ts";
import type { Condition, Rule } from "../rules/rule-set.ts";
import type { Reply } from "../rules/reply.ts";
import type { Service } from "../rules/types.ts";
import type { FrontendFacts, Txn } from "../sample/txn.ts";
import type { SocketOptions } from "../runtime/transport.ts";
import type { Counters } from "../stats/counters.ts";
import { Gauge, Rate } from "../stats/slots.ts";
import type { ProxyCompression } from "./body/compression-settings.ts";
import type { Backend } from "./backend.ts";

/** `use_backend`: the first that applies decides; null where a dynamic name has no backend. */
export interface BackendSwitch {
  readonly condition: Condition | null;
  readonly target: (txn: Txn) => Backend | null;
  /** The run of rules with the same sample that this one belongs to, or null. */
  readonly dispatch: Dispatch | null;
}

/** `option forwardfor` and `originalto` (manual 4.2); the backend's own, if it has one, comes before the frontend's. */
export interface ForwardFor {
  readonly header: HeaderName;
  readonly except: readonly Prefix[];
  readonly ifNone: boolean;
}

/** What is logged, and how. */
export interface LogSpec {
  readonly logger: Logger;
  readonly lines: StreamLog;
  /** Without a log format: what is said of each request, or TCP connection, as it comes; else null. */
  readonly greeting: ((txn: Txn) => string) | null;
  /** A bit for each `LogStep` that `log-steps` names; 0 for one line at the end. */
  readonly steps: number;
  readonly dontLogNull: boolean;
  /** `option http-ignore-probes`: who leaves without a request is neither answered nor counted. */
  readonly ignoreProbes: boolean;
  /**
   * The line is made with the response's head, or the connection to the server: with `option logasap`,
   * or because no format of the frontend shows what only the end tells.
   */
  readonly isEarly: boolean;
  readonly dontLogNormal: boolean;
  /** `option log-separate-errors`: errors at level err instead of info. */
  readonly separateErrors: boolean;
}

/** A slot of `capture request|response header`, `declare capture` or `http-request capture … len`. */
export interface CaptureSlot {
  /** The header it takes; null when rules fill it. */
  readonly header: HeaderName | null;
  readonly maxBytes: number;
}

/** The rule sets that frontends and backends both have. */
export interface ProxyRules {
  readonly tcpContent: readonly Rule[];
  /** Backends only. */
  readonly tcpResponse: readonly Rule[];
  readonly httpRequest: readonly Rule[];
  readonly httpResponse: readonly Rule[];
  readonly httpAfterResponse: readonly Rule[];
}

/** The `stats` page of a proxy. */
export interface StatsPage {
  /** Whether the page answers this request. */
  matches(method: string, pathAndQuery: string): boolean;
  readonly rules: readonly Rule[];
  readonly service: Service;
}

/** Compiled once; see the class below. */
export interface FrontendParts {
  readonly name: string;
  readonly id: number;
  /** The frontend of a `listen` section, whose backend has its name and its rules. */
  readonly isListen: boolean;
  readonly mode: ProxyMode;
  readonly timeouts: Timeouts;
  /** `option httpclose`. */
  readonly closing: boolean;
  /** `option accept-unsafe-violations-in-http-request`. */
  readonly acceptsViolations: boolean;
  /** `option h1-case-adjust-bogus-client`: how names of response fields are written; null for lower case. */
  readonly nameCase: NameCase | null;
  /** `option http-server-close`, or httpclose. */
  readonly serverClose: boolean;
  readonly counters: Counters;
  /** `option contstats`: streams are counted while they run. */
  readonly continuousCounts: boolean;
  readonly maxconn: number;
  /** `rate-limit sessions`, 0 for none. */
  readonly maxSessionRate: number;
  /** `max-session-srv-conns`: idle connections to servers that a client's connection keeps. */
  readonly maxSessionConnections: number;
  readonly rules: ProxyRules;
  readonly connectionRules: readonly Rule[];
  readonly sessionRules: readonly Rule[];
  readonly inspectDelayMs: number;
  /** TCP keepalive of its clients' connections; null for none. */
  readonly clientOptions: SocketOptions | null;
  readonly switches: readonly BackendSwitch[];
  readonly defaultBackend: Backend | null;
  /** `option http-use-proxy-header`. */
  readonly tellsProxied: boolean;
  readonly forwardFor: ForwardFor | null;
  readonly originalTo: ForwardFor | null;
  readonly headerNames: HeaderNamePolicy;
  /** `option http-buffer-request`: rules wait for the body. */
  readonly bufferRequest: boolean;
  /** `option http-drop-response-trailers`. */
  readonly dropTrailers: boolean;
  /** `option idle-close-on-response`: a soft stop leaves idle connections to their next response. */
  readonly keepsIdle: boolean;
  readonly replies: (status: number) => Reply;
  /** What a client gets whose request never became one: the raw text of the status's page. */
  readonly rawError: (status: number) => string;
  /** Answers of servers that tracked entries count as faults. */
  readonly faultCodes: FaultCodes;
  readonly log: LogSpec;
  readonly uniqueId: ((txn: Txn) => string) | null;
  readonly uniqueIdHeader: HeaderName | null;
  readonly requestCaptures: readonly CaptureSlot[];
  readonly responseCaptures: readonly CaptureSlot[];
  /** `capture cookie NAME len N`: NAME is what the cookie's name begins with. */
  readonly captureCookie: { readonly name: string; readonly maxBytes: number } | null;
  /** Lines logged by all threads, in one shared word. */
  readonly logCount: Int32Array;
  readonly monitorUri: string | null;
  readonly monitorFail: readonly Condition[];
  readonly stats: StatsPage | null;
  /** `compression` lines; null for none. */
  readonly compression: ProxyCompression | null;
}

/** Milliseconds of a timeout; not set means for ever. */
export function msOf(timeout: number | null): number {
  return timeout === null || timeout === 0 ? Infinity : timeout;
}

/** What other proxies' rules may ask of a frontend; there before anything is compiled. */
export class FrontendView implements FrontendFacts {
  readonly name: string;
  readonly id: number;
  readonly counters: Counters;
  tellsProxied: boolean = false;
  readonly #nowMs: () => number;

  constructor(name: string, id: number, counters: Counters, nowMs: () => number) {
    this.name = name;
    this.id = id;
    this.counters = counters;
    this.#nowMs = nowMs;
  }

  connections(): number {
    return this.counters.gauge(Gauge.scur);
  }

  sessionRate(): number {
    return this.counters.rate(Rate.session, this.#nowMs());
  }

  requestRate(): number {
    return this.counters.rate(Rate.request, this.#nowMs());
  }
}

export class Frontend extends FrontendView implements FrontSettings {
  readonly parts: FrontendParts;
  readonly clientTimeoutMs: number;
  /** Of a PROXY header, and of TLS: `timeout client-hs`, else `timeout client`. */
  readonly handshakeTimeoutMs: number;
  readonly acceptsViolations: boolean;
  readonly nameCase: NameCase | null;
  readonly httpRequestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** True once the frontend is to carry no further request on open connections. */
  closing: boolean;
  /** Sessions it takes; may be changed at run time. */
  maxconn: number;

  /** `rate-limit sessions` allows one more. */
  hasSessionRate(nowMs: number): boolean {
    const { maxSessionRate, counters } = this.parts;
    return maxSessionRate === 0 || counters.rate(Rate.session, nowMs) < maxSessionRate;
  }

  /** Lines logged so far (`%lc`). */
  get loggedLines(): number {
    return Atomics.load(this.parts.logCount, 0);
  }

  constructor(parts: FrontendParts, nowMs: () => number) {
    super(parts.name, parts.id, parts.counters, nowMs);
    const { timeouts } = parts;
    this.parts = parts;
    this.closing = parts.closing;
    this.nameCase = parts.nameCase;
    this.acceptsViolations = parts.acceptsViolations;
    this.tellsProxied = parts.tellsProxied;
    this.maxconn = parts.maxconn;
    this.clientTimeoutMs = msOf(timeouts.client);
    // Unlike elsewhere, 0 is as if nothing was said.
    const own = msOf(timeouts.clientHs);
    this.handshakeTimeoutMs = own === Infinity ? this.clientTimeoutMs : own;
    this.httpRequestTimeoutMs = Math.min(msOf(timeouts.httpRequest), this.clientTimeoutMs);
    this.keepAliveTimeoutMs = msOf(
      timeouts.httpKeepAlive ?? timeouts.httpRequest ?? timeouts.client,
    );
  }
}
