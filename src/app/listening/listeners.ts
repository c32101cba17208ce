/**
 * The listening sockets of one thread. A reload keeps those that stay: the same address gets the
 * new frontend behind it, and nobody who waits in its queue notices.
 */
import type { AddressModel, BindModel } from "../../config/model.ts";
import type { ThreadIo } from "../../mux/thread-io.ts";
import type { Address, Listener } from "../../runtime/transport.ts";
import type { Counters } from "../../stats/counters.ts";
import { Acceptor } from "../../listener/acceptor.ts";
import type { SessionGate } from "../../listener/session-opener.ts";
import type { Stream } from "../../stream/stream.ts";
import type { StreamHost } from "../../stream/stream-host.ts";
import { countersOf, partsOf, wantedBy, type WantedBind } from "./bind-addresses.ts";
import { addressOf, shownAddress } from "./listen-address.ts";
import { ownerOf, sharesAddresses } from "./listen-spec.ts";
import type { Generation } from "../compile/generation.ts";
import type { ListenerEntry } from "../control/host.ts";
import type { BindTls } from "../compile/tls.ts";

/** One bound address. */
export interface Bound {
  readonly key: string;
  frontendName: string;
  bind: BindModel;
  readonly acceptor: Acceptor;
  readonly tls: BindTls | null;
  /** As `show stat` tells it. */
  readonly address: string;
  counters: Counters;
  /** Threads share this one socket; else each binds one for itself. */
  readonly isShared: boolean;
  /** Null where only other threads accept, and once it is closed. */
  listener: Listener | null;
}

/** What could not be opened, for the user. */
export interface ListenFault {
  readonly bind: BindModel;
  readonly message: string;
}

const DEFAULT_BACKLOG = 1024;

export class Listeners {
  readonly #io: ThreadIo;
  readonly #host: StreamHost & SessionGate;
  /** By address. */
  readonly #bound: Map<string, Bound> = new Map();
  /** Closed ones whose connections still do what they had begun. */
  #leaving: Bound[] = [];

  constructor(io: ThreadIo, host: StreamHost & SessionGate) {
    this.#io = io;
    this.#host = host;
  }

