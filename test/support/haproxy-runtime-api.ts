/**
 * A client of the runtime API as users write one in TypeScript: a connection a command that it does
 * not half-close, the answer read to the end, states and weights found by the names of the columns.
 */
import { createConnection } from "node:net";

export interface ServerState {
  readonly status: string;
  readonly currentSessions: number;
  readonly weight: number;
}

const LIMIT_MS = 5000;

export class HaproxyRuntimeApi {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async drainServer(backend: string, server: string): Promise<void> {
    await this.#send(`set server ${backend}/${server} state drain`);
  }

  async enableServer(backend: string, server: string): Promise<void> {
    await this.#send(`set server ${backend}/${server} state ready`);
  }

  async setWeight(backend: string, server: string, weight: number): Promise<void> {
    await this.#send(`set server ${backend}/${server} weight ${weight}`);
  }

  getStats(): Promise<string> {
    return this.#send("show stat");
  }

  async getServerState(backend: string, server: string): Promise<ServerState> {
    const [header = "", ...rows] = (await this.getStats()).split("\n");
    const row = rows.find((one) => one.startsWith(`${backend},${server},`));
    if (row === undefined) throw new Error(`there is no server ${backend}/${server}`);
    const names = header.split(",");
    const values = row.split(",");
    const valueOf = (name: string): string => values[names.indexOf(name)] ?? "";
    return {
      status: valueOf("status"),
      currentSessions: Number.parseInt(valueOf("scur"), 10),
      weight: Number.parseInt(valueOf("weight"), 10),
    };
  }

  /** Takes the servers out one after the other, each once its last session has ended. */
  async rollingDrain(
    backend: string,
    servers: readonly string[],
    deploy: (server: string) => Promise<void>,
    lookMs: number,
  ): Promise<void> {
    for (const server of servers) {
      await this.drainServer(backend, server);
      while ((await this.getServerState(backend, server)).currentSessions > 0) {
        await new Promise((wake) => setTimeout(wake, lookMs));
      }
      await deploy(server);
      await this.enableServer(backend, server);
    }
  }

  #send(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(this.#path);
      const limit = setTimeout(
        () => socket.destroy(new Error(`no answer to "${command}"`)),
        LIMIT_MS,
      );
      let answer = "";
      socket.on("connect", () => socket.write(`${command}\n`));
      socket.on("data", (bytes: Buffer) => (answer += bytes.toString()));
      socket.on("end", () => resolve(answer));
      socket.on("error", reject);
      socket.on("close", () => clearTimeout(limit));
    });
  }
}
