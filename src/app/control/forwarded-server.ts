/** A server on a thread other than the control thread: its changes are commands sent there. */
import type { ServerActions, ServerHealth, ServerState } from "../../cli/control.ts";
import type { WorkerHost } from "./host.ts";

export class ForwardedServer implements ServerActions {
  readonly backendName: string;
  readonly backendId: number;
  readonly name: string;
  readonly #host: WorkerHost;

  constructor(host: WorkerHost, backendName: string, backendId: number, name: string) {
    this.#host = host;
    this.backendName = backendName;
    this.backendId = backendId;
    this.name = name;
  }

  setState(state: ServerState): Promise<void> {
    return this.#command("set server", `state ${state}`);
  }

  setHealth(health: ServerHealth): Promise<void> {
    return this.#command("set server", `health ${health}`);
  }

  async setChecking(enabled: boolean): Promise<void> {
    // Of a server without checks the command would complain; the page passes over it.
    await this.#ask(enabled ? "enable health" : "disable health", "");
  }

  shutdownSessions(): Promise<void> {
    return this.#command("shutdown sessions server", "");
  }

  /** @throws Error with the answer, which is empty when all went well. */
  async #command(command: string, values: string): Promise<void> {
    const answer = (await this.#ask(command, values)).trim();
    if (answer !== "") throw new Error(answer);
  }

  #ask(command: string, values: string): Promise<string> {
    return this.#host.forward(`${command} ${this.backendName}/${this.name} ${values}`.trimEnd());
  }
}
