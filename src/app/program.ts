/**
 * The control thread: loads configurations and puts them into service, starts the other threads,
 * runs health checks and the admin sockets, and stops. It carries traffic like every other thread.
 */
import { ErrorRecords } from "../cli/error-records.ts";
import { newState } from "../cli/command.ts";
import { Interpreter } from "../cli/interpreter.ts";
import { COMMANDS } from "../cli/commands.ts";
import { MASTER_COMMANDS } from "../cli/commands/master.ts";
import { MasterShell } from "../cli/master-shell.ts";
import { Arena } from "../core/arena.ts";
import { nextTurn } from "../core/next-turn.ts";
import { loadConfig } from "../config/load.ts";
import type { LocatedFiles } from "../config/values/located-files.ts";
import { Level } from "../config/values/syslog.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { checkAccounts } from "./process/accounts.ts";
import { abilitiesOf } from "./command-line/abilities.ts";
import { AdminSockets } from "./listening/admin-sockets.ts";
import { Checks } from "./servers/checks.ts";
import type { CommandLine } from "./command-line/draft.ts";
import type { Generation } from "./compile/generation.ts";
import { setStartVariables } from "./compile/process-scope.ts";
import { ProgramControl } from "./control-host.ts";
import { errorRecordOf } from "./error-record.ts";
import { DataThread } from "./threads/data-thread.ts";
import { descriptorBudget } from "./process/descriptor-budget.ts";
import type { ThreadLoad } from "./threads/thread-place.ts";
import { RecordingFiles } from "./file-snapshot.ts";
import { HealthNews } from "./servers/health-news.ts";
import { Notices } from "./threads/notices.ts";
import { PeersHost } from "./peers.ts";
import { PatternFiles } from "./patterns/files.ts";
import { patternFilesHost } from "./patterns/files-host.ts";
import { applyEnvironment, environmentOf, orderOf, type Prepared, verdictOn } from "./prepared.ts";
import type { ProcessState } from "./process/facts.ts";
import { beginSetUp, setUpProcess, setUpThread, warnOf } from "./process/setup.ts";
import { Reload } from "./reload.ts";
import { controlServices } from "./services.ts";
import { loadStatsFile } from "./stats-file.ts";
import { readServerStates } from "./servers/states.ts";
import { findCheckHosts } from "./servers/check-names.ts";
import { firstAddresses } from "./servers/names.ts";
import type { LoadOrder } from "./threads/thread-messages.ts";
import { WorkerPool } from "./threads/worker-pool.ts";

/** Between two sweeps of the stick tables, and between two slices of one that takes longer. */
const SWEEP_PERIOD_MS = 1000;
const SWEEP_PAUSE_MS = 5;

export class Program {
  readonly runtime: Runtime;
  readonly options: CommandLine;
  readonly arena: Arena = new Arena();
  readonly workers: WorkerPool;
  readonly errors: ErrorRecords = new ErrorRecords();
  readonly sockets: AdminSockets;
  readonly patternFiles: PatternFiles;
  thread: DataThread | null = null;
  checks: Checks | null = null;
  peers: PeersHost | null = null;
  readonly reloads: Reload = new Reload(this);
  /** What the last load told: its warnings, or why it failed. */
  startupLogs: string = "";
  #interpreter: Interpreter | null = null;
  #master: MasterShell | null = null;
  #state: ProcessState | null = null;
  #generations: number = 0;
  #named: LocatedFiles | null = null;

  constructor(runtime: Runtime, options: CommandLine) {
    this.runtime = runtime;
    this.options = options;
    this.sockets = new AdminSockets(runtime);
    this.workers = new WorkerPool(new Notices(this));
    this.patternFiles = new PatternFiles(patternFilesHost(this));
  }