  get all(): readonly Bound[] {
    return [...this.#bound.values()];
  }

  /**
   * Opens what the generation binds and does not have yet. Nothing that is open changes, so that
   * a generation which cannot bind everything can be given up. Threads other than the control
   * thread are given `sharedFds`: sockets of that thread which cannot be bound twice.
   */
  open(generation: Generation, sharedFds: ReadonlyMap<string, number>): ListenFault[] {
    const faults: ListenFault[] = [];
    const opened: string[] = [];
    for (const wanted of wantedBy(generation)) {
      // Where the runtime has no descriptor to share, the control thread alone serves the socket.
      if (this.#bound.has(wanted.key) || sharedFds.get(wanted.key) === -1) continue;
      // The control thread knows them all: it opens what is shared, and tells of the rest.
      if (!isAmong(wanted, generation) && generation.env.threadId !== 1) continue;
      try {
        this.#bound.set(wanted.key, this.#listen(wanted, generation, sharedFds));
        opened.push(wanted.key);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        faults.push({
          bind: wanted.line.bind,
          message: `cannot bind ${wanted.line.bind.text}: ${reason}`,
        });
      }
    }
    if (faults.length > 0) for (const key of opened) this.#close(key);
    return faults;
  }

  /** Puts the generation behind all listeners, and closes those that it no longer has. */
  adopt(generation: Generation): void {
    this.closeOthers(generation);
    for (const wanted of wantedBy(generation)) {
      const bound = this.#bound.get(wanted.key);
      if (bound !== undefined) this.#rebind(bound, wanted, generation);
    }
  }

  /** Closes the listeners that the generation does not have. */
  closeOthers(generation: Generation): void {
    const wanted = new Set(wantedBy(generation).map((each) => each.key));
    for (const key of this.#bound.keys()) if (!wanted.has(key)) this.#close(key);
  }

  /** The same socket, under its line in the new generation. */
  #rebind(bound: Bound, wanted: WantedBind, generation: Generation): void {
    const { bind, tls } = wanted.line;
    if (bound.tls !== null && tls !== null && bound.tls !== tls) {
      bound.tls.adopt(tls);
      bound.listener?.renewTls();
    }
    bound.frontendName = wanted.entry.model.name;
    bound.bind = bind;
    bound.counters = countersOf(wanted, generation);
    bound.acceptor.adopt(wanted.entry.frontend, partsOf(wanted, bound.counters, bound.tls));
    bound.acceptor.valve.release();
  }

  /** Descriptors that other threads share: sockets that cannot be bound twice. */
  sharedFds(): ReadonlyMap<string, number> {
    const fds: Map<string, number> = new Map();
    for (const bound of this.#bound.values()) {
      if (bound.listener !== null && bound.isShared) fds.set(bound.key, bound.listener.fd);
    }
    return fds;
  }

  /** Exchanges in progress. */
  streams(): Stream[] {
    return [...this.#bound.values(), ...this.#leaving].flatMap((bound) => bound.acceptor.streams());
  }

  /** The bound addresses of a frontend. */
  entries(frontendName: string): ListenerEntry[] {
    const own = [...this.#bound.values()].filter((bound) => bound.frontendName === frontendName);
    return own.map((bound, index) => ({
      name: bound.bind.name ?? `sock-${bound.bind.id ?? index + 1}`,
      id: bound.bind.id ?? index + 1,
      address: bound.address,
      tls: bound.tls !== null,
      maxconn: bound.bind.maxconn ?? 0,
      counters: bound.counters,
    }));
  }

  pause(frontendName: string): void {
    for (const bound of this.#of(frontendName)) bound.acceptor.valve.hold();
  }

  resume(frontendName: string): void {
    for (const bound of this.#of(frontendName)) bound.acceptor.valve.release();
  }

  /** Closes all listeners of a frontend, or all there are. */
  stop(frontendName: string | null): void {
    for (const bound of this.#bound.values()) {
      if (frontendName === null || bound.frontendName === frontendName) this.#close(bound.key);
    }
  }

  /** Ends connections that wait for a next request, each with probability `share`. */
  closeIdle(share: number): void {
    for (const bound of [...this.#bound.values(), ...this.#leaving])
      bound.acceptor.closeIdle(share);
  }

  /** Takes no new connections; those that are there go on. */
  stopListening(): void {
    for (const key of this.#bound.keys()) this.#stopListening(key);
  }

  #of(frontendName: string): Bound[] {
    return [...this.#bound.values()].filter((bound) => bound.frontendName === frontendName);
  }

  #listen(
    wanted: WantedBind,
    generation: Generation,
    sharedFds: ReadonlyMap<string, number>,
  ): Bound {
    const { entry, line } = wanted;
    const { bind, tls } = line;
    const counters = countersOf(wanted, generation);
    const parts = partsOf(wanted, counters, tls);
    const acceptor = new Acceptor(this.#io, this.#host, this.#host, entry.frontend, parts);
    const isOurs = isAmong(wanted, generation);
    const listener =
      isOurs || wanted.shard.isShared
        ? this.#open(wanted, acceptor, generation, sharedFds.get(wanted.key))
        : null;
    if (isOurs) acceptor.valve.bind(listener);
    else listener?.pause();
    const address = shownAddress(wanted.address, listener?.port ?? portOf(wanted.address));
    return {
      key: wanted.key,
      frontendName: entry.model.name,
      bind,
      acceptor,
      tls,
      address,
      counters,
      isShared: wanted.shard.isShared,
      listener,
    };
  }

  #open(
    wanted: WantedBind,
    acceptor: Acceptor,
    generation: Generation,
    shared: number | undefined,
  ): Listener {
    const { bind, tls } = wanted.line;
    const { runtime } = generation.env;
    const address: Address =
      shared === undefined ? addressOf(wanted.address) : { kind: "fd", fd: shared };
    return runtime.transport.listen(
      {
        address,
        backlog: bind.backlog ?? wanted.entry.model.backlog ?? DEFAULT_BACKLOG,
        reusePort: sharesAddresses(generation) && address.kind === "ip",
        options: bind.socketOptions,
        interfaceName: bind.interfaceName,
        ipv6Only: bind.v6only ? true : bind.v4v6 ? false : null,
        unixMode: bind.mode,
        ...ownerOf(bind, runtime.process),
        tls: wanted.isPlain ? null : tls,
      },
      acceptor,
    );
  }

  #close(key: string): void {
    const bound = this.#bound.get(key);
    if (bound === undefined) return;
    bound.acceptor.frontend.closing = true;
    bound.acceptor.closeIdle();
    this.#stopListening(key);
  }

  #stopListening(key: string): void {
    const bound = this.#bound.get(key);
    if (bound === undefined) return;
    this.#bound.delete(key);
    bound.acceptor.valve.bind(null);
    bound.listener?.close();
    bound.listener = null;
    this.#leaving = [...this.#leaving, bound].filter((each) => each.acceptor.connectionCount > 0);
  }
}

/** Whether this thread accepts there. */
function isAmong({ shard }: WantedBind, { env }: Generation): boolean {
  return shard.threads.includes(env.threadId);
}

function portOf(address: AddressModel): number {
  return address.kind === "ip" ? address.port : 0;
}
