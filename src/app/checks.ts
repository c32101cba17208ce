/** The health checks of a generation (manual 5.2, `check`), run by the control thread. */
import type { CollectedDiagnostics } from "../config/collect.ts";
import type { ProxyModel } from "../config/model.ts";
import type { CheckPlan } from "../server/health/plan.ts";
import { usesTls } from "../server/health/plan.ts";
import { compileHttpCheck } from "../server/health/http.ts";
import { type CheckedServer, HealthRunner } from "../server/health/runner.ts";
import { FarmControl, type FarmEvents } from "../server/farm-control.ts";
import { compileServerTls } from "./compile/tls.ts";
import type { BackendEntry, Generation } from "./compile/generation.ts";

/** What the control thread keeps of a generation's farms. */
export class Checks {
  readonly controls: ReadonlyMap<string, FarmControl>;
  readonly #runner: HealthRunner;

  /** Adopts the records of all servers; nothing is checked before `start`. */
  constructor(generation: Generation, events: FarmEvents, diagnostics: CollectedDiagnostics) {
    const { env, model } = generation;
    const nowSec = (): number => Math.floor(env.runtime.clock.wallMs() / 1000);
    const controls: Map<string, FarmControl> = new Map();
    const checked: CheckedServer[] = [];
    for (const entry of generation.backends) {
      const control = new FarmControl(entry.backend.farm, events, nowSec);
      controls.set(entry.backend.name, control);
      for (const plan of plansOf(entry, generation, diagnostics)) checked.push({ plan, control });
    }
    this.controls = controls;
    this.#runner = new HealthRunner(checked, model.global.spreadChecksPercent, {
      wheel: env.io.wheel,
      transport: env.runtime.transport,
      randomUint32: () => env.process.randomUint32(),
    });
  }

  /** Fills new records; must come before any thread uses the farms. */
  adopt(): void {
    for (const control of this.controls.values()) control.adopt();
  }

  start(): void {
    this.#runner.start();
  }

  stop(): void {
    this.#runner.stop();
  }
}

function plansOf(
  entry: BackendEntry,
  generation: Generation,
  diagnostics: CollectedDiagnostics,
): CheckPlan[] {
  const { env, model: config } = generation;
  const { model, backend } = entry;
  const servers = backend.farm.servers.filter((server) => server.model.check);
  if (servers.length === 0 || model.disabled) return [];
  const { io, runtime } = env;
  const exchange =
    model.checkKind === "http"
      ? compileHttpCheck(
          model.httpCheck,
          io.bufferSizeBytes,
          io.headLimits,
          runtime.bytes,
          diagnostics,
        )
      : null;
  if (exchange === undefined) return [];
  return servers.flatMap((server) => {
    const tls = usesTls(server)
      ? compileServerTls(server.model, config.global, env, diagnostics)
      : null;
    return tls === undefined ? [] : [plan(server, tls, exchange, model)];
  });
}

function plan(
  server: CheckPlan["server"],
  tls: CheckPlan["tls"],
  exchange: CheckPlan["exchange"],
  model: ProxyModel,
): CheckPlan {
  const { connect, check } = model.timeouts;
  return { server, tls, exchange, connectTimeoutMs: connect, checkTimeoutMs: check };
}
