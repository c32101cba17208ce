/**
 * The control thread: loads configurations, starts the other threads, runs health checks and the
 * admin sockets, reloads and stops. It carries traffic like every other thread.
 */
import { ErrorRecords } from "../cli/error-records.ts";
import { Interpreter } from "../cli/interpreter.ts";
import { COMMANDS } from "../cli/commands.ts";
import { Arena } from "../core/arena.ts";
import { type LoadedConfig, loadConfig } from "../config/load.ts";
import { renderAll } from "../config/render.ts";
import { Level } from "../log/levels.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Farm } from "../server/farm.ts";
import type { FarmEvents } from "../server/farm-control.ts";
import type { Server } from "../server/server.ts";
import { abilitiesOf } from "./abilities.ts";
import { AdminSockets } from "./admin-sockets.ts";
import { Checks } from "./checks.ts";
import type { CommandLine } from "./command-line.ts";
import type { Generation } from "./compile/generation.ts";
import { setStartVariables } from "./compile/process-scope.ts";
import { ProgramControl } from "./control-host.ts";
import { errorRecordOf } from "./error-record.ts";
import { DataThread, type ThreadLoad } from "./data-thread.ts";
import { RecordingFiles } from "./file-snapshot.ts";
import type { ProcessState } from "./process-facts.ts";
import { controlServices } from "./services.ts";
import { resolveServers } from "./server-names.ts";
import type { LoadOrder, Notice } from "./thread-messages.ts";
import { WorkerPool } from "./worker-pool.ts";

/** A configuration read and compiled, not in service yet. */
interface Prepared {
  readonly load: ThreadLoad;
  readonly files: RecordingFiles;
  readonly generation: Generation;
  readonly checks: Checks;
  /** What the user is to be told. */
  readonly text: string;
  readonly ok: boolean;
}

export class Program {
  readonly runtime: Runtime;
  readonly options: CommandLine;
  readonly arena: Arena = new Arena();
  readonly workers: WorkerPool;
  readonly errors: ErrorRecords;
  thread: DataThread | null = null;
  checks: Checks | null = null;
  readonly #sockets: AdminSockets;
  #control: ProgramControl | null = null;
  #interpreter: Interpreter | null = null;
  #state: ProcessState | null = null;
  #generations: number = 0;
  #reloading: boolean = false;

  constructor(runtime: Runtime, options: CommandLine) {
    this.runtime = runtime;
    this.options = options;
    this.errors = new ErrorRecords();
    this.#sockets = new AdminSockets(runtime);
    this.workers = new WorkerPool({
      onNotice: (thread, notice) => this.#onNotice(thread, notice),
      onDeath: (thread, reason) => this.#onDeath(thread, reason),
    });
  }