  /** Reads and compiles the configuration. For `-c` this is all there is to do. */
  async prepare(): Promise<Prepared> {
    const { options, runtime } = this;
    const files = new RecordingFiles(runtime.files);
    const env = environmentOf(options, runtime.process);
    const config = loadConfig(options.inputs, {
      files,
      env,
      abilities: abilitiesOf(runtime),
      localPeer: options.localPeer,
      overrides: options.overrides,
      ...(options.dumps && { dump: (line) => runtime.process.stdout.write(line) }),
    });
    const { model } = config;
    if (this.thread === null) {
      beginSetUp(model, runtime, warnOf(options, model, runtime));
      checkAccounts(model, runtime.process, config.diagnostics);
    }
    const given = options.maxconn ?? model.global.maxconn;
    const budget = descriptorBudget(model, given, runtime.process.maxFds);
    const load: ThreadLoad = {
      number: ++this.#generations,
      config,
      maxconn: budget.maxconn,
      proxyMaxconn: options.proxyMaxconn,
      localPeer: options.localPeer,
    };
    const thread = this.thread ?? this.#makeThread(load);
    this.thread = thread;
    this.peers ??= new PeersHost(thread.io, thread.counters);
    const { diagnostics } = config;
    const generation = await thread.compile(load, diagnostics);
    const checks = new Checks(generation, new HealthNews(this), diagnostics);
    const saved = readServerStates(generation, runtime.files, diagnostics);
    const addresses = await firstAddresses(
      generation,
      saved,
      { dns: runtime.dns, isOptional: options.ignoresUnresolved },
      diagnostics,
    );
    await findCheckHosts(checks.plans, runtime.dns, diagnostics);
    const verdict = verdictOn(config, options, runtime.process);
    this.startupLogs = verdict.text;
    return { load, files, env, generation, checks, addresses, saved, budget, ...verdict };
  }

