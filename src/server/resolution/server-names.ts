/**
 * The servers of a generation whose addresses come from name servers at run time (`resolvers` on
 * their lines, manual 5.3): every name is asked for once, for all servers that have it. Control
 * thread only.
 */
import { encodeName } from "../../dns/name.ts";
import type { Resolver } from "../../dns/resolver.ts";
import { hostNameOf, serviceLabelOf } from "../address.ts";
import { markRenamed } from "../changes/address.ts";
import type { FarmControl } from "../changes/farm-control.ts";
import type { Server } from "../server.ts";
import type { ServerNamesHost, Watched } from "./watched.ts";
import { WatchedName } from "./watched-name.ts";
import { WatchedService } from "./watched-service.ts";

const BY_WHOM = "by 'stats socket command'";

export class ServerNames implements ServerNamesHost {
  readonly #watched: Map<string, Watched> = new Map();
  readonly #byServer: Map<Server, Watched> = new Map();
  readonly #controls: ReadonlyMap<string, FarmControl>;
  readonly #resolvers: ReadonlyMap<string, Resolver>;
  readonly #onMove: (server: Server) => void;
  #isStarted = false;

  /** `controls` by the backends' names; `onMove` is told of servers that left an address. */
  constructor(
    controls: ReadonlyMap<string, FarmControl>,
    resolvers: ReadonlyMap<string, Resolver>,
    onMove: (server: Server) => void,
  ) {
    this.#controls = controls;
    this.#resolvers = resolvers;
    this.#onMove = onMove;
  }

  /** Begins to ask. */
  start(): void {
    for (const { farm } of this.#controls.values()) {
      for (const server of farm.servers) {
        const label = serviceLabelOf(server.model);
        if (label !== null) this.#watchLabel(server, label);
        // What the record says may come from the command line, before a reload.
        if (server.fqdn.get() !== "") this.watchHost(server);
      }
    }
    this.#isStarted = true;
    for (const watched of this.#watched.values()) watched.start();
  }

  stop(): void {
    for (const watched of this.#watched.values()) watched.stop();
  }

  /** `set server … fqdn`: the name that the server has from now on. What the command answers. */
  rename(server: Server, name: string): string {
    const { backendName } = server;
    const failed = `set server <b>/<s> fqdn failed because`;
    if (serviceLabelOf(server.model) !== null) return `${failed} SRV resolution is configured.`;
    if (hostNameOf(server.model) === null || this.#resolverOf(server) === null)
      return `${failed} no resolution is configured.`;
    const where = `${backendName}/${server.name}`;
    const before = server.fqdn.get();
    if (encodeName(name) === undefined) return `could not update ${where} FQDN ${BY_WHOM}`;
    if (before === name) return `no need to change the FDQN ${BY_WHOM}`;
    this.leaveHost(server);
    server.fqdn.set(name);
    markRenamed(server);
    this.watchHost(server);
    return `${where} changed its FQDN from ${before} to ${name} ${BY_WHOM}`;
  }

  /** A check could not reach the server: its name is asked for again (manual 5.3.1). */
  unreachable(server: Server): void {
    this.#byServer.get(server)?.hasten();
  }

  controlOf(server: Server): FarmControl {
    return this.#controls.get(server.backendName)!;
  }

  moved(server: Server): void {
    this.#onMove(server);
  }

  watchHost(server: Server): void {
    if (this.#byServer.has(server)) return;
    const resolver = this.#resolverOf(server);
    if (resolver === null) return;
    const name = server.fqdn.get();
    const prefer = server.model.resolvePrefer;
    const key = `${resolver.name} ${prefer} ${name}`;
    this.#join(server, key, () => new WatchedName(this, resolver, name, prefer));
  }

  leaveHost(server: Server): void {
    const watched = this.#byServer.get(server);
    if (watched === undefined) return;
    this.#byServer.delete(server);
    watched.servers.splice(watched.servers.indexOf(server), 1);
    if (watched.servers.length > 0) return;
    watched.stop();
    for (const [key, each] of this.#watched) if (each === watched) this.#watched.delete(key);
  }

  #watchLabel(server: Server, label: string): void {
    const resolver = this.#resolverOf(server);
    if (resolver === null) return;
    const key = `${resolver.name} SRV ${label}`;
    let watched = this.#watched.get(key);
    if (watched === undefined) {
      watched = new WatchedService(this, resolver, label);
      this.#watched.set(key, watched);
    }
    watched.servers.push(server);
  }

  #join(server: Server, key: string, make: () => Watched): void {
    const known = this.#watched.get(key);
    const watched = known ?? make();
    watched.servers.push(server);
    this.#byServer.set(server, watched);
    if (known !== undefined) return;
    this.#watched.set(key, watched);
    if (this.#isStarted) watched.start();
  }

  #resolverOf({ model }: Server): Resolver | null {
    return model.resolvers === null ? null : (this.#resolvers.get(model.resolvers.text) ?? null);
  }
}
