/** Subjects as a small configuration has them, with states that a test may change. */
import { Arena } from "../../../src/core/arena.ts";
import { Counters } from "../../../src/stats/counters.ts";
import type { InfoFacts } from "../../../src/stats/info/row.ts";
import { Gauge } from "../../../src/stats/slots.ts";
import type {
  BackendSubject,
  CheckFacts,
  FrontendSubject,
  ListenerSubject,
  ProxySubjects,
  ServerSubject,
} from "../../../src/stats/subjects.ts";

const arena = new Arena();
let made = 0;
const counters = (): Counters => new Counters(arena, `subject${made++}`, 1, 0);

export function server(
  name: string,
  id: number,
  change: Partial<ServerSubject> = {},
): ServerSubject {
  const own = counters();
  return {
    kind: "server",
    proxyName: "be",
    proxyId: 3,
    mode: "http",
    counters: own,
    name,
    id,
    status: () => "no check",
    usable: () => true,
    backup: false,
    weight: () => 1,
    userWeight: () => 1,
    limit: () => 0,
    queueLimit: 0,
    sessions: () => own.gauge(Gauge.scur),
    queued: () => 0,
    isChecked: () => false,
    check: () => null,
    agent: () => null,
    lastChangeSec: () => 1,
    downtimeSec: () => 0,
    throttlePercent: () => null,
    tracked: null,
    address: () => "127.0.0.1:18499",
    cookie: null,
    idleLimit: -1,
    ...change,
  };
}

const refusedCheck: CheckFacts = {
  rise: 2,
  fall: 3,
  health: 0,
  status: "L4CON",
  description: "Layer4 connection problem",
  observes: false,
  running: false,
  code: null,
  durationMs: 0,
  output: "Connection refused",
};

export function backend(
  servers: readonly ServerSubject[],
  change: Partial<BackendSubject> = {},
): BackendSubject {
  return {
    kind: "backend",
    proxyName: "be",
    proxyId: 3,
    mode: "http",
    counters: counters(),
    servers,
    fullconn: 999,
    queued: () => 0,
    lastChangeSec: () => 1,
    downtimeSec: () => 0,
    algorithm: "roundrobin",
    cookieName: "S",
    ...change,
  };
}

function frontend(change: Partial<FrontendSubject> = {}): FrontendSubject {
  return {
    kind: "frontend",
    proxyName: "fe",
    proxyId: 2,
    mode: "http",
    counters: counters(),
    status: () => "OPEN",
    limit: () => 9984,
    rateLimit: 0,
    ...change,
  };
}

function listener(change: Partial<ListenerSubject> = {}): ListenerSubject {
  return {
    kind: "listener",
    proxyName: "fe",
    proxyId: 2,
    mode: "http",
    counters: counters(),
    name: "l1",
    id: 1,
    status: () => "OPEN",
    limit: () => 0,
    address: "127.0.0.1:18464",
    ...change,
  };
}

/** fe with a listener; be with s1 down, s2 backup and unchecked, s3 in maintenance. */
export function proxies(): readonly ProxySubjects[] {
  const servers = [
    server("s1", 1, {
      status: () => "DOWN",
      usable: () => false,
      weight: () => 10,
      userWeight: () => 10,
      limit: () => 5,
      isChecked: () => true,
      check: () => refusedCheck,
      address: () => "127.0.0.1:1",
      cookie: "c1",
    }),
    server("s2", 2, { backup: true }),
    server("s3", 3, {
      status: () => "MAINT",
      usable: () => false,
      address: () => "127.0.0.1:18498",
    }),
  ];
  const none = { description: null, mode: "http" as const };
  return [
    { ...none, name: "fe", id: 2, frontend: frontend(), listeners: [listener()], backend: null },
    { ...none, name: "be", id: 3, frontend: null, listeners: [], backend: backend(servers) },
  ];
}

export function info(change: Partial<InfoFacts> = {}): InfoFacts {
  return {
    name: "Sluice",
    version: "0.1.0",
    releaseDate: "2026/11/22",
    threadCount: 2,
    pid: 4242,
    uptimeSec: () => 93_784.5,
    startTimeSec: 1_795_354_207,
    memoryLimitMb: 0,
    memoryBytes: () => 55_128,
    maxFds: 19_999,
    maxSockets: 4025,
    maxconn: () => 9_984,
    hardMaxconn: 9_984,
    rateLimit: () => 0,
    maxTlsConnections: 0,
    currentTlsConnections: () => 0,
    bytesOutRate: () => 7,
    compressedBytesIn: () => 0,
    compressedBytesOut: () => 0,
    idlePercent: () => 100,
    node: "n1",
    description: "my <desc>",
    stopping: () => false,
    listenerCount: () => 7,
    adminSessionCount: () => 0,
    counters: counters(),
    nowMs: () => 1_000_000,
    ...change,
  };
}
