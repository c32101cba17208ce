/**
 * The listening sockets of one thread. A reload keeps those that stay: the same address gets the
 * new frontend behind it, and nobody who waits in its queue notices.
 */
import type { AddressModel, BindModel } from "../config/model.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ServerTls } from "../runtime/tls.ts";
import type { Address, Listener } from "../runtime/transport.ts";
import { Counters } from "../stats/counters.ts";
import { Acceptor, type ProcessGate } from "../stream/acceptor.ts";
import type { Stream } from "../stream/stream.ts";
import type { StreamHost } from "../stream/stream-host.ts";
import type { BoundLine, FrontendEntry, Generation } from "./compile/generation.ts";
import type { ListenerEntry } from "./control/host.ts";
import type { BindTls } from "./compile/tls.ts";

/** One bound address. */
export interface Bound {
  readonly key: string;
  readonly frontendName: string;
  readonly bind: BindModel;
  readonly acceptor: Acceptor;
  readonly tls: BindTls | null;
  /** As `show stat` tells it. */
  readonly address: string;
  readonly counters: Counters;
  listener: Listener | null;
}

/** What could not be opened, for the user. */
export interface ListenFault {
  readonly bind: BindModel;
  readonly message: string;
}

interface Wanted {
  readonly key: string;
  readonly address: AddressModel;
  readonly entry: FrontendEntry;
  readonly line: BoundLine;
}

const DEFAULT_BACKLOG = 1024;

export class Listeners {
  readonly #io: ThreadIo;
  readonly #host: StreamHost & ProcessGate;
  /** By address. */
  readonly #bound: Map<string, Bound> = new Map();
  /** On threads other than the control thread: sockets of that thread to share. */
  readonly #sharedFds: ReadonlyMap<string, number>;

  constructor(io: ThreadIo, host: StreamHost & ProcessGate, sharedFds: ReadonlyMap<string, number>) {
    this.#io = io;
    this.#host = host;
    this.#sharedFds = sharedFds;
  }

