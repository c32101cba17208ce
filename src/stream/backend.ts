/**
 * A backend as a thread's data path sees it: its rules compiled, its farm, how to connect to each
 * of its servers. Replaced as a whole by a reload; what the servers share lives on in the arena.
 */
import type { Algorithm } from "../balance/algorithm.ts";
import type {
  ConnectionMode,
  CookieModel,
  HeaderNamePolicy,
  HttpReuse,
  ProxyMode,
  Timeouts,
} from "../config/model.ts";
import type { NameCase } from "../http/name-case.ts";
import type { HeaderName } from "../http/header-name.ts";
import type { Logger } from "../log/logger.ts";
import type { Condition } from "../rules/rule-set.ts";
import type { Reply } from "../rules/reply.ts";
import type { BackendFacts, ServerFacts, Txn } from "../sample/txn.ts";
import type { SampleValue } from "../sample/types.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Counters } from "../stats/counters.ts";
import { Rate } from "../stats/slots.ts";
import type { TableView } from "../stick-table/view.ts";
import type { ProxyCompression } from "./body/compression-settings.ts";
import type { Forwarded } from "./forwarded.ts";
import type { ForwardFor, ProxyRules, StatsPage } from "./frontend.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import type { Upstream } from "./upstream.ts";

/** `stick …`: when the condition holds, the key names the server it is stuck to. */
export interface StickRule {
  readonly condition: Condition | null;
  readonly key: (txn: Txn) => SampleValue | undefined;
  readonly table: TableView;
  /** Look the key up before balancing, store the server's id afterwards. */
  readonly match: boolean;
  readonly store: "request" | "response" | "no";
}

/** `use-server NAME if …`. */
export interface ServerSwitch {
  readonly condition: Condition | null;
  readonly server: Server;
}

/** `force-persist` and `ignore-persist`: the first that applies decides. */
export interface PersistRule {
  readonly kind: "force" | "ignore";
  readonly condition: Condition | null;
}

export interface BackendParts {
  readonly name: string;
  readonly id: number;
  readonly mode: ProxyMode;
  readonly timeouts: Timeouts;
  readonly counters: Counters;
  readonly rules: ProxyRules;
  readonly inspectDelayMs: number;
  /** `tcp-response inspect-delay`; 0 for none. */
  readonly responseInspectDelayMs: number;
  readonly farm: Farm;
  readonly algorithm: Algorithm;
  /** Stands for the address that streams go to instead of being balanced; null for none. */
  readonly direct: Server | null;
  readonly upstreams: readonly Upstream[];
  readonly serverSwitches: readonly ServerSwitch[];
  readonly stickRules: readonly StickRule[];
  readonly cookie: CookieModel | null;
  /** `option checkcache`: told of cookies that caches could give away; null lets them pass. */
  readonly cacheAlerts: Logger | null;
  readonly reuse: HttpReuse;
  readonly connectionMode: ConnectionMode;
  readonly retries: number;
  readonly retryOn: RetryPolicy;
  /** Redispatch every so many retries counted from the last one if negative; null never. */
  readonly redispatch: number | null;
  /** No key of the stream decides, so that any other server is as good. */
  readonly anyServerServes: boolean;
  /** Who comes while others wait for any server waits behind them, free slots or not. */
  readonly keepsQueueOrder: boolean;
  readonly abortOnClose: boolean;
  /** `option prefer-last-server`. */
  readonly preferLastServer: boolean;
  /** `max-keep-alive-queue`, -1 for any length. */
  readonly maxKeepAliveQueue: number;
  /** `option http-pretend-keepalive`: servers are not told that their connection will be closed. */
  readonly pretendsKeepAlive: boolean;
  /** `option accept-unsafe-violations-in-http-response`. */
  readonly acceptsViolations: boolean;
  /** `option independent-streams`: what is sent to a server does not keep it from timing out. */
  readonly independentStreams: boolean;
  /** `option persist`: a persistent client goes to its server even when that is down. */
  readonly persist: boolean;
  /** `persist rdp-cookie`: the cookie that names the server by its address; null for none. */
  readonly persistRdpCookie: string | null;
  /** `option forwarded`; null for no such header. */
  readonly forwarded: Forwarded | null;
  readonly forwardFor: ForwardFor | null;
  readonly originalTo: ForwardFor | null;
  readonly headerNames: HeaderNamePolicy;
  /** `option http-buffer-request`: the backend's rules wait for the body. */
  readonly bufferRequest: boolean;
  /** `option h1-case-adjust-bogus-server`: how names of request fields are written; null for lower case. */
  readonly nameCase: NameCase | null;
  /** `option http-drop-request-trailers`. */
  readonly dropTrailers: boolean;
  /** `http-send-name-header`. */
  readonly sendNameHeader: HeaderName | null;
  readonly persistRules: readonly PersistRule[];
  /** The backend's own errorfiles; null leaves the choice to the frontend. */
  readonly replies: (status: number) => Reply | null;
  readonly stats: StatsPage | null;
  /** `compression` lines; null for none. */
  readonly compression: ProxyCompression | null;
}

/** What other proxies' rules may ask of a backend; there before anything is compiled. */
export class BackendView implements BackendFacts {
  readonly name: string;
  readonly id: number;
  readonly counters: Counters;
  readonly farm: Farm;
  readonly #nowMs: () => number;

  constructor(name: string, id: number, counters: Counters, farm: Farm, nowMs: () => number) {
    this.name = name;
    this.id = id;
    this.counters = counters;
    this.farm = farm;
    this.#nowMs = nowMs;
  }

  get servers(): readonly ServerFacts[] {
    return this.farm.servers;
  }

  usable(): readonly ServerFacts[] {
    return this.farm.usable();
  }

  server(name: string): ServerFacts | undefined {
    return this.farm.server(name);
  }

  connections(): number {
    return this.farm.connections();
  }

  usableServers(): number {
    return this.farm.usableServers();
  }

  queued(): number {
    return this.farm.queued();
  }

  sessionRate(): number {
    return this.counters.rate(Rate.session, this.#nowMs());
  }
}

export class Backend extends BackendView {
  readonly parts: BackendParts;

  constructor(parts: BackendParts, nowMs: () => number) {
    super(parts.name, parts.id, parts.counters, parts.farm, nowMs);
    this.parts = parts;
  }

  upstream(server: Server): Upstream {
    return this.parts.upstreams[server.index]!;
  }
}