  /** Puts the first configuration into service: listeners, threads, checks, admin sockets. */
  async start(prepared: Prepared): Promise<string | null> {
    const { generation, budget } = prepared;
    const { model } = generation;
    const warn = warnOf(this.options, model, this.runtime);
    const early = setUpProcess(model, budget, this.runtime, warn) ?? this.listen(generation);
    if (early !== null) return early;
    this.adopt(prepared);
    const unread = loadStatsFile(generation, this.runtime.files);
    if (unread !== null) warn(unread);
    this.thread!.process.shared.onChange((change) =>
      this.workers.tellAll({ kind: "variable", change }),
    );
    this.workers.spawn(this.runtime, this.#state!.threadCount);
    const order = { kind: "start", load: this.order(prepared), state: this.#state! } as const;
    const fault = (await this.workers.all(order)) ?? this.openSockets(generation);
    if (fault !== null) return fault;
    // Threads begin on the CPUs of the one that starts them, so this one comes last.
    setUpThread(1, model, this.runtime, warn);
    this.begin(prepared);
    this.#sweepTables();
    return null;
  }

  /** Opens the listeners that a generation needs: all of them, or none and the reason. */
  listen(generation: Generation): string | null {
    const faults = this.thread!.open(generation, new Map());
    if (faults.length > 0) return faults.map((fault) => fault.message).join("\n");
    return this.peers!.open(generation);
  }

  /** Opens the admin sockets that a generation needs: all of them, or none and the reason. */
  openSockets(generation: Generation): string | null {
    return this.sockets.open(generation, this.#setting(generation));
  }

  /** Puts a generation that listens into service on this thread. */
  adopt({ generation, checks, addresses, saved, load }: Prepared): void {
    const thread = this.thread!;
    checks.adopt(addresses, saved);
    setStartVariables(generation.startVariables, thread.process.shared.values);
    thread.adopt(generation, load.maxconn);
  }

  /** What runs beside the traffic of a generation, once all threads have it. */
  begin({ generation, checks, load }: Prepared): void {
    this.checks = checks;
    checks.start();
    generation.env.plugins.startTasks();
    this.peers!.adopt(generation);
    const { mapsWatch, mapsWriteBack } = generation.model.global;
    this.#named = load.config.named;
    this.patternFiles.begin({ watch: mapsWatch, writeBack: mapsWriteBack });
    applyEnvironment(load.config, this.runtime.process);
  }

  /** Where a file that the configuration in service names lies. */
  locate(name: string): string {
    return this.#named?.locate(name) ?? name;
  }

  /** What another thread needs to compile the same generation. */
  order(prepared: Prepared): LoadOrder {
    return orderOf(prepared, this.options, this.arena, this.thread!);
  }

  /** Swaps in a new generation in the same process; the reason if the old one stays. */
  reload(): Promise<string | null> {
    return this.reloads.run();
  }

  /** A command of the runtime API at level admin. */
  async command(text: string): Promise<string> {
    const words = text.trim().split(/\s+/);
    const answer = await this.#interpreter!.answer(words, null, newState("admin", 0));
    if (typeof answer === "string") return answer;
    if ("pieces" in answer) return whole(answer.pieces);
    return "This command needs a connection of its own\n";
  }

  /** All threads say that the process stops; nothing else changes. */
  announceStop(): void {
    this.thread!.process.isStopping = true;
    this.workers.tellAll({ kind: "stopping" });
  }

  /** No new connections; those that are open end with what they are doing. */
  async stopSoftly(): Promise<void> {
    await Promise.all([this.thread!.stopSoftly(), this.workers.all({ kind: "stop" })]);
  }

  closeSockets(): void {
    this.sockets.closeAll();
  }

  /** Sessions of all threads. */
  connections(): number {
    return this.thread?.host.activeConnections() ?? 0;
  }

  #makeThread(load: ThreadLoad): DataThread {
    const { runtime } = this;
    const { global } = load.config.model;
    this.#state = {
      threadCount: threadsOf(global),
      startMs: runtime.clock.monotonicMs(),
      node: global.node ?? runtime.process.hostname,
    };
    return new DataThread(
      {
        runtime,
        id: 1,
        state: this.#state,
        arena: this.arena,
        post: {
          handOver: (thread, server) => this.workers.tell(thread, { kind: "slot", server }),
          requeue: (thread, server) => this.workers.tell(thread, { kind: "requeue", server }),
        },
        onError: (stream, side, message) =>
          this.errors.keep(errorRecordOf(stream, side, message, runtime)),
        onKeyChange: (change) => this.workers.tellAll({ kind: "key", change, from: 1 }),
        // Not inside the call that logs: whoever is told may write to sockets.
        onRingLine: (thread, ring) => runtime.clock.soon(() => thread.rings.wake(ring)),
        services: (thread) => {
          const { services, plane } = controlServices(runtime, new ProgramControl(this, thread));
          this.#interpreter = new Interpreter(COMMANDS, plane);
          const master = new Interpreter(MASTER_COMMANDS, plane);
          this.#master = new MasterShell(master, this.#interpreter, runtime.process.pid);
          return services;
        },
      },
      load,
    );
  }

  #setting(generation: Generation): Parameters<AdminSockets["open"]>[1] {
    const { io } = this.thread!;
    return {
      interpreter: this.#interpreter!,
      master: this.#master!,
      timeoutMs: generation.model.global.statsTimeoutMs,
      wheel: io.wheel,
      bytes: this.runtime.bytes,
      maxconn: generation.model.global.statsMaxconn,
      masterSockets: this.options.masterSockets,
      count: (change) => this.thread!.host.countAdminSession(change),
    };
  }

  /** Expired entries go once a second; many at once in slices, with traffic in between. */
  #sweepTables(pauseMs: number = SWEEP_PERIOD_MS): void {
    this.runtime.clock.after(pauseMs, () => {
      this.thread!.io.begin();
      let more = false;
      for (const { table } of this.thread!.generation!.tables.values())
        more = table.sweep() || more;
      this.#sweepTables(more ? SWEEP_PAUSE_MS : SWEEP_PERIOD_MS);
    });
  }

  /** An exception that reached nobody: the connection it was for is gone, the process goes on. */
  uncaught(reason: string): void {
    this.runtime.process.stderr.write(`[ALERT] ${reason}\n`);
    this.thread?.generation?.logger.log(Level.alert, reason.split("\n")[0]!);
  }
}

/** A long answer in one text, made in turns with the traffic. */
async function whole(pieces: Iterable<string>): Promise<string> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    await nextTurn();
  }
  return text;
}

function threadsOf(global: { readonly nbthread: number }): number {
  return Math.max(1, global.nbthread);
}
