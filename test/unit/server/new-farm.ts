/** Farms for tests: a backend's model with the given servers, in an arena of its own or a given one. */
import { Arena, type RegionSource } from "../../../src/core/arena.ts";
import type { ProxyModel, ServerModel } from "../../../src/config/model.ts";
import type { Word } from "../../../src/config/words/word.ts";
import { Farm, type FarmPost } from "../../../src/server/farm.ts";
import { FarmControl } from "../../../src/server/changes/farm-control.ts";
import type { Server } from "../../../src/server/server.ts";

export function word(text: string): Word {
  return { text, file: "test.cfg", line: 1, column: 1, width: text.length };
}

/** A server line without parameters, changed by `changes`. */
export function serverModel(name: string, changes: Partial<ServerModel> = {}): ServerModel {
  return {
    line: { words: [word("server")], source: "" },
    name,
    address: { kind: "ip", host: "127.0.0.1", port: 80, family: null },
    datagram: false,
    logBufferBytes: null,
    logFraming: "legacy",
    id: null,
    idForced: (changes.id ?? null) !== null,
    mapPorts: "fixed",
    portOffset: 0,
    weight: 1,
    maxconn: 0,
    minconn: 0,
    maxqueue: 0,
    backup: false,
    disabled: false,
    cookie: null,
    redirectPrefix: null,
    check: false,
    checkPort: null,
    checkAddr: null,
    checkAddrPort: null,
    checkSocket: null,
    checkSsl: false,
    checkSni: null,
    checkAlpn: null,
    checkProtocol: null,
    checkSendProxy: false,
    interMs: 2000,
    fastinterMs: null,
    downinterMs: null,
    rise: 2,
    fall: 3,
    agentCheck: false,
    agentPort: null,
    agentAddr: null,
    agentInterMs: 2000,
    agentSend: "",
    observe: "none",
    errorLimit: 10,
    onError: "fail-check",
    onMarkedDown: "none",
    onMarkedUp: "none",
    slowstartMs: 0,
    initState: "none",
    ssl: false,
    verify: "required",
    caFile: null,
    crlFile: null,
    protocol: null,
    crt: null,
    sni: null,
    verifyHost: null,
    alpn: null,
    ciphers: null,
    ciphersuites: null,
    groups: null,
    signatureAlgorithms: null,
    minVersion: null,
    maxVersion: null,
    sendProxy: false,
    sendProxyV2: false,
    proxyOptions: new Set(),
    proxyFields: [],
    source: null,
    socks4: null,
    checkViaSocks4: false,
    tcpUserTimeoutMs: null,
    guid: null,
    poolMaxConn: -1,
    poolLowConn: 0,
    poolConnName: null,
    poolPurgeDelayMs: 5000,
    maxReuse: -1,
    hashKey: "id",
    nonStick: false,
    track: null,
    resolvers: null,
    resolvePrefer: 6,
    resolveNet: [],
    allowDupIp: false,
    ignoreSrvWeight: false,
    initAddr: ["last", "libc"],
    ...changes,
  };
}

