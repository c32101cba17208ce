/** Two peers in one process, without a network: the test carries the bytes and moves the clocks. */
import { Arena } from "../../../src/core/arena.ts";
import type { PeerSpec } from "../../../src/peers/peer.ts";
import { PeersSection } from "../../../src/peers/section.ts";
import { SharedTable } from "../../../src/peers/shared-table.ts";
import { ANY_SOURCE } from "../../../src/server/connect/source-ports.ts";
import { StickTable } from "../../../src/stick-table/table.ts";
import { TableUpdates } from "../../../src/stick-table/updates.ts";
import { type Loop, LoopSocket, makeLoop, noHandler } from "../mux/loop.ts";
import { specOf } from "../stick-table/new-table.ts";

const BUFFER_BYTES = 512;

const peer = (name: string, isLocal: boolean): PeerSpec => ({
  name,
  isLocal,
  address: isLocal ? null : { kind: "ip", host: "192.0.2.1", port: 1 },
  shown: "",
  tls: null,
  source: ANY_SOURCE,
  options: null,
  shard: null,
});

/** A process with one table and one section. */
export class Process {
  readonly loop: Loop;
  /** Through which changes are noted, as traffic makes them. */
  readonly table: StickTable;
  readonly shared: SharedTable;
  section: PeersSection;
  readonly #name: string;

  private constructor(name: string, tableLine: string, loop: Loop) {
    const spec = specOf(tableLine);
    const arena = new Arena();
    const region = arena.region("table", StickTable.sizeBytes(spec));
    const noted = arena.region("updates", TableUpdates.sizeBytes(spec.size));
    const updates = new TableUpdates(noted, spec.size);
    const { wheel } = loop.io;
    this.#name = name;
    this.loop = loop;
    this.table = StickTable.create(spec, region, wheel, updates);
    const table = StickTable.create(spec, region, wheel);
    this.shared = new SharedTable({ name: "t", wireName: "t", table, updates, writeTo: null });
    this.section = this.#newSection();
  }

  static async make(name: string, tableLine: string): Promise<Process> {
    return new Process(name, tableLine, await makeLoop());
  }

  #newSection(): PeersSection {
    const { io } = this.loop;
    const successor = { ...peer(this.#name, false), isLocal: true };
    const peers = ["A", "B"].map((name) => peer(name, name === this.#name));
    const limits = { bufferBytes: BUFFER_BYTES, mostUpdates: 20 };
    return new PeersSection(
      { name: "mp", local: this.#name, peers, tables: [this.shared], successor },
      { runtime: io.runtime, wheel: io.wheel, begin: () => io.begin(), limits, counted: () => {} },
    );
  }

  /** What a reload does. */
  reload(): void {
    const before = this.section;
    before.stop();
    this.section = this.#newSection();
    this.section.start(before);
  }

  /** Sets gpc0 of a key, as a rule does. */
  set(key: string, value: number): void {
    const entry = this.table.getOrCreate(key);
    this.table.write(entry, this.table.field("gpc0")!, value);
    this.table.release(entry);
  }

  get(key: string): number | undefined {
    const entry = this.table.lookup(key);
    if (entry < 0) return undefined;
    const value = this.table.read(entry, this.table.field("gpc0")!);
    this.table.release(entry);
    return value;
  }

  /** The remote peer as this process knows it. */
  get other(): PeersSection["peers"][number] {
    return this.section.peers.find(({ spec }) => spec.address !== null)!;
  }

  /** What the clock brings. */
  advance(ms: number): void {
    this.loop.clock.advance(ms);
    this.loop.clock.endTurn();
  }
}

/** A connection between two processes; what goes over it is kept as text. */
export class Wire {
  readonly near: LoopSocket;
  readonly far: LoopSocket;
  /** What each side sent. */
  nearSent: string = "";
  farSent: string = "";
  open: boolean = true;

  constructor(near: LoopSocket, far: LoopSocket) {
    this.near = near;
    this.far = far;
  }

  /** Carries what was sent; whether there was anything. */
  carry(): boolean {
    if (!this.open) return false;
    const fromNear = this.near.take();
    const fromFar = this.far.take();
    this.nearSent += fromNear;
    this.farSent += fromFar;
    if (fromNear !== "") this.far.deliver(fromNear);
    if (fromFar !== "") this.near.deliver(fromFar);
    const ended = [this.near, this.far].some(({ state }) => state !== "open");
    if (ended) this.cut();
    return ended || fromNear !== "" || fromFar !== "";
  }

  cut(): void {
    this.open = false;
    this.near.deliverClose();
    this.far.deliverClose();
  }
}

export class Pair {
  readonly a: Process;
  readonly b: Process;
  readonly wires: Wire[] = [];
  /** Dials go nowhere as long as this is false. */
  reachable: boolean = true;
  readonly #seen: Set<LoopSocket> = new Set();

  private constructor(a: Process, b: Process) {
    this.a = a;
    this.b = b;
  }

  static async make(tableLine: string): Promise<Pair> {
    return new Pair(await Process.make("A", tableLine), await Process.make("B", tableLine));
  }

  /** Lets time pass at both, carrying all that is sent. */
  run(ms: number): void {
    for (let passed = 0; passed < ms; passed += 20) {
      this.a.advance(20);
      this.b.advance(20);
      this.settle();
    }
  }

  /** Until nothing is sent any more. */
  settle(): void {
    for (let busy = true; busy;) {
      this.#connect(this.a, this.b);
      this.#connect(this.b, this.a);
      busy = this.wires.map((wire) => wire.carry()).includes(true);
      this.a.loop.clock.endTurn();
      this.b.loop.clock.endTurn();
    }
  }

  /** Both have one connection that stands, the same one. */
  get met(): boolean {
    return this.a.section.connected === 1 && this.b.section.connected === 1;
  }

  /** The connection that stands. */
  get wire(): Wire {
    return this.wires.findLast(({ open }) => open)!;
  }

  #connect(from: Process, to: Process): void {
    for (const near of from.loop.dialed) {
      if (this.#seen.has(near)) continue;
      this.#seen.add(near);
      if (near.state !== "open" || !this.reachable) {
        near.deliverClose();
        continue;
      }
      const far = new LoopSocket(noHandler);
      far.handler = to.section.accept(far);
      this.wires.push(new Wire(near, far));
      near.handler.onConnect(near);
    }
  }
}
