/** What the control thread does when health checks change what a server is: logs, and tells all. */
import type { Killer } from "../../stream/kill.ts";
import type { Farm } from "../../server/farm.ts";
import type { CheckEvents } from "./checks.ts";
import type { Server } from "../../server/server.ts";
import type { Program } from "../program.ts";

export class HealthNews implements CheckEvents {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  log(farm: Farm, level: number, text: string): void {
    const { options, runtime, thread } = this.#program;
    const entry = thread?.generation?.backends.find((each) => each.backend.name === farm.name);
    entry?.logger.log(level, text);
    if (!options.quiet && options.debug) runtime.process.stderr.write(`${text}\n`);
  }

  /** Idle connections of the server are of no use on any thread. */
  onDown(_farm: Farm, server: Server): void {
    if (server.model.onMarkedDown === "shutdown-sessions") this.#shutdownSessions(server, "D");
    this.#program.thread?.serverDown(server.regionName);
    void this.#program.workers.all({ kind: "down", server: server.regionName });
  }

  /** Connections to the address before are not used again. */
  onMove(server: Server): void {
    this.#program.thread?.serverDown(server.regionName);
    void this.#program.workers.all({ kind: "down", server: server.regionName });
  }

  onUp(farm: Farm, server: Server): void {
    if (server.model.onMarkedUp !== "shutdown-backup-sessions") return;
    for (const each of farm.servers) if (each.backup) this.#shutdownSessions(each, "U");
  }

  /** Ends all streams on the server, of all threads. */
  #shutdownSessions(server: Server, killer: Killer): void {
    this.#program.thread?.sessions.shutdownServer(server.regionName, killer);
    const order = { kind: "shutdown", server: server.regionName, session: null, killer } as const;
    void this.#program.workers.all(order);
  }
}