function backendModel(
  name: string,
  servers: ServerModel[],
  changes: Partial<ProxyModel> = {},
): ProxyModel {
  return {
    kind: "backend",
    name,
    position: { file: "test.cfg", line: 1, column: 1 },
    id: 3,
    idForced: false,
    mode: "http",
    disabled: false,
    description: null,
    maxconn: null,
    fullconn: null,
    backlog: null,
    binds: [],
    servers,
    timeouts: {
      connect: null,
      client: null,
      clientFin: null,
      clientHs: null,
      server: null,
      serverFin: null,
      tunnel: null,
      queue: null,
      tarpit: null,
      check: null,
      httpRequest: null,
      httpKeepAlive: null,
    },
    acls: [],
    rules: {
      "tcp-request connection": [],
      "tcp-request session": [],
      "tcp-request content": [],
      "tcp-response content": [],
      "http-request": [],
      "http-response": [],
      "http-after-response": [],
    },
    useBackend: [],
    useServer: [],
    defaultBackend: null,
    inspectDelayMs: null,
    responseInspectDelayMs: null,
    keepAlive: {
      client: { count: 0, idleSec: 0, intervalSec: 0 },
      server: { count: 0, idleSec: 0, intervalSec: 0 },
    },
    dispatch: null,
    balance: { words: [] },
    hashType: [],
    hashBalanceFactor: 0,
    guid: null,
    hashPreserveAffinity: "always",
    httpReuse: "safe",
    connectionMode: "keep-alive",
    cookie: null,
    dynamicCookieKey: null,
    stickTable: null,
    stickRules: [],
    retries: 3,
    maxSessionConnections: 5,
    maxKeepAliveQueue: -1,
    maxSessionRate: 0,
    retryOn: [],
    redispatch: null,
    abortOnClose: false,
    switches: new Set(),
    forwarded: null,
    forwardFor: null,
    originalTo: null,
    requestHeaderNames: null,
    loadServerState: "none",
    serverStateFile: null,
    sendNameHeader: null,
    source: null,
    persistRules: [],
    persistRdpCookie: null,
    checkOption: null,
    checkRules: { tcp: [], http: [] },
    httpCheck: {
      method: "OPTIONS",
      uri: "/",
      version: "HTTP/1.0",
      host: null,
      disableOn404: false,
      sendState: false,
    },
    logTargets: [],
    logGlobal: false,
    logFormat: { kind: "default" },
    errorLogFormat: null,
    structuredDataFormat: null,
    logSteps: null,
    logTag: null,
    dontLogNull: false,
    dontLogNormal: false,
    logSeparateErrors: false,
    logAsap: false,
    uniqueIdFormat: null,
    uniqueIdHeader: null,
    bandwidthFilters: [],
    compression: null,
    compressionFilterAt: null,
    captures: [],
    captureCookie: null,
    errorFiles: new Map(),
    monitorUri: null,
    monitorFail: [],
    stats: null,
    ...changes,
  };
}

export interface FarmSetting {
  readonly arena?: RegionSource;
  readonly threadId?: number;
  readonly post?: FarmPost;
  readonly fullconn?: number;
  readonly changes?: Partial<ProxyModel>;
  readonly name?: string;
  readonly previous?: Farm;
}

const nobody: FarmPost = {
  handOver: () => {
    throw new Error("no other thread");
  },
  requeue: () => {
    throw new Error("no other thread");
  },
};

/** A farm as a thread sees it; its records are filled by `newControl`. */
export function newFarm(servers: ServerModel[], setting: FarmSetting = {}): Farm {
  const model = backendModel(setting.name ?? "bk", servers, setting.changes);
  const thread = {
    id: setting.threadId ?? 1,
    count: 4,
    clock: { nowMs: 0 },
    post: setting.post ?? nobody,
  };
  return new Farm(
    model,
    setting.fullconn ?? 0,
    setting.arena ?? new Arena(),
    thread,
    setting.previous ?? null,
  );
}

/** What a control logged and told, and its clock. */
export class ControlledFarm {
  readonly farm: Farm;
  readonly control: FarmControl;
  readonly log: string[] = [];
  nowSec: number = 1_000_000;

  constructor(farm: Farm) {
    this.farm = farm;
    this.control = new FarmControl(
      farm,
      {
        log: (_farm, level, text) => this.log.push(`${level} ${text}`),
        onDown: () => {},
        onUp: () => {},
      },
      () => this.nowSec,
      true,
    );
    this.control.adopt();
  }

  server(name: string): Server {
    const server = this.farm.server(name);
    if (server === undefined) throw new Error(`no server ${name}`);
    return server;
  }

  /** The lines logged since the last call. */
  takeLog(): string[] {
    return this.log.splice(0);
  }
}

/** A farm whose records are filled. */
export function newControlledFarm(
  servers: ServerModel[],
  setting: FarmSetting = {},
): ControlledFarm {
  return new ControlledFarm(newFarm(servers, setting));
}
