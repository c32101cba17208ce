/** The applets that ask the running proxy, and the control plane they ask, for each kind of thread. */
import { PrometheusService } from "../applet/prometheus-service.ts";
import { StatsService } from "../applet/stats-service.ts";
import type { ControlPlane, StatsPlane } from "../cli/control.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { StatsServices } from "./compile/stats-page.ts";
import type {
  ControlHost,
  FrontendState,
  ListenerEntry,
  PlaneHost,
  WorkerHost,
} from "./control/host.ts";
import { controlPlane, prometheusSources, workerPlane } from "./control/plane.ts";
import type { DataThread } from "./threads/data-thread.ts";
import { RELEASE_DATE } from "./command-line/release.ts";

/** What any thread can tell, over its own data path. */
export class ThreadPlane implements PlaneHost {
  readonly releaseDate: string = RELEASE_DATE;
  readonly memoryLimitMb: number;
  readonly #thread: DataThread;

  constructor(thread: DataThread, memoryLimitMb: number) {
    this.#thread = thread;
    this.memoryLimitMb = memoryLimitMb;
  }

  get io(): PlaneHost["io"] {
    return this.#thread.io;
  }

  get counters(): PlaneHost["counters"] {
    return this.#thread.counters;
  }

  generation(): ReturnType<PlaneHost["generation"]> {
    return this.#thread.generation!;
  }

  get limits(): PlaneHost["limits"] {
    return this.#thread.host.limits;
  }

  get compression(): PlaneHost["compression"] {
    return this.#thread.host.compression;
  }

  maxconn(): number {
    return this.#thread.host.maxconn;
  }

  hardMaxconn(): number {
    return this.#thread.host.hardMaxconn;
  }

  frontendState(name: string): FrontendState {
    return this.#thread.frontendStates.get(name) ?? "running";
  }

  listeners(frontendName: string): readonly ListenerEntry[] {
    return this.#thread.listeners.entries(frontendName);
  }

  listenerCount(): number {
    return (
      this.#thread.listeners.all.length + this.#thread.generation!.model.global.statsSockets.length
    );
  }

  adminSessionCount(): number {
    return this.#thread.host.adminSessionCount();
  }
}

function servicesOver(runtime: Runtime, plane: () => StatsPlane): StatsServices {
  return {
    statsPage: (model, proxyName, isAdmin) =>
      new StatsService({ model, proxyName, control: plane(), isAdmin, bytes: runtime.bytes }),
    prometheus: new PrometheusService(() => prometheusSources(plane()), runtime.bytes),
  };
}

/** For threads 2..N: they read, and leave changes to the control thread. */
export function threadServices(
  runtime: Runtime,
  thread: DataThread,
  forward: (command: string) => Promise<string>,
): StatsServices {
  const host: WorkerHost = Object.assign(new ThreadPlane(thread, 0), { forward });
  const plane = workerPlane(host);
  return servicesOver(runtime, () => plane);
}

/** For the control thread. */
export function controlServices(
  runtime: Runtime,
  host: ControlHost,
): { readonly services: StatsServices; readonly plane: ControlPlane } {
  const plane = controlPlane(host);
  return { services: servicesOver(runtime, () => plane), plane };
}
