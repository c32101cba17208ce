/** Models as they stand before any directive: HAProxy's documented defaults (manual 3 to 5). */
import type {
  AddressModel, BindModel, GlobalModel, HttpCheckModel, ProxyKind, ProxyModel, ServerModel, StatsModel,
} from "../model.ts";
import type { Line, Position, Word } from "../word.ts";

/** A word that nobody wrote, standing where its section does. */
export function impliedWord(text: string, at: Position): Word {
  return { text, file: at.file, line: at.line, column: at.column, width: text.length };
}

export function blankGlobal(): GlobalModel {
  return {
    maxconn: null, nbthread: 1, daemon: false, chroot: null, user: null, group: null, uid: null,
    gid: null, pidfile: null, node: null, description: null, hardStopAfterMs: null, graceMs: null,
    logTargets: [], logTag: null, logSendHostname: null, statsSockets: [], statsTimeoutMs: 10_000,
    statsMaxconn: 10, bufsizeBytes: 16384, maxrewriteBytes: 1024, maxHeaders: 101, maxAccept: null,
    stickCounters: 3, setVars: [], sslBindCiphers: null, sslBindCiphersuites: null,
    sslBindMinVersion: null, sslBindMaxVersion: null, sslBindNoTickets: false,
    sslServerCiphers: null, sslServerCiphersuites: null, sslServerMinVersion: null,
    sslServerMaxVersion: null, sslServerVerify: "required", caBase: null, crtBase: null,
    spreadChecksPercent: 0, maxconnRate: null, plugins: [], pluginLimitMs: 4000,
  };
}

export function blankBind(line: Line, text: string, addresses: readonly AddressModel[]): BindModel {
  return {
    line, text, addresses, name: null, id: null, maxconn: null, backlog: null, acceptProxy: false,
    v4v6: false, v6only: false, mode: null, user: null, group: null, ssl: false, crt: [],
    crtList: [], caFile: null, verify: "none", minVersion: null, maxVersion: null, ciphers: null,
    ciphersuites: null, alpn: null, strictSni: false, noTlsTickets: false, level: null,
  };
}

export function blankServer(line: Line): ServerModel {
  return {
    line, name: "", address: { kind: "ip", host: "", port: 0, family: null }, id: null, idForced: false,
    mapPorts: "fixed", portOffset: 0, weight: 1, maxconn: 0, minconn: 0, maxqueue: 0,
    backup: false, disabled: false, cookie: null, check: false, checkPort: null, checkAddr: null,
    checkSsl: false, interMs: 2000, fastinterMs: null, downinterMs: null, rise: 2, fall: 3,
    observe: "none", errorLimit: 10, onError: "fail-check", onMarkedDown: "none",
    onMarkedUp: "none", slowstartMs: 0, ssl: false, verify: "required", caFile: null, crt: null,
    sni: null, verifyHost: null, alpn: null, ciphers: null, ciphersuites: null, minVersion: null,
    maxVersion: null, sendProxy: false, sendProxyV2: false, source: null, poolMaxConn: -1,
    poolPurgeDelayMs: 5000, maxReuse: -1, nonStick: false, track: null,
  };
}

export function blankHttpCheck(): HttpCheckModel {
  return {
    method: "OPTIONS", uri: "/", version: "HTTP/1.0", host: null, headers: [], body: null,
    expects: [], steps: [], disableOn404: false,
  };
}

export function blankStats(): StatsModel {
  return {
    enabled: false, uri: "/haproxy?stats", realm: "HAProxy Statistics", auth: [], refreshSec: null,
    showLegends: false, showNode: null, showDesc: null, hideVersion: false, scope: [], admin: null,
    httpRequestRules: [],
  };
}

export function blankProxy(kind: ProxyKind, name: string, position: Position): ProxyModel {
  return {
    kind, name, position, id: 0, idForced: false, mode: "tcp", disabled: false, description: null, maxconn: null,
    fullconn: null, backlog: null, binds: [], servers: [],
    timeouts: {
      connect: null, client: null, clientFin: null, server: null, serverFin: null, tunnel: null,
      queue: null, tarpit: null, check: null, httpRequest: null, httpKeepAlive: null,
    },
    acls: [],
    rules: {
      "tcp-request connection": [], "tcp-request session": [], "tcp-request content": [],
      "tcp-response content": [], "http-request": [], "http-response": [], "http-after-response": [],
    },
    useBackend: [], useServer: [], defaultBackend: null, inspectDelayMs: null,
    responseInspectDelayMs: null, balance: { words: [impliedWord("roundrobin", position)] },
    hashType: [], httpReuse: "safe", connectionMode: "keep-alive", cookie: null, stickTable: null,
    stickRules: [], retries: 3, retryOn: ["conn-failure"], redispatch: null, abortOnClose: false,
    switches: new Set(), forwardFor: null, checkKind: null, httpCheck: blankHttpCheck(),
    logTargets: [], logGlobal: false, logFormat: { kind: "default" }, errorLogFormat: null,
    logTag: null, dontLogNull: false, dontLogNormal: false, logSeparateErrors: false,
    logAsap: false, uniqueIdFormat: null, uniqueIdHeader: null, captures: [], captureCookie: null,
    errorFiles: new Map(), monitorUri: null, monitorFail: [], stats: null,
  };
}
