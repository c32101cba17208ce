/**
 * A peers section at work, on the control thread: it listens, connects to its peers, sees to it
 * that there is one connection to each, and that what they know is learned once after the start.
 */
import { Timer, type TimerWheel } from "../core/timer-wheel.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { ByteSocket } from "../runtime/transport.ts";
import { Call } from "./call.ts";
import { type HelloAnswer, HelloStatus, judgeHello } from "./hello.ts";
import { Peer, type PeerSpec, type PeerStatus } from "./peer.ts";
import type { SenderLimits } from "./sender.ts";
import { Session } from "./session.ts";
import type { SharedTable } from "./shared-table.ts";
import { Visitor } from "./visitor.ts";

/** How often changes are looked for and timers compared. */
const TICK_MS = 20;
/** From one attempt to connect to the next. */
const RECONNECT_MS = 5000;
/** After a connection that stood was lost, so that two peers do not meet in the middle again. */
const LEAST_PAUSE_MS = 50;
const MOST_PAUSE_MS = 2050;
/** How long somebody is looked for who can teach. */
const LESSON_MS = 5000;
/** Connections at once that have not said who they are. */
const MOST_VISITORS = 64;

export interface SectionSpec {
  readonly name: string;
  /** Name of the local peer. */
  readonly local: string;
  readonly peers: readonly PeerSpec[];
  readonly tables: readonly SharedTable[];
}

export interface SectionPlace {
  readonly runtime: Runtime;
  readonly wheel: TimerWheel;
  /** Begins an I/O event; the time. */
  begin(): number;
  readonly limits: SenderLimits;
  /** Told by how much the numbers of peers that are met and that are connected have changed. */
  counted(activeChange: number, connectedChange: number): void;
}

/** What the last handshake came to, in the words of `show peers`. */
const STATUS_NAMES: ReadonlyMap<number, PeerStatus> = new Map([
  [HelloStatus.ok, "ESTA"],
  [HelloStatus.tryLater, "RETR"],
  [HelloStatus.protocolError, "PROT"],
  [HelloStatus.badVersion, "VERS"],
  [HelloStatus.wrongLocalName, "NAME"],
  [HelloStatus.unknownRemoteName, "UNKN"],
]);

export class PeersSection {
  readonly spec: SectionSpec;
  readonly peers: readonly Peer[];
  /** When it was put into service, for `show peers`. */
  readonly startWallMs: number;
  upToDate: boolean = false;
  ticks: number = 0;
  lessonUntilMs: number;
  readonly #place: SectionPlace;
  readonly #visitors: Set<Visitor> = new Set();
  readonly #timer: Timer = new Timer(() => this.#tick());
  #teacher: Session | null = null;
  /** As they were told last. */
  #active: number = 0;
  #connected: number = 0;

  constructor(spec: SectionSpec, place: SectionPlace) {
    this.spec = spec;
    this.#place = place;
    this.peers = spec.peers.map((peer) => new Peer(peer, spec.tables));
    this.startWallMs = place.runtime.clock.wallMs();
    this.lessonUntilMs = place.begin() + LESSON_MS;
  }

  /** Peers whose connection stands; then also those that are connected to just now. */
  get connected(): number {
    return this.peers.filter(({ session }) => session !== null).length;
  }

  get active(): number {
    return this.peers.filter(({ session, call }) => session !== null || call !== null).length;
  }

  begin(): number {
    return this.#place.begin();
  }

  /** Begins; `before` is the section of that name before a reload. */
  start(before: PeersSection | null): void {
    const nowMs = this.begin();
    for (const peer of this.peers) {
      const same = before?.peers.find(({ spec }) => spec.name === peer.spec.name);
      if (same !== undefined) peer.goOnFrom(same);
      if (peer.spec.address !== null) peer.connectAtMs = nowMs;
    }
    // What was learned before a reload is still known.
    this.upToDate = before?.upToDate ?? false;
    this.#tick();
  }

  /** Ends all connections. */
  stop(): void {
    this.#place.wheel.cancel(this.#timer);
    for (const visitor of this.#visitors) visitor.socket.close();
    for (const peer of this.peers) {
      peer.connectAtMs = Infinity;
      this.#drop(peer);
    }
    this.#count();
  }

  #count(): void {
    const { active, connected } = this;
    this.#place.counted(active - this.#active, connected - this.#connected);
    this.#active = active;
    this.#connected = connected;
  }