  /** Reads and compiles the configuration. For `-c` this is all there is to do. */
  async prepare(): Promise<Prepared> {
    const files = new RecordingFiles(this.runtime.files);
    const env = this.#environment();
    const config = loadConfig(this.options.inputs, { files, env, abilities: abilitiesOf(this.runtime) });
    const load: ThreadLoad = {
      number: ++this.#generations,
      config,
      maxconn: this.options.maxconn,
      proxyMaxconn: this.options.proxyMaxconn,
    };
    const thread = this.thread ?? this.#makeThread(load);
    this.thread = thread;
    const { diagnostics } = config;
    const generation = await thread.compile(load, diagnostics);
    const checks = new Checks(generation, this.#farmEvents(), diagnostics);
    await resolveServers(generation, this.runtime.dns, diagnostics);
    return { load, files, generation, checks, ...this.#verdict(config) };
  }

  /** Puts the first configuration into service: listeners, threads, checks, admin sockets. */
  async start(prepared: Prepared): Promise<string | null> {
    const { generation, checks, load } = prepared;
    const thread = this.thread!;
    checks.adopt();
    const { shared } = thread.process;
    setStartVariables(generation.startVariables, shared.values);
    shared.onChange((change) => this.workers.tellAll({ kind: "variable", change }));
    const listenFault = this.#listen(generation);
    if (listenFault !== null) return listenFault;
    thread.adopt(generation, load.maxconn);
    this.workers.spawn(this.runtime, this.#state!.threadCount);
    const order = { kind: "start", load: this.#order(prepared), state: this.#state! } as const;
    const workerFault = await this.workers.all(order);
    if (workerFault !== null) return workerFault;
    this.checks = checks;
    const socketFault = this.#sockets.open(generation, this.#setting(generation));
    if (socketFault !== null) return socketFault;
    checks.start();
    this.#sweepTables();
    generation.env.plugins.startTasks();
    this.#applyEnvironment(load.config);
    return null;
  }

  /** Swaps in a new generation in the same process; the reason if the old one stays. */
  async reload(): Promise<string | null> {
    if (this.#reloading) return "a reload is under way";
    this.#reloading = true;
    const mark = this.arena.mark();
    let fault: string | null;
    try {
      fault = await this.#reload();
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    if (fault !== null) this.arena.restore(mark);
    this.#reloading = false;
    return fault;
  }

  /** All threads compile and listen; only when all have done so, the generation goes into service. */
  async #reload(): Promise<string | null> {
    const prepared = await this.prepare();
    if (!prepared.ok) return prepared.text;
    const { generation } = prepared;
    const { threadCount } = this.#state!;
    const wanted = threadsOf(generation.model.global);
    if (wanted !== threadCount) {
      return `nbthread cannot change in a reload, from ${threadCount} to ${wanted}: restart the process for that`;
    }
    const fault = this.#open(generation)
      ?? (await this.workers.all({ kind: "prepare", load: this.#order(prepared) }));
    if (fault !== null) {
      await this.#abandon();
      return fault;
    }
    await this.#adopt(prepared);
    generation.logger.log(Level.notice, `Reloaded: generation ${generation.number} is in service`);
    return null;
  }

  /** Opens the sockets that the generation needs: all of them, or none and the reason. */
  #open(generation: Generation): string | null {
    const fault = this.#listen(generation) ?? this.#sockets.open(generation, this.#setting(generation));
    if (fault !== null) this.thread!.abandon();
    return fault;
  }

  #listen(generation: Generation): string | null {
    const faults = this.thread!.open(generation, new Map());
    return faults.length === 0 ? null : faults.map((fault) => fault.message).join("\n");
  }

  async #abandon(): Promise<void> {
    const thread = this.thread!;
    thread.abandon();
    this.#sockets.adopt(thread.generation!, this.options.masterSockets);
    await this.workers.all({ kind: "abandon" });
  }

  async #adopt({ generation, checks, load }: Prepared): Promise<void> {
    const thread = this.thread!;
    this.checks?.stop();
    thread.generation!.env.plugins.stopTasks();
    checks.adopt();
    setStartVariables(generation.startVariables, thread.process.variables);
    thread.adopt(generation, load.maxconn);
    await this.workers.all({ kind: "adopt" });
    this.#sockets.adopt(generation, this.options.masterSockets);
    this.checks = checks;
    checks.start();
    generation.env.plugins.startTasks();
    this.#applyEnvironment(load.config);
  }

  /** A command of the runtime API at level admin. */
  async command(text: string): Promise<string> {
    const state = { level: "admin" as const, interactive: false, timeoutMs: 0, closing: false };
    return this.#interpreter!.answer(text.trim().split(/\s+/), null, state);
  }

  /** No new connections; those that are open end with what they are doing. */
  async stopSoftly(): Promise<void> {
    await Promise.all([this.thread!.stopSoftly(), this.workers.all({ kind: "stop" })]);
  }

  closeSockets(): void {
    this.#sockets.closeAll();
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
    return new DataThread({
      runtime,
      id: 1,
      state: this.#state,
      arena: this.arena,
      post: {
        handOver: (thread, server) => this.workers.tell(thread, { kind: "slot", server }),
        requeue: (thread, server) => this.workers.tell(thread, { kind: "requeue", server }),
      },
      onError: (stream, side, message) => this.errors.keep(errorRecordOf(stream, side, message, runtime)),
      services: (thread) => {
        this.#control = new ProgramControl(this, thread);
        const { services, plane } = controlServices(runtime, this.#control);
        this.#interpreter = new Interpreter(COMMANDS, plane);
        return services;
      },
    }, load);
  }

  #order(prepared: Prepared): LoadOrder {
    const { load, files } = prepared;
    return {
      generation: load.number,
      inputs: this.options.inputs,
      snapshot: files.snapshot,
      env: this.#environment(),
      arena: this.arena.directory(),
      variables: this.thread!.process.shared.all(),
      maxconn: load.maxconn,
      proxyMaxconn: load.proxyMaxconn,
      sharedFds: this.thread!.listeners.sharedFds(),
    };
  }

  #setting(generation: Generation): Parameters<AdminSockets["open"]>[1] {
    const { io } = this.thread!;
    return {
      interpreter: this.#interpreter!,
      timeoutMs: generation.model.global.statsTimeoutMs,
      wheel: io.wheel,
      bytes: this.runtime.bytes,
      maxconn: generation.model.global.statsMaxconn,
      masterSockets: this.options.masterSockets,
      count: (change) => this.thread!.host.countAdminSession(change),
    };
  }

  #environment(): Record<string, string | undefined> {
    const { process } = this.runtime;
    return { HAPROXY_LOCALPEER: this.options.localPeer ?? process.hostname, ...process.env };
  }

  #applyEnvironment(config: LoadedConfig): void {
    for (const [name, value] of config.environment) this.runtime.process.setEnv(name, value ?? undefined);
  }

  #verdict(config: LoadedConfig): { readonly ok: boolean; readonly text: string } {
    const { process } = this.runtime;
    const shown = config.diagnostics.all.filter((each) =>
      each.severity === "alert"
      || (each.severity === "diag" ? this.options.diagnostics : !this.options.quiet));
    const strict = this.options.strict && config.diagnostics.warningCount > 0;
    const text = shown.length === 0 ? "" : renderAll(shown, {
      colour: process.stderr.isTty && process.env["NO_COLOR"] === undefined,
      source: (file, line) => config.source(file, line),
    });
    return { ok: config.diagnostics.errorCount === 0 && !strict, text };
  }

