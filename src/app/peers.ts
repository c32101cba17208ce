/**
 * The peers sections of the process, on the control thread. A reload keeps a listener that the next
 * generation has as well, and what each peer has confirmed; connections begin anew.
 */
import { PeersSection } from "../peers/section.ts";
import { SharedTable, type SharedTableSpec } from "../peers/shared-table.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ByteSocket, Listener, SocketHandler } from "../runtime/transport.ts";
import type { Counters } from "../stats/counters.ts";
import { Slot } from "../stats/slots.ts";
import { StickTable } from "../stick-table/table.ts";
import type { Generation } from "./compile/generation.ts";
import type { PeersPlan } from "./compile/peers.ts";
import type { BindTls } from "./compile/tls.ts";

const HANDSHAKE_MS = 5000;

/** A listener and the section that answers there by now. */
interface Bound {
  readonly listener: Listener;
  readonly tls: BindTls | null;
  section: PeersSection | null;
}

const keyOf = ({ listen }: PeersPlan): string =>
  JSON.stringify([listen!.address, listen!.tls !== null]);

/** The generation that listens is not in service yet: who comes now comes again. */
function turnAway(socket: ByteSocket): SocketHandler {
  socket.close();
  const ignore = (): void => {};
  return { onConnect: ignore, onData: ignore, onDrain: ignore, onEnd: ignore, onClose: ignore };
}

export class PeersHost {
  readonly #io: ThreadIo;
  readonly #counters: Counters;
  readonly #bound: Map<string, Bound> = new Map();
  /** By region and name between peers. */
  readonly #tables: Map<string, SharedTable> = new Map();
  #sections: readonly PeersSection[] = [];

  constructor(io: ThreadIo, counters: Counters) {
    this.#io = io;
    this.#counters = counters;
  }

  /** Sections in service, in the order of the configuration. */
  get sections(): readonly PeersSection[] {
    return this.#sections;
  }

  /** Opens what a generation listens on and is not open yet: all, or none and the reason. */
  open({ peers }: Generation): string | null {
    const opened: string[] = [];
    for (const plan of peers) {
      if (plan.listen === null || this.#bound.has(keyOf(plan))) continue;
      try {
        this.#bound.set(keyOf(plan), this.#listen(plan));
        opened.push(keyOf(plan));
      } catch (error) {
        for (const key of opened) this.#close(key);
        const reason = error instanceof Error ? error.message : String(error);
        return `cannot bind the local peer of '${plan.name}': ${reason}`;
      }
    }
    return null;
  }

  /** Closes what only a generation has that did not go into service. */
  abandon(): void {
    for (const [key, { section }] of this.#bound) if (section === null) this.#close(key);
  }

  /** Puts a generation whose listeners are open into service. */
  adopt({ peers, model }: Generation): void {
    const before = this.#sections;
    const { runtime, wheel } = this.#io;
    const limits = {
      bufferBytes: model.global.bufsizeBytes,
      mostUpdates: model.global.peersMaxUpdates,
    };
    const counted = (activeChange: number, connectedChange: number): void => {
      this.#counters.add(Slot.activePeers, activeChange);
      this.#counters.add(Slot.connectedPeers, connectedChange);
    };
    const place = { runtime, wheel, begin: () => this.#io.begin(), limits, counted };
    for (const section of before) section.stop();
    for (const bound of this.#bound.values()) bound.section = null;
    this.#sections = peers.map((plan) => {
      const tables = plan.tables.map((spec) => this.#tableOf(spec));
      const section = new PeersSection({ ...plan, tables }, place);
      if (plan.listen !== null) this.#attach(plan, section);
      return section;
    });
    this.abandon();
    this.#forgetTables();
    for (const section of this.#sections) {
      section.start(before.find(({ spec }) => spec.name === section.spec.name) ?? null);
    }
  }

  /**
   * Ends all connections and listens no more; then the process that listens there now is told of
   * all entries. Resolves when it has them, or when there is none.
   */
  async handOver(): Promise<void> {
    const sections = this.#sections;
    this.#sections = [];
    for (const key of this.#bound.keys()) this.#close(key);
    await Promise.all(
      sections.map((section) => new Promise<void>((resolve) => section.handOver(resolve))),
    );
  }

  /** Ends all connections and listens no more. */
  stop(): void {
    for (const section of this.#sections) section.stop();
    for (const key of this.#bound.keys()) this.#close(key);
  }

  #listen(plan: PeersPlan): Bound {
    const { runtime } = this.#io;
    const listener = runtime.transport.listen(plan.listen!, {
      handshakeTimeoutMs: HANDSHAKE_MS,
      onAccept: (socket) => bound.section?.accept(socket) ?? turnAway(socket),
      onHandshakeError: () => {},
    });
    const bound: Bound = { listener, tls: plan.tls, section: null };
    return bound;
  }

  #attach(plan: PeersPlan, section: PeersSection): void {
    const bound = this.#bound.get(keyOf(plan))!;
    bound.section = section;
    if (bound.tls === null || plan.tls === null || bound.tls === plan.tls) return;
    bound.tls.adopt(plan.tls);
    bound.listener.renewTls();
  }

  #close(key: string): void {
    this.#bound.get(key)?.listener.close();
    this.#bound.delete(key);
  }

  /** The table with the numbers of its changes, which outlast a reload as the memory does. */
  #tableOf(spec: SharedTableSpec): SharedTable {
    const key = `${spec.wireName} ${StickTable.regionName(spec.name, spec.table.spec)}`;
    const table = this.#tables.get(key) ?? new SharedTable(spec);
    table.adopt(spec);
    this.#tables.set(key, table);
    return table;
  }

  #forgetTables(): void {
    const used = new Set(this.#sections.flatMap(({ spec }) => spec.tables));
    for (const [key, table] of this.#tables) if (!used.has(table)) this.#tables.delete(key);
  }
}
