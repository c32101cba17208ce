/** The entry of a data-path thread other than the first: does what the control thread orders. */
import { Arena, type AttachedArena } from "../../core/arena.ts";
import { loadConfig } from "../../config/load.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { ThreadHandle } from "../../runtime/threads.ts";
import { abilitiesOf } from "../command-line/abilities.ts";
import type { Generation } from "../compile/generation.ts";
import { errorRecordOf } from "../error-record.ts";
import { DataThread } from "./data-thread.ts";
import type { ThreadLoad } from "./thread-place.ts";
import { ReplayedFiles } from "../file-snapshot.ts";
import { setUpThread } from "../process/setup.ts";
import { threadServices } from "../services.ts";
import { isOrder, type LoadOrder, type Notice, type Order } from "./thread-messages.ts";

export async function runThread(runtime: Runtime): Promise<void> {
  const parent = runtime.threads.parent;
  if (parent === null) return;
  const worker = new WorkerThread(runtime, parent);
  runtime.process.onUncaught((reason) => worker.tell({ kind: "uncaught", reason }));
  parent.onMessage((message) => {
    if (isOrder(message)) worker.obey(message);
  });
}

class WorkerThread {
  readonly #runtime: Runtime;
  readonly #parent: ThreadHandle;
  #arena: AttachedArena | null = null;
  #thread: DataThread | null = null;
  /** Compiled and listening, not in service yet. */
  #opened: { readonly generation: Generation; readonly maxconn: number } | null = null;
  #calls: number = 0;
  readonly #answers: Map<number, (text: string) => void> = new Map();

  constructor(runtime: Runtime, parent: ThreadHandle) {
    this.#runtime = runtime;
    this.#parent = parent;
  }

  obey(order: Order): void {
    switch (order.kind) {
      case "start":
        void this.#answer(order.call, () => this.#start(order));
        break;
      case "prepare":
        void this.#answer(order.call, () => this.#prepare(order.load));
        break;
      case "adopt":
        void this.#answer(order.call, () => this.#adopt());
        break;
      case "abandon":
        void this.#answer(order.call, () => this.#thread!.abandon());
        break;
      case "pattern":
        void this.#answer(order.call, () => this.#thread!.changePattern(order.change));
        break;
      case "frontend":
        void this.#answer(order.call, () => this.#thread!.changeFrontend(order.name, order.change));
        break;
      case "maxconn":
        void this.#answer(order.call, () => {
          this.#thread!.host.maxconn = order.maxconn;
        });
        break;
      case "down":
        void this.#answer(order.call, () => this.#thread!.serverDown(order.server));
        break;
      case "stop":
        void this.#answer(order.call, () => this.#thread!.stopSoftly().then(() => null));
        break;
      case "stopping":
        if (this.#thread !== null) this.#thread.process.isStopping = true;
        break;
      case "shutdown":
        void this.#answer(order.call, () => {
          if (order.server !== null)
            this.#thread!.sessions.shutdownServer(order.server, order.killer);
          if (order.session !== null) this.#thread!.sessions.shutdown(order.session);
        });
        break;
      case "sessions":
        void this.#answer(order.call, () => this.#listSessions(order.call));
        break;
      case "slot":
        this.#thread?.acceptSlot(order.server);
        break;
      case "requeue":
        this.#thread?.requeue(order.server);
        break;
      case "variable":
        this.#thread?.process.shared.apply(order.change);
        break;
      case "key":
        this.#thread?.receiveKey(order.change, order.from);
        break;
      case "answer":
        this.#answers.get(order.call)?.(order.text);
        this.#answers.delete(order.call);
    }
  }

  /** Tells the control thread that the order was carried out, or why not. */
  async #answer(
    call: number,
    act: () => string | null | void | Promise<string | null>,
  ): Promise<void> {
    let fault: string | null;
    try {
      fault = (await act()) ?? null;
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    this.tell({ kind: "done", call, fault });
  }

  async #listSessions(call: number): Promise<null> {
    await this.#thread!.sessions.eachPiece((lines) => this.tell({ kind: "listed", call, lines }));
    return null;
  }

  tell(notice: Notice): void {
    this.#parent.post(notice);
  }

  async #start(order: Extract<Order, { kind: "start" }>): Promise<string | null> {
    const { load, state } = order;
    const arena = Arena.attach(load.arena);
    this.#arena = arena;
    const threadLoad = this.#load(load);
    const post = {
      handOver: (thread: number, server: string) =>
        this.tell({ kind: "pass", thread, order: "slot", server }),
      requeue: (thread: number, server: string) =>
        this.tell({ kind: "pass", thread, order: "requeue", server }),
    } as const;
    this.#thread = new DataThread(
      {
        runtime: this.#runtime,
        id: this.#parent.id,
        state,
        arena,
        post,
        onError: (stream, side, message) =>
          this.tell({ kind: "error", record: errorRecordOf(stream, side, message, this.#runtime) }),
        onKeyChange: (change) => this.tell({ kind: "key-changed", change }),
        onRingLine: (_thread, ring) => this.tell({ kind: "ring", ring }),
        services: (thread) => threadServices(this.#runtime, thread, (text) => this.#command(text)),
      },
      threadLoad,
    );
    const { shared } = this.#thread.process;
    for (const change of load.variables) shared.apply(change);
    shared.onChange((change) => this.tell({ kind: "changed", change }));
    const { stderr } = this.#runtime.process;
    setUpThread(this.#parent.id, threadLoad.config.model, this.#runtime, (text) =>
      stderr.write(`[WARNING] ${text}\n`),
    );
    const fault = await this.#open(threadLoad, load.sharedFds);
    if (fault === null) this.#adopt();
    return fault;
  }

  #prepare(load: LoadOrder): Promise<string | null> {
    this.#arena!.merge(load.arena);
    return this.#open(this.#load(load), load.sharedFds);
  }

  #load(load: LoadOrder): ThreadLoad {
    const files = new ReplayedFiles(load.snapshot, this.#runtime.bytes);
    const config = loadConfig(load.inputs, {
      files,
      env: load.env,
      abilities: abilitiesOf(this.#runtime),
      localPeer: load.localPeer,
      overrides: load.overrides,
    });
    return {
      number: load.generation,
      config,
      maxconn: load.maxconn,
      proxyMaxconn: load.proxyMaxconn,
      localPeer: load.localPeer,
    };
  }

  async #open(load: ThreadLoad, sharedFds: ReadonlyMap<string, number>): Promise<string | null> {
    const thread = this.#thread!;
    const { diagnostics } = load.config;
    const generation = await thread.compile(load, diagnostics);
    const wrong = diagnostics.all.find((each) => each.severity === "alert");
    if (wrong !== undefined) return wrong.message;
    const [fault] = thread.open(generation, sharedFds);
    if (fault !== undefined) return fault.message;
    this.#opened = { generation, maxconn: load.maxconn };
    return null;
  }

  #adopt(): void {
    const opened = this.#opened;
    if (opened !== null) this.#thread!.adopt(opened.generation, opened.maxconn);
    this.#opened = null;
  }

  /** A command that only the control thread may carry out. */
  #command(text: string): Promise<string> {
    const call = ++this.#calls;
    return new Promise((resolve) => {
      this.#answers.set(call, resolve);
      this.tell({ kind: "command", call, text });
    });
  }
}
