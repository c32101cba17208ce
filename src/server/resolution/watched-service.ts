/**
 * An SRV label that servers take their host names, ports and weights from (manual 5.3.1): each
 * record is one server's, in each backend that uses the label. A record that is gone for `hold
 * obsolete` takes its server out; a new one goes to the first server without any.
 */
import type { Service } from "../../dns/answer-addresses.ts";
import { decodeName } from "../../dns/name.ts";
import type { Outcome, Resolved } from "../../dns/resolution.ts";
import type { Resolver } from "../../dns/resolver.ts";
import { loseAddress, moveAddress, nameServer, unnameServer } from "../changes/address.ts";
import type { Server } from "../server.ts";
import { type ServerNamesHost, Watched } from "./watched.ts";

const REMOVED = "entry removed from SRV record";

/** What the log says of an address that came with the record. */
const BESIDE = "DNS additional record";

/** A record in use, and when an answer had it last. */
interface Known {
  data: Service;
  seenMs: number;
}

export class WatchedService extends Watched {
  readonly #host: ServerNamesHost;
  readonly #label: string;
  /** By host and port. */
  readonly #services: Map<string, Known> = new Map();

  constructor(host: ServerNamesHost, resolver: Resolver, label: string) {
    super(resolver);
    this.#host = host;
    this.#label = label;
  }

  protected override question(done: (outcome: Outcome) => void): void {
    this.resolver.services(this.#label, done);
  }

  protected override resolved({ services }: Resolved): void {
    for (const data of services) {
      this.#services.set(keyOf(decodeName(data.target), data.port), { data, seenMs: this.nowMs });
    }
    this.#forgetObsolete();
  }

  protected override lost(): void {
    this.#services.clear();
    this.#assign();
  }

  #forgetObsolete(): void {
    const { obsolete } = this.resolver.settings.hold;
    for (const [key, { seenMs }] of this.#services) {
      if (seenMs < this.nowMs && this.nowMs - seenMs >= obsolete) this.#services.delete(key);
    }
    this.#assign();
  }

  /** Gives each server its record: those that lost theirs are free for a new one. */
  #assign(): void {
    const taken = new Set<string>();
    for (const server of this.servers) {
      const key = keyOf(server.fqdn.get(), server.port);
      const service = server.fqdn.get() === "" ? undefined : this.#services.get(key);
      if (service !== undefined) {
        taken.add(ownKey(server, key));
        this.#weigh(server, service.data);
        this.#place(server, service.data);
      } else if (server.fqdn.get() !== "") this.#release(server);
    }
    for (const [key, { data }] of this.#services) {
      for (const server of this.servers) {
        const own = ownKey(server, key);
        if (server.fqdn.get() !== "" || taken.has(own)) continue;
        taken.add(own);
        const { states } = this.#host.controlOf(server);
        nameServer(states, server, decodeName(data.target), data.port);
        this.#weigh(server, data);
        this.#place(server, data);
      }
    }
  }

  #release(server: Server): void {
    const { states } = this.#host.controlOf(server);
    this.#host.leaveHost(server);
    loseAddress(states, server, REMOVED);
    unnameServer(server);
  }

  /** The address beside the record makes it needless to ask for the host. */
  #place(server: Server, { address }: Service): void {
    if (address === null) return this.#host.watchHost(server);
    this.#host.leaveHost(server);
    const before = server.address;
    moveAddress(this.#host.controlOf(server).states, server, address, BESIDE);
    if (before !== null && !before.equals(address)) this.#host.moved(server);
  }

  #weigh(server: Server, { weight }: Service): void {
    const wanted = serverWeight(weight);
    if (server.model.ignoreSrvWeight || server.weight() === wanted) return;
    this.#host.controlOf(server).setWeight(server, wanted);
  }
}

/** 0 to 65535 of a record to 0 to 256 of a server; only 0 becomes 0. */
export function serverWeight(recordWeight: number): number {
  return recordWeight === 0 ? 0 : Math.floor(recordWeight / 256) + 1;
}

function keyOf(host: string, port: number): string {
  return `${host}:${port}`;
}

/** Each backend has each record once. */
function ownKey(server: Server, key: string): string {
  return `${server.backendName} ${key}`;
}
