/**
 * The running proxy behind the runtime API, the statistics page and the metrics. Everything is
 * looked up in the generation in service at each call, so that a reload needs no word here. The
 * host may have no generation yet when a plane is made, but must have one when it is used.
 */
import { writeStatsFile } from "../../stats/stats-file.ts";
import { guidSubjects } from "../stats-file.ts";
import type {
  BackendControl,
  ControlPlane,
  Fault,
  FrontendControl,
  ReloadFacts,
  ServerControl,
  StatsPlane,
  TableControl,
  VariableControl,
} from "../../cli/control.ts";
import { tableControl } from "../../cli/stick-table-control.ts";
import type { Resolver } from "../../dns/resolver.ts";
import type { PatternStore } from "../../pattern/store.ts";
import { serversState } from "../../server/saved-state/line.ts";
import type { InfoFacts } from "../../stats/info/row.ts";
import type { LimitedRate } from "../../stats/limited-rate.ts";
import type { PrometheusSources } from "../../stats/prometheus.ts";
import type { ProxySubjects } from "../../stats/subjects.ts";
import type { BackendEntry } from "../compile/generation.ts";
import { clearCounters } from "./clear-counters.ts";
import { ForwardedServer } from "./forwarded-server.ts";
import { ControlledFrontend } from "./frontend-control.ts";
import type { ControlHost, PlaneHost, WorkerHost } from "./host.ts";
import { ProcessInfo } from "./info.ts";
import { ControlledServer } from "./server-control.ts";
import { type AdminSocket, adminSockets } from "./sockets.ts";
import { proxySubjects } from "./subjects.ts";
import { ProcessVariableControl } from "./variables.ts";

/** The plane of the control thread. */
export function controlPlane(host: ControlHost): ControlPlane {
  return new ControllingPlane(host);
}

/** The plane of threads 2..N. */
export function workerPlane(host: WorkerHost): StatsPlane {
  return new ForwardingPlane(host);
}

/** What the metrics are made from. */
export function prometheusSources(plane: StatsPlane): PrometheusSources {
  return { info: plane.info, proxies: plane.proxies(), tables: plane.tables() };
}

/** What planes of all threads read. */
abstract class ReadingPlane<Host extends PlaneHost> {
  readonly info: InfoFacts;
  protected readonly host: Host;

  constructor(host: Host) {
    this.host = host;
    this.info = new ProcessInfo(host);
  }

  proxies(): readonly ProxySubjects[] {
    return proxySubjects(this.host);
  }

  tables(): readonly TableControl[] {
    return [...this.host.generation().tables.values()].map(tableControl);
  }

  protected backendEntries(): readonly BackendEntry[] {
    return this.host.generation().backends.filter(({ model }) => !model.disabled);
  }
}

class ForwardingPlane extends ReadingPlane<WorkerHost> implements StatsPlane {
  servers(): readonly ForwardedServer[] {
    return this.backendEntries().flatMap(({ model, backend }) =>
      backend.farm.servers.map(
        (server) => new ForwardedServer(this.host, model.name, model.id, server.name),
      ),
    );
  }
}

class ControllingPlane extends ReadingPlane<ControlHost> implements ControlPlane {
  servers(): readonly ServerControl[] {
    return this.backendEntries().flatMap(({ model, backend }) =>
      backend.farm.servers.map((server) => new ControlledServer(this.host, model, server)),
    );
  }

  frontends(): readonly FrontendControl[] {
    return this.host
      .generation()
      .frontends.filter(({ model }) => !model.disabled)
      .map(({ model }) => new ControlledFrontend(this.host, model.name, model.id));
  }

  backends(): readonly BackendControl[] {
    const nowSec = Math.floor(this.wallMs() / 1000);
    return this.backendEntries().map(({ model, backend }) => ({
      name: model.name,
      id: model.id,
      serversState: () => serversState(backend.farm, model.idForced, nowSec),
      makeDynamicCookies: (made) => backend.farm.dynamicCookies?.make(made),
      setDynamicCookieKey: (key) => backend.farm.dynamicCookies?.changeKey(key),
    }));
  }

  resolvers(): readonly Resolver[] {
    return [...this.host.generation().resolvers.values()];
  }

  peers(): ReturnType<ControlPlane["peers"]> {
    return this.host.peers();
  }

  get patterns(): PatternStore {
    return this.host.generation().patterns;
  }

  changePatterns(changes: Parameters<ControlPlane["changePatterns"]>[0]): Fault {
    return this.host.changePatterns(changes);
  }

  savePatterns(reference: Parameters<ControlPlane["savePatterns"]>[0]): Fault {
    return this.host.savePatterns(reference);
  }

  sockets(): readonly AdminSocket[] {
    return adminSockets(this.host.generation().model.global.statsSockets);
  }

  environment(): readonly (readonly [string, string])[] {
    return Object.entries(this.host.io.runtime.process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
  }

  sessions(): ReturnType<ControlHost["sessions"]> {
    return this.host.sessions();
  }

  shutdownSession(id: string): Promise<boolean> {
    return this.host.shutdownSession(id);
  }

  get rings(): ControlPlane["rings"] {
    return this.host.generation().env.rings;
  }

  errors(): ReturnType<ControlPlane["errors"]> {
    return this.host.errors.all;
  }

  get errorCount(): number {
    return this.host.errors.count;
  }

  wallMs(): number {
    return this.host.generation().env.process.wallMs();
  }

  formatDate(wallMs: number): string {
    return this.host.generation().env.dates.log(wallMs);
  }

  setGlobalMaxconn(maxconn: number): Fault {
    return this.host.setGlobalMaxconn(maxconn);
  }

  setRateLimit(rate: LimitedRate, perSecond: number): void {
    this.host.limits.setRate(rate, perSecond);
  }

  clearCounters(all: boolean): void {
    clearCounters(this.host, all);
  }

  reload(): Promise<string | null> {
    return this.host.reload();
  }

  get variables(): VariableControl {
    const { host } = this;
    return new ProcessVariableControl(host.processVariables, () => host.generation());
  }

  reloads(): ReloadFacts {
    return this.host.reloads;
  }

  statsFile(): string {
    return writeStatsFile(guidSubjects(this.host.generation()));
  }

  startupLogs(): string {
    return this.host.startupLogs;
  }
}
