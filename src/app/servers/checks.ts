/** The health checks of a generation (manual 5.2, `check`), run by the control thread. */
import type { CollectedDiagnostics } from "../../config/diagnostics/collect.ts";
import { isDynamic } from "../../balance/rows.ts";
import { AgentTask } from "../../server/health/agent-task.ts";
import { HealthTask } from "../../server/health/health-task.ts";
import { Observer, type Observed } from "../../server/health/observer.ts";
import { type CheckTask, HealthRunner } from "../../server/health/runner.ts";
import type { FirstAddresses, SavedServers } from "../../server/changes/adopt.ts";
import type { CheckPlan } from "../../server/health/plan.ts";
import type { Server } from "../../server/server.ts";
import { ServerNames } from "../../server/resolution/server-names.ts";
import { FarmControl } from "../../server/changes/farm-control.ts";
import { WarmUps } from "../../server/changes/warm-ups.ts";
import type { FarmEvents } from "../../server/changes/farm-events.ts";
import { compileAgentPlans, compileCheckPlans } from "../compile/checks.ts";
import type { Generation } from "../compile/generation.ts";

/** Who is told of what happens to servers. */
export interface CheckEvents extends FarmEvents {
  /** The server has another address. */
  onMove(server: Server): void;
}

/** What the control thread keeps of a generation's farms. */
export class Checks {
  readonly controls: ReadonlyMap<string, FarmControl>;
  /** Servers that name servers give addresses to. */
  readonly names: ServerNames;
  /** What checks and agents do, for who looks up the names in them. */
  readonly plans: readonly CheckPlan[];
  readonly #runner: HealthRunner;
  readonly #observer: Observer;
  readonly #warmUps: WarmUps;

  /** Adopts the records of all servers; nothing is checked before `start`. */
  constructor(generation: Generation, events: CheckEvents, diagnostics: CollectedDiagnostics) {
    const { env, model } = generation;
    const nowSec = (): number => Math.floor(env.runtime.clock.wallMs() / 1000);
    const controls: Map<string, FarmControl> = new Map();
    const tasks: CheckTask[] = [];
    const plans: CheckPlan[] = [];
    const observed: Observed[] = [];
    for (const entry of generation.backends) {
      const followsWeights = isDynamic(entry.model);
      const control = new FarmControl(entry.backend.farm, events, nowSec, followsWeights);
      controls.set(entry.backend.name, control);
      for (const plan of compileCheckPlans(entry, generation, diagnostics)) {
        const task = new HealthTask(plan, control);
        plans.push(plan);
        tasks.push(task);
        const { server } = plan;
        if (server.model.observe === "none") continue;
        observed.push({ server, control, hasten: (ms) => this.#runner.hasten(task, ms) });
      }
      for (const plan of compileAgentPlans(entry, generation)) {
        plans.push(plan);
        tasks.push(new AgentTask(plan, control, followsWeights));
      }
    }
    this.controls = controls;
    this.plans = plans;
    this.names = new ServerNames(controls, generation.resolvers, (server) => events.onMove(server));
    this.#observer = new Observer(observed, env.io.wheel);
    this.#warmUps = new WarmUps(controls.values(), env.io.wheel);
    const { spreadChecksPercent, maxSpreadChecksMs, tuning } = model.global;
    const { checksAtOnce } = tuning;
    this.#runner = new HealthRunner(tasks, spreadChecksPercent, maxSpreadChecksMs, checksAtOnce, {
      wheel: env.io.wheel,
      transport: env.runtime.transport,
      randomUint32: () => env.process.randomUint32(),
      onUnreachable: (server) => this.names.unreachable(server),
    });
  }

  /** Fills new records; must come before any thread uses the farms. */
  adopt(
    first: ReadonlyMap<string, FirstAddresses> = new Map(),
    saved: ReadonlyMap<string, SavedServers> = new Map(),
  ): void {
    for (const [name, control] of this.controls) control.adopt(first.get(name), saved.get(name));
    const followed = new Set<Server>();
    for (const { farm } of this.controls.values())
      for (const server of farm.servers) this.#follow(server, followed);
  }

  /** The chain of servers that a server tracks takes over states from its end on. */
  #follow(server: Server, followed: Set<Server>): void {
    const { tracked } = server;
    if (tracked === null || followed.has(server)) return;
    this.#follow(tracked, followed);
    const leader = this.controls.get(tracked.backendName)!;
    this.controls.get(server.backendName)!.follow(server, tracked, leader);
    followed.add(server);
  }

  start(): void {
    this.#runner.start();
    this.#observer.start();
    this.#warmUps.start();
    this.names.start();
  }

  stop(): void {
    this.#runner.stop();
    this.#observer.stop();
    this.#warmUps.stop();
    this.names.stop();
  }
}
