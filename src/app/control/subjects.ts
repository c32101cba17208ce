/**
 * The proxies of the running generation as statistics ask them. Subjects read the arena at each
 * call, so what they tell is the same on every thread.
 */
import type { ProxyModel } from "../../config/model.ts";
import type { BackendEntry, FrontendEntry } from "../compile/generation.ts";
import type { Farm } from "../../server/farm.ts";
import { FarmWord } from "../../server/state.ts";
import { Gauge } from "../../stats/slots.ts";
import type {
  BackendSubject,
  FrontendSubject,
  ListenerSubject,
  ProxySubjects,
} from "../../stats/subjects.ts";
import type { Frontend } from "../../stream/frontend.ts";
import type { FrontendState, ListenerEntry, PlaneHost } from "./host.ts";
import { serverSubject } from "./server-subject.ts";

/** As `show stat` writes it; HAProxy 2.6 does not tell of a full frontend. */
const FRONTEND_STATUS: Readonly<Record<FrontendState, string>> = {
  running: "OPEN",
  paused: "PAUSED",
  stopped: "STOP",
};

/** All proxies in the order of the configuration; disabled ones are not there. */
export function proxySubjects(host: PlaneHost): readonly ProxySubjects[] {
  const { model, frontends, backends, env } = host.generation();
  const nowSec = Math.floor(env.process.wallMs() / 1000);
  return model.proxies
    .filter((proxy) => !proxy.disabled)
    .map((proxy) => {
      const front = frontends.find((entry) => entry.model === proxy);
      const back = backends.find((entry) => entry.model === proxy);
      return {
        name: proxy.name,
        id: proxy.id,
        mode: proxy.mode,
        description: proxy.description,
        frontend: front === undefined ? null : frontendSubject(front, host),
        listeners: front === undefined ? [] : listenerSubjects(front, host),
        backend: back === undefined ? null : backendSubject(back, nowSec),
      };
    });
}

function frontendSubject({ model, frontend }: FrontendEntry, host: PlaneHost): FrontendSubject {
  return {
    kind: "frontend",
    proxyName: model.name,
    proxyId: model.id,
    mode: model.mode,
    counters: frontend.counters,
    status: () => FRONTEND_STATUS[host.frontendState(model.name)],
    limit: () => frontend.maxconn,
    rateLimit: frontend.parts.maxSessionRate,
  };
}

function listenerSubjects({ model, frontend }: FrontendEntry, host: PlaneHost): ListenerSubject[] {
  if (!model.switches.has("socket-stats")) return [];
  return host.listeners(model.name).map((listener) => ({
    kind: "listener",
    proxyName: model.name,
    proxyId: model.id,
    mode: model.mode,
    counters: listener.counters,
    name: listener.name,
    id: listener.id,
    status: () => listenerStatus(listener, frontend, host),
    limit: () => listener.maxconn,
    address: listener.address,
  }));
}

/** A listener waits when it is its frontend or the process that is full. */
function listenerStatus(
  { maxconn, counters }: ListenerEntry,
  frontend: Frontend,
  host: PlaneHost,
): string {
  if (maxconn > 0 && counters.gauge(Gauge.scur) >= maxconn) return "FULL";
  const waits =
    frontend.connections() >= frontend.maxconn || host.counters.gauge(Gauge.scur) >= host.maxconn();
  return waits ? "WAITING" : "OPEN";
}

function backendSubject({ model, backend }: BackendEntry, nowSec: number): BackendSubject {
  const { farm, counters } = backend;
  return {
    kind: "backend",
    proxyName: model.name,
    proxyId: model.id,
    mode: model.mode,
    counters,
    servers: farm.servers.map((server) => serverSubject(model, server, nowSec)),
    fullconn: farm.fullconn,
    queued: () => farm.queuedHere(),
    lastChangeSec: () => nowSec - farm.words[FarmWord.changedSec]!,
    downtimeSec: () => downtimeSec(farm, nowSec),
    algorithm: shownAlgorithm(model),
    cookieName: model.cookie?.name ?? null,
  };
}

/** HAProxy has no name here for what else balances log lines. */
function shownAlgorithm({ mode, balance }: ProxyModel): string {
  const name = balance.words[0]?.text.replace(/\(.*/, "") ?? "roundrobin";
  return mode === "syslog" && name !== "roundrobin" ? "unknown" : name;
}

/** Time without a usable server, the present one included. */
function downtimeSec({ words }: Farm, nowSec: number): number {
  const present = words[FarmWord.hasServer] === 0 ? nowSec - words[FarmWord.changedSec]! : 0;
  return words[FarmWord.downtimeSec]! + present;
}
