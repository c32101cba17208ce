/**
 * The server that an entry's client is to stay at (manual 4.2, `stick match`; 11.1, `srvkey`): stored
 * as the server's number and as its name or address. The latter counts first, as numbers may mean
 * other servers in another configuration or on a peer.
 */
import type { DataField } from "./layout.ts";
import type { StickTable } from "./table.ts";

/** What is stored of a server. */
export interface StickyServer {
  readonly id: number;
  readonly name: string;
  /** "address:port" as it is now, a socket's path, "" while it is unknown. */
  readonly addressText: string;
}

/** The data that tables with `stick` rules store whether their line says so or not. */
export const STICK_DATA: readonly string[] = ["server_id", "server_key"];

export class StuckServers {
  readonly #table: StickTable;
  readonly #id: DataField | undefined;
  readonly #key: DataField | undefined;

  constructor(table: StickTable) {
    this.#table = table;
    this.#id = table.field("server_id");
    this.#key = table.field("server_key");
  }

  /** Of `servers` the one of an entry that the caller holds. */
  serverOf<Server extends StickyServer>(
    entry: number,
    servers: readonly Server[],
  ): Server | undefined {
    const text = this.#key === undefined ? undefined : this.#table.readWord(entry, this.#key);
    if (text !== undefined) {
      for (const server of servers) if (this.#keyOf(server) === text) return server;
    }
    const id = this.#id === undefined ? 0 : this.#table.read(entry, this.#id);
    return id === 0 ? undefined : servers.find((server) => server.id === id);
  }

  /** Stores `server` in an entry that the caller holds. */
  store(entry: number, server: StickyServer): void {
    if (this.#id !== undefined) this.#table.write(entry, this.#id, server.id);
    if (this.#key === undefined) return;
    const text = this.#keyOf(server);
    this.#table.writeWord(entry, this.#key, text === "" ? undefined : text);
  }

  #keyOf(server: StickyServer): string {
    return this.#table.spec.srvkey === "name" ? server.name : server.addressText;
  }
}
