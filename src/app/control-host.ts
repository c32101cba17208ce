/** What the control plane asks of the program (control/host.ts), on the control thread. */
import type { SessionFactsLine } from "../cli/control.ts";
import type { PatternReference } from "../pattern/reference.ts";
import type { PatternChange } from "../pattern/store.ts";
import type { FarmControl } from "../server/changes/farm-control.ts";
import type { Server } from "../server/server.ts";
import { changePatterns } from "./patterns/changes.ts";
import type { ControlHost } from "./control/host.ts";
import type { DataThread } from "./threads/data-thread.ts";
import type { Program } from "./program.ts";
import { ThreadPlane } from "./services.ts";
import type { FrontendChange } from "./threads/thread-messages.ts";

export class ProgramControl extends ThreadPlane implements ControlHost {
  readonly #program: Program;
  readonly #thread: DataThread;

  constructor(program: Program, thread: DataThread) {
    super(thread, program.options.memoryLimitMb);
    this.#program = program;
    this.#thread = thread;
  }

  get errors(): ControlHost["errors"] {
    return this.#program.errors;
  }

  peers(): ReturnType<ControlHost["peers"]> {
    return this.#program.peers!.sections;
  }

  farmControl(farmName: string): FarmControl {
    return this.#program.checks!.controls.get(farmName)!;
  }

  renameServer(server: Server, name: string): string {
    return this.#program.checks!.names.rename(server, name);
  }

  async changeFrontend(name: string, change: FrontendChange): Promise<void> {
    this.#thread.changeFrontend(name, change);
    await this.#program.workers.all({ kind: "frontend", name, change });
  }

  async setGlobalMaxconn(maxconn: number): Promise<string | null> {
    this.#thread.host.maxconn = maxconn;
    return this.#program.workers.all({ kind: "maxconn", maxconn });
  }

  async changePatterns(changes: Iterable<PatternChange>): Promise<string | null> {
    const all = [...changes];
    const fault = await changePatterns(this.#program, all);
    for (const change of all) this.#program.patternFiles.touched(change);
    return fault;
  }

  savePatterns(reference: PatternReference): string | null {
    return this.#program.patternFiles.save(reference);
  }

  async shutdownServerSessions(server: Server): Promise<void> {
    this.#thread.sessions.shutdownServer(server.regionName, "K");
    const order = {
      kind: "shutdown",
      server: server.regionName,
      session: null,
      killer: "K",
    } as const;
    await this.#program.workers.all(order);
  }

  async dropIdleConnections(server: Server): Promise<void> {
    this.#thread.serverDown(server.regionName);
    await this.#program.workers.all({ kind: "down", server: server.regionName });
  }

  async sessions(): Promise<readonly SessionFactsLine[]> {
    const others = this.#program.workers.sessions();
    const lines: SessionFactsLine[] = [];
    await this.#thread.sessions.eachPiece((piece) => lines.push(...piece));
    return lines.concat(await others);
  }

  async shutdownSession(id: string): Promise<boolean> {
    if (this.#thread.sessions.shutdown(id)) return true;
    const others = await this.#program.workers.sessions();
    if (!others.some((each) => each.id === id)) return false;
    await this.#program.workers.all({ kind: "shutdown", server: null, session: id, killer: "K" });
    return true;
  }

  reload(): Promise<string | null> {
    return this.#program.reload();
  }

  get reloads(): ControlHost["reloads"] {
    return this.#program.reloads;
  }

  get processVariables(): ControlHost["processVariables"] {
    return this.#thread.process.shared;
  }

  get startupLogs(): string {
    return this.#program.startupLogs;
  }
}
