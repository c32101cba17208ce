/** What the control plane asks of the program (control/host.ts), on the control thread. */
import type { SessionFactsLine } from "../cli/control.ts";
import { piecesOf } from "../pattern/pieces.ts";
import type { PatternChange } from "../pattern/store.ts";
import type { FarmControl } from "../server/farm-control.ts";
import type { Server } from "../server/server.ts";
import type { ControlHost } from "./control/host.ts";
import type { DataThread } from "./data-thread.ts";
import type { Program } from "./program.ts";
import { ThreadPlane } from "./services.ts";
import type { FrontendChange } from "./thread-messages.ts";

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

  farmControl(farmName: string): FarmControl {
    return this.#program.checks!.controls.get(farmName)!;
  }

  async changeFrontend(name: string, change: FrontendChange): Promise<void> {
    this.#thread.changeFrontend(name, change);
    await this.#program.workers.all({ kind: "frontend", name, change });
  }

  async setGlobalMaxconn(maxconn: number): Promise<string | null> {
    this.#thread.host.maxconn = maxconn;
    return this.#program.workers.all({ kind: "maxconn", maxconn });
  }

  /**
   * All threads make the same changes, also one that is refused half way: they refuse it at the
   * same place. Large ones are made in pieces.
   */
  async changePatterns(changes: Iterable<PatternChange>): Promise<string | null> {
    for (const change of changes) {
      for (const piece of piecesOf(change)) {
        const fault = this.#thread.changePattern(piece);
        const others = await this.#program.workers.all({ kind: "pattern", change: piece });
        if (fault !== null || others !== null) return fault ?? others;
        if (piece !== change) await this.#nextTurn();
      }
    }
    return null;
  }

  /** Lets traffic through. */
  #nextTurn(): Promise<void> {
    return new Promise((resolve) => this.io.runtime.clock.soon(resolve));
  }

  async shutdownServerSessions(server: Server): Promise<void> {
    this.#thread.sessions.shutdownServer(server.regionName);
    await this.#program.workers.all({ kind: "shutdown", server: server.regionName, session: null });
  }

  async dropIdleConnections(server: Server): Promise<void> {
    this.#thread.serverDown(server.regionName);
    await this.#program.workers.all({ kind: "down", server: server.regionName });
  }

  async sessions(): Promise<readonly SessionFactsLine[]> {
    return [...this.#thread.sessions.lines(), ...(await this.#program.workers.sessions())];
  }

  async shutdownSession(id: string): Promise<boolean> {
    if (this.#thread.sessions.shutdown(id)) return true;
    const others = await this.#program.workers.sessions();
    if (!others.some((each) => each.id === id)) return false;
    await this.#program.workers.all({ kind: "shutdown", server: null, session: id });
    return true;
  }

  reload(): Promise<string | null> {
    return this.#program.reload();
  }
}