  get all(): readonly Bound[] {
    return [...this.#bound.values()];
  }

  /**
   * Opens what the generation binds and does not have yet. Nothing that is open changes, so that
   * a generation which cannot bind everything can be given up.
   */
  open(generation: Generation): ListenFault[] {
    const faults: ListenFault[] = [];
    const opened: string[] = [];
    for (const wanted of wantedBy(generation)) {
      if (this.#bound.has(wanted.key)) continue;
      try {
        this.#bound.set(wanted.key, this.#listen(wanted, generation));
        opened.push(wanted.key);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        faults.push({ bind: wanted.line.bind, message: `cannot bind ${wanted.line.bind.text}: ${reason}` });
      }
    }
    if (faults.length > 0) for (const key of opened) this.#close(key);
    return faults;
  }

  /** Puts the generation behind all listeners, and closes those that it no longer has. */
  adopt(generation: Generation): void {
    const wanted = new Map(wantedBy(generation).map((each) => [each.key, each]));
    for (const [key, bound] of this.#bound) {
      const now = wanted.get(key);
      if (now === undefined) {
        this.#close(key);
        continue;
      }
      if (bound.tls !== null && now.line.tls !== null && bound.tls !== now.line.tls) bound.tls.adopt(now.line.tls);
      bound.acceptor.frontend = now.entry.frontend;
    }
  }

  /** Descriptors that other threads share: sockets that cannot be bound twice. */
  sharedFds(): ReadonlyMap<string, number> {
    const fds: Map<string, number> = new Map();
    for (const bound of this.#bound.values()) {
      if (bound.listener !== null && !bound.key.startsWith("ip ")) fds.set(bound.key, bound.listener.fd);
    }
    return fds;
  }

  /** Exchanges in progress. */
  streams(): Stream[] {
    return [...this.#bound.values()].flatMap((bound) => bound.acceptor.streams());
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
    this.#of(frontendName, (listener) => listener.pause());
  }

  resume(frontendName: string): void {
    this.#of(frontendName, (listener) => listener.resume());
  }

  /** Closes all listeners of a frontend, or all there are. */
  stop(frontendName: string | null): void {
    for (const bound of this.#bound.values()) {
      if (frontendName === null || bound.frontendName === frontendName) this.#close(bound.key);
    }
  }

  /** Ends connections that wait for a next request. */
  closeIdle(): void {
    for (const bound of this.#bound.values()) bound.acceptor.closeIdle();
  }

  #of(frontendName: string, change: (listener: Listener) => void): void {
    for (const bound of this.#bound.values()) {
      if (bound.frontendName === frontendName && bound.listener !== null) change(bound.listener);
    }
  }

  #listen(wanted: Wanted, generation: Generation): Bound {
    const { entry, line } = wanted;
    const { bind, tls } = line;
    const { env } = generation;
    const name = bind.name ?? `sock-${bind.id ?? 1}`;
    const counters = new Counters(
      env.arena, `listener/${entry.model.name}/${wanted.key}`, env.threadCount, env.threadId - 1,
    );
    const acceptor = new Acceptor(this.#io, this.#host, this.#host, entry.frontend, {
      listener: { name, id: bind.id ?? 1 },
      counters,
      maxconn: bind.maxconn ?? 0,
      acceptProxy: bind.acceptProxy,
      tlsAfterProxy: bind.acceptProxy ? tls : null,
    });
    const listener = this.#open(wanted, acceptor, bind.acceptProxy ? null : tls, generation);
    acceptor.bind(listener);
    const address = shownAddress(wanted.address, listener.port);
    return { key: wanted.key, frontendName: entry.model.name, bind, acceptor, tls, address, counters, listener };
  }

  #open(wanted: Wanted, acceptor: Acceptor, tls: ServerTls | null, generation: Generation): Listener {
    const { bind } = wanted.line;
    const { runtime } = generation.env;
    const shared = this.#sharedFds.get(wanted.key);
    const address: Address = shared === undefined ? addressOf(wanted.address) : { kind: "fd", fd: shared };
    return runtime.transport.listen({
      address,
      backlog: bind.backlog ?? wanted.entry.model.backlog ?? DEFAULT_BACKLOG,
      reusePort: runtime.capabilities.reusePort && address.kind === "ip",
      ipv6Only: bind.v6only ? true : bind.v4v6 ? false : null,
      unixMode: bind.mode,
      unixUid: bind.user === null ? null : runtime.process.uidOf(bind.user),
      unixGid: bind.group === null ? null : runtime.process.gidOf(bind.group),
      tls,
    }, acceptor);
  }

  #close(key: string): void {
    const bound = this.#bound.get(key);
    if (bound === undefined) return;
    this.#bound.delete(key);
    bound.acceptor.bind(null);
    bound.acceptor.frontend.closing = true;
    bound.acceptor.closeIdle();
    bound.listener?.close();
    bound.listener = null;
  }
}

function wantedBy(generation: Generation): Wanted[] {
  return generation.frontends.flatMap((entry) =>
    entry.binds.flatMap((line) =>
      line.bind.addresses.map((address) => ({ key: keyOf(address, line), address, entry, line }))));
}

/** Equal keys are the same socket. Whether it speaks TLS, and how, belongs to it as well. */
function keyOf(address: AddressModel, line: BoundLine): string {
  const where = address.kind === "ip" ? `ip ${address.host} ${address.port}`
    : address.kind === "unix" ? `unix ${address.path}`
    : address.kind === "abstract" ? `abstract ${address.name}` : `fd ${address.fd}`;
  const tls = line.tls === null ? "" : ` ${JSON.stringify(line.tls.options)}`;
  return `${where}${line.bind.acceptProxy ? " proxy" : ""}${tls}`;
}

function shownAddress(address: AddressModel, port: number): string {
  if (address.kind === "unix" || address.kind === "abstract") return "unix";
  const where = addressOf(address);
  const host = where.kind === "ip" ? where.host : "0.0.0.0";
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** `*` and an empty host mean every address of the family. */
export function addressOf(address: AddressModel): Address {
  if (address.kind !== "ip") return address;
  const any = address.host === "" || address.host === "*";
  return { kind: "ip", host: any ? (address.family === 6 ? "::" : "0.0.0.0") : address.host, port: address.port };
}