  #farmEvents(): FarmEvents {
    return {
      log: (farm, level, text) => this.#logOf(farm, level, text),
      onDown: (_farm, server) => this.#serverDown(server),
      onUp: () => {},
    };
  }

  #logOf(farm: Farm, level: number, text: string): void {
    const entry = this.thread?.generation?.backends.find((each) => each.backend.name === farm.name);
    entry?.logger.log(level, text);
    if (!this.options.quiet && this.options.debug) this.runtime.process.stderr.write(`${text}\n`);
  }

  #serverDown(server: Server): void {
    this.thread?.serverDown(server.regionName);
    void this.workers.all({ kind: "down", server: server.regionName });
  }

  /** Expired entries go once a second. */
  #sweepTables(): void {
    this.runtime.clock.after(1000, () => {
      this.thread!.io.begin();
      for (const table of this.thread!.generation!.tables.values()) table.table.sweep();
      this.#sweepTables();
    });
  }

  /** An exception that reached nobody: the connection it was for is gone, the process goes on. */
  uncaught(reason: string): void {
    this.runtime.process.stderr.write(`[ALERT] ${reason}\n`);
    this.thread?.generation?.logger.log(Level.alert, reason.split("\n")[0]!);
  }

  /** Its listeners would go on taking connections that nobody serves, so that the process ends. */
  #onDeath(thread: number, reason: string): void {
    const text = `Thread ${thread} ended: ${reason}. The process cannot go on without it`;
    this.runtime.process.stderr.write(`[ALERT] ${text}\n`);
    this.thread?.generation?.logger.log(Level.alert, text);
    this.runtime.process.exit(1);
  }

  #onNotice(thread: number, notice: Exclude<Notice, { kind: "done" }>): void {
    switch (notice.kind) {
      case "command":
        void this.command(notice.text).then((text) =>
          this.workers.tell(thread, { kind: "answer", call: notice.call, text }));
        break;
      case "error":
        this.errors.keep(notice.record);
        break;
      case "uncaught":
        this.uncaught(notice.reason);
        break;
      case "changed":
        // All threads hear of it, the one that made it too: the order they have is this thread's.
        this.thread!.process.shared.apply(notice.change);
        this.workers.tellAll({ kind: "variable", change: notice.change });
        break;
      case "pass":
        this.#pass(notice);
    }
  }

  #pass({ thread, order, server }: Extract<Notice, { kind: "pass" }>): void {
    if (thread !== 1) this.workers.tell(thread, { kind: order, server });
    else if (order === "slot") this.thread!.acceptSlot(server);
    else this.thread!.requeue(server);
  }
}

function threadsOf(global: { readonly nbthread: number }): number {
  return Math.max(1, global.nbthread);
}
