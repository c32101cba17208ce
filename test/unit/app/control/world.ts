/**
 * A small configuration compiled as the program compiles it, on two threads that share an arena,
 * with a control plane on the first and the plane of a worker on the second.
 */
import type { SessionFactsLine } from "../../../../src/cli/control.ts";
import { COMMANDS } from "../../../../src/cli/commands.ts";
import { newState } from "../../../../src/cli/command.ts";
import { Interpreter } from "../../../../src/cli/interpreter.ts";
import { CollectedDiagnostics } from "../../../../src/config/diagnostics/collect.ts";
import { loadConfig, type LoadedConfig } from "../../../../src/config/load.ts";
import { Arena, type RegionSource } from "../../../../src/core/arena.ts";
import { Checks } from "../../../../src/app/servers/checks.ts";
import type { StatsServices } from "../../../../src/app/compile/stats-page.ts";
import type {
  ControlHost,
  ListenerEntry,
  PlaneHost,
  WorkerHost,
} from "../../../../src/app/control/host.ts";
import { controlPlane, workerPlane } from "../../../../src/app/control/plane.ts";
import type { ControlPlane, StatsPlane } from "../../../../src/cli/control.ts";
import { DataThread } from "../../../../src/app/threads/data-thread.ts";
import { RecordingFiles } from "../../../../src/app/file-snapshot.ts";
import { ThreadPlane } from "../../../../src/app/services.ts";
import type { FrontendChange } from "../../../../src/app/threads/thread-messages.ts";
import type { PatternChange } from "../../../../src/pattern/store.ts";
import type { Runtime } from "../../../../src/runtime/runtime.ts";
import type { FarmControl } from "../../../../src/server/changes/farm-control.ts";
import type { Server } from "../../../../src/server/server.ts";
import { Counters } from "../../../../src/stats/counters.ts";
import { currentRuntime } from "../../../contract/current.ts";
import { memoryHost } from "../../config/memory-host.ts";
import { FakeClock } from "../../core/fake-clock.ts";

const THREADS = 2;
const noService = { name: "none", serve: () => {} };
const services: StatsServices = { statsPage: () => noService, prometheus: noService };

/** A thread's plane with listeners that nobody opened. */
class TestPlane extends ThreadPlane {
  readonly #thread: DataThread;
  readonly #arena: RegionSource;

  constructor(thread: DataThread, arena: RegionSource) {
    super(thread, 0);
    this.#thread = thread;
    this.#arena = arena;
  }

  override listeners(frontendName: string): readonly ListenerEntry[] {
    const entry = this.generation().frontends.find(({ model }) => model.name === frontendName);
    return (entry?.binds ?? []).flatMap(({ bind }, at) =>
      bind.addresses.map((address) => ({
        name: bind.name ?? `sock-${at + 1}`,
        id: at + 1,
        address: address.kind === "ip" ? `${address.host}:${address.port}` : address.kind,
        tls: bind.ssl,
        maxconn: bind.maxconn ?? 0,
        counters: new Counters(
          this.#arena,
          `listener/${frontendName}/${at}`,
          THREADS,
          this.#thread.io.id - 1,
        ),
      })),
    );
  }
}

class TestControl extends TestPlane implements ControlHost {
  readonly #world: World;
  readonly #first: DataThread;
  readonly errors: ControlHost["errors"] = { all: [], count: 0 };

  constructor(thread: DataThread, arena: RegionSource, world: World) {
    super(thread, arena);
    this.#world = world;
    this.#first = thread;
  }

  peers(): readonly [] {
    return [];
  }

  farmControl(name: string): FarmControl {
    return this.#world.checks.controls.get(name)!;
  }

  async changeFrontend(name: string, change: FrontendChange): Promise<void> {
    this.#world.calls.push(`frontend ${name} ${JSON.stringify(change)}`);
    this.#first.changeFrontend(name, change);
  }

  async setGlobalMaxconn(maxconn: number): Promise<string | null> {
    this.#world.calls.push(`maxconn ${maxconn}`);
    return null;
  }

  savePatterns(): string | null {
    return null;
  }

  async changePatterns(changes: Iterable<PatternChange>): Promise<string | null> {
    this.#world.calls.push(`patterns ${JSON.stringify(changes)}`);
    return null;
  }

  async shutdownServerSessions(server: Server): Promise<void> {
    this.#world.calls.push(`shutdown sessions ${server.name}`);
  }

  renameServer(server: Server, name: string): string {
    return this.#world.checks.names.rename(server, name);
  }

