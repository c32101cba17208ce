/** The load of the failure run: clients that ask one after the other until they are told to stop. */
import { setTimeout as delay } from "node:timers/promises";
import { LoadClient, type Outcome } from "./client.ts";

/** Between two requests of a client: the run is about order under failure, not about speed. */
const pauseMs = 4;
/** Every so many requests one is a POST, which no rule lets be sent twice. */
const postEvery = 6;

export class Load {
  readonly outcomes: Outcome[] = [];
  readonly #clients: readonly LoadClient[];
  readonly #heads: Map<string, () => void> = new Map();
  readonly #running: Promise<void>[] = [];
  #stopped = false;
  #sent = 0;

  constructor(port: number, clients: number) {
    this.#clients = Array.from(
      { length: clients },
      () =>
        new LoadClient(port, (id) => {
          this.#heads.get(id)?.();
          this.#heads.delete(id);
        }),
    );
  }

  get surplusBytes(): number {
    return this.#clients.reduce((sum, client) => sum + client.surplus, 0);
  }

  start(): void {
    for (const client of this.#clients) this.#running.push(this.#run(client));
  }

  /** Resolves when the head of the answer to `id` has come to its client. */
  headSeen(id: string): Promise<void> {
    return new Promise((settle) => this.#heads.set(id, settle));
  }

  /** Lets every open request end, then closes. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
    for (const client of this.#clients) client.close();
  }

  async #run(client: LoadClient): Promise<void> {
    while (!this.#stopped) {
      const number = ++this.#sent;
      const method = number % postEvery === 0 ? "POST" : "GET";
      this.outcomes.push(await client.ask(method, `/r/${number}`, `r${number}`));
      await delay(pauseMs);
    }
  }
}