  #tick(): void {
    const nowMs = this.begin();
    this.ticks++;
    for (const table of this.spec.tables) table.collect();
    for (const visitor of this.#visitors) visitor.tick(nowMs);
    for (const peer of this.peers) {
      peer.call?.tick(nowMs);
      peer.session?.tick(nowMs);
      if (nowMs >= peer.connectAtMs) this.#connect(peer, nowMs);
    }
    if (this.#teacher === null && nowMs >= this.lessonUntilMs) this.upToDate = true;
    this.#count();
    this.#place.wheel.schedule(this.#timer, TICK_MS);
  }

  #connect(peer: Peer, nowMs: number): void {
    peer.connectAtMs = nowMs + RECONNECT_MS;
    if (peer.session !== null || peer.call !== null) return;
    peer.metAtMs = nowMs;
    peer.counts.connections++;
    peer.call = new Call(peer, this.spec.local, this, this.#place.runtime);
  }

  answered(call: Call, status: number, rest: ByteBuffer): void {
    const { peer } = call;
    if (peer.call !== call) return;
    peer.status = STATUS_NAMES.get(status) ?? "NONE";
    if (status !== HelloStatus.ok) return call.socket.close();
    peer.call = null;
    this.#meet(peer, call.socket, rest);
  }

  failed(call: Call): void {
    if (call.peer.call === call) call.peer.call = null;
  }

  /** Somebody has connected to where the local peer listens. */
  accept(socket: ByteSocket): Visitor {
    const visitor = new Visitor(socket, this, this.#place.runtime.bytes);
    if (this.#visitors.size >= MOST_VISITORS) socket.close();
    else this.#visitors.add(visitor);
    return visitor;
  }

  hello(visitor: Visitor, text: string, rest: ByteBuffer): void {
    const known = (name: string): Peer | undefined =>
      this.peers.find(({ spec }) => spec.name === name);
    const { status, remote } = judgeHello(
      text,
      this.spec.local,
      (name) => known(name) !== undefined,
    );
    if (status !== HelloStatus.ok) return this.refuse(visitor, status);
    const peer = known(remote)!;
    this.#visitors.delete(visitor);
    if (peer.session !== null || peer.call !== null) peer.counts.collisions++;
    this.#drop(peer);
    peer.status = "ESTA";
    peer.counts.connections++;
    this.#say(visitor.socket, HelloStatus.ok);
    this.#meet(peer, visitor.socket, rest);
  }

  refuse({ socket }: Visitor, status: HelloAnswer): void {
    this.#say(socket, status);
    socket.close();
  }

  left(visitor: Visitor): void {
    this.#visitors.delete(visitor);
  }

  #say(socket: ByteSocket, status: HelloAnswer): void {
    const line = this.#place.runtime.bytes.latin1(`${status}\n`);
    socket.write(line, 0, line.length);
  }

  /** A handshake has succeeded. */
  #meet(peer: Peer, socket: ByteSocket, rest: ByteBuffer): void {
    const session = new Session(peer, socket, this, this.#place.runtime, this.#place.limits);
    socket.handler = session;
    peer.session = session;
    peer.connectAtMs = Infinity;
    peer.metAtMs = this.begin();
    this.#learn();
    if (rest.length > 0) session.onData(socket, rest);
    else session.push();
  }

  /** Closes what there is between a peer and us; the one that came last wins. */
  #drop(peer: Peer): void {
    const { call, session } = peer;
    peer.call = null;
    peer.session = null;
    call?.socket.close();
    if (session === null) return;
    session.closed = true;
    session.socket.close();
    this.#forget(session);
  }

  sessionClosed(session: Session): void {
    const { peer } = session;
    if (peer.session !== session) return;
    peer.session = null;
    if (peer.spec.address !== null) {
      const pauseMs = LEAST_PAUSE_MS + Math.random() * (MOST_PAUSE_MS - LEAST_PAUSE_MS);
      peer.connectAtMs = this.begin() + pauseMs;
    }
    this.#forget(session);
    this.#learn();
  }

  #forget(session: Session): void {
    if (this.#teacher !== session) return;
    this.#teacher = null;
    this.lessonUntilMs = this.begin() + LESSON_MS;
  }

  lessonEnded(session: Session, complete: boolean): void {
    session.peer.asked = true;
    this.#forget(session);
    if (complete) this.upToDate = true;
    this.#learn();
  }

  /** Asks one peer for all it knows, as long as that was not had from anybody. */
  #learn(): void {
    if (this.upToDate || this.#teacher !== null) return;
    const able = this.peers.filter(({ session, asked }) => session !== null && !asked);
    const chosen = able[Math.floor(Math.random() * able.length)]?.session ?? null;
    this.#teacher = chosen;
    chosen?.learn();
  }
}