  async dropIdleConnections(server: Server): Promise<void> {
    this.#world.calls.push(`drop idle ${server.name}`);
  }

  async sessions(): Promise<readonly SessionFactsLine[]> {
    return [
      {
        id: "0x1",
        protocol: "tcpv4",
        source: "1.2.3.4:5",
        frontend: "fe",
        backend: null,
        server: null,
        ageSec: 3,
      },
    ];
  }

  async shutdownSession(id: string): Promise<boolean> {
    return id === "0x1";
  }

  async reload(): Promise<string | null> {
    return "no";
  }

  readonly reloads: ControlHost["reloads"] = { count: 0, failed: 0, lastMs: null };
  readonly startupLogs: string = "";

  get processVariables(): ControlHost["processVariables"] {
    return this.#first.process.shared;
  }
}

/** Counts that the runtime tells and the test sets. */
interface Machine {
  readonly clock: FakeClock;
  cpuSeconds: number;
}

export class World {
  readonly machine: Machine;
  /** What was asked of the program. */
  readonly calls: string[] = [];
  readonly host: ControlHost;
  readonly checks: Checks;
  readonly plane: ControlPlane;
  readonly worker: StatsPlane;
  /** Commands that the worker sent. */
  readonly forwarded: string[] = [];
  readonly #interpreter: Interpreter;

  private constructor(machine: Machine, first: DataThread, second: DataThread, arena: Arena) {
    this.machine = machine;
    const events = { log: () => {}, onDown: () => {}, onUp: () => {}, onMove: () => {} };
    this.checks = new Checks(first.generation!, events, new CollectedDiagnostics());
    this.checks.adopt(new Map());
    this.host = new TestControl(first, arena, this);
    this.plane = controlPlane(this.host);
    this.#interpreter = new Interpreter(COMMANDS, this.plane);
    const workerHost: WorkerHost & PlaneHost = Object.assign(new TestPlane(second, arena), {
      forward: (command: string) => {
        this.forwarded.push(command);
        return this.ask(command);
      },
    });
    this.worker = workerPlane(workerHost);
  }

  /** Throws what is wrong with the configuration. */
  static async of(text: string): Promise<World> {
    const real = await currentRuntime();
    const machine: Machine = { clock: new FakeClock(6000), cpuSeconds: 0 };
    const { clock } = machine;
    const runtime: Runtime = {
      ...real,
      clock: {
        monotonicMs: () => clock.nowMs,
        wallMs: () => 1_800_000_000_000 + clock.nowMs,
        after: (delayMs, fire) => clock.after(delayMs, fire),
        soon: (fire) => fire(),
      },
      process: { ...real.process, cpuSeconds: () => ({ user: machine.cpuSeconds, system: 0 }) },
    };
    const config = loadConfig(["test.cfg"], memoryHost({ "test.cfg": text }));
    const arena = new Arena();
    const first = await threadOf(runtime, 1, arena, config);
    const second = await threadOf(runtime, 2, Arena.attach(arena.directory()), config);
    return new World(machine, first, second, arena);
  }

  /** The answer of the runtime API to an administrator. */
  async ask(command: string): Promise<string> {
    const answer = await this.#interpreter.answer(command.split(" "), null, newState("admin", 0));
    if (typeof answer !== "string") throw new Error(`'${command}' answers without an end`);
    return answer;
  }

  server(name: string): Server {
    const servers = this.host.generation().backends.flatMap(({ backend }) => backend.farm.servers);
    return servers.find((server) => server.name === name)!;
  }
}

async function threadOf(
  runtime: Runtime,
  id: number,
  arena: RegionSource,
  config: LoadedConfig,
): Promise<DataThread> {
  const diagnostics = new CollectedDiagnostics();
  const load = {
    number: 1,
    config,
    files: new RecordingFiles(runtime.files),
    maxconn: config.model.global.maxconn ?? 1000,
    proxyMaxconn: null,
    localPeer: null,
  };
  const thread = new DataThread(
    {
      runtime,
      id,
      state: { threadCount: THREADS, startMs: 1000, node: "node-1" },
      arena,
      post: { handOver: () => {}, requeue: () => {} },
      onError: () => {},
      onKeyChange: () => {},
      onRingLine: () => {},
      services: () => services,
    },
    load,
  );
  thread.generation = await thread.compile(load, diagnostics);
  const wrong = [...config.diagnostics.all, ...diagnostics.all].filter(
    ({ severity }) => severity === "alert",
  );
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
  return thread;
}
