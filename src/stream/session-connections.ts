/**
 * Server connections that belong to one client connection and serve nobody else: with
 * `http-reuse never`, and where the server asked this client for credentials of the connection
 * (NTLM). They die with the session.
 */
import type { H1Back } from "../mux/h1/back.ts";
import type { IdleKeeper } from "../mux/h1/idle-keeper.ts";
import type { Server } from "../server/server.ts";

interface Kept {
  readonly server: Server;
  readonly mux: H1Back;
}

export class SessionConnections implements IdleKeeper {
  /** A server asked for credentials that belong to the connection (NTLM): it is asked again. */
  followsServer: boolean = false;
  #kept: Kept[] = [];
  /** In the order in which the first connection of each was kept. */
  readonly #servers: Server[] = [];

  /** An idle connection to that very server with that key, or null. */
  take(server: Server, key: string): H1Back | null {
    if (this.#kept.length === 0) return null;
    const index = this.#kept.findIndex((each) => each.server === server && each.mux.key === key);
    return index < 0 ? null : this.#kept.splice(index, 1)[0]!.mux;
  }

  /** Keeps an idle connection, unless `most` are kept already: then the caller closes it. */
  put(server: Server, mux: H1Back, most: number): boolean {
    if (this.#kept.length >= most) return false;
    this.#kept.push({ server, mux });
    if (!this.#servers.includes(server)) this.#servers.push(server);
    return true;
  }

  /** The first server that `isWanted` among those with a connection kept, or null. */
  serverThat(isWanted: (server: Server) => boolean): Server | null {
    const found = this.#servers.find(
      (server) => isWanted(server) && this.#kept.some((each) => each.server === server),
    );
    return found ?? null;
  }

  get size(): number {
    return this.#kept.length;
  }

  lost(mux: H1Back): void {
    const index = this.#kept.findIndex((each) => each.mux === mux);
    if (index >= 0) this.#kept.splice(index, 1);
  }

  /** The session is over. */
  closeAll(): void {
    const kept = this.#kept;
    this.#kept = [];
    for (const { mux } of kept) mux.closeIdle();
  }
}
