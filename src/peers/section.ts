/**
 * A peers section at work, on the control thread: it connects to its peers, lets them in when they
 * come (`door.ts`), and sees to it that there is one connection to each, and that what they know is
 * learned once after the start (`lessons.ts`).
 */
import { Timer } from "../core/timer-wheel.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ByteSocket } from "../runtime/transport.ts";
import { Call } from "./call.ts";
import { Door } from "./door.ts";
import { HandOver } from "./hand-over.ts";
import { HelloStatus } from "./hello.ts";
import { Lessons } from "./lessons.ts";
import { Peer, statusOf } from "./peer.ts";
import type { SectionPlace, SectionSpec } from "./section-spec.ts";
import { Session } from "./session.ts";
import type { Visitor } from "./visitor.ts";

/** How often changes are looked for and timers compared. */
const TICK_MS = 20;
/** From one attempt to connect to the next, however it ended. */
const RECONNECT_MS = 5000;
/** After a connection that stood was lost, so that two peers do not meet in the middle again. */
const LEAST_PAUSE_MS = 50;
const MOST_PAUSE_MS = 2050;

export class PeersSection {
  readonly spec: SectionSpec;
  readonly peers: readonly Peer[];
  /** When it was put into service, for `show peers`. */
  readonly startWallMs: number;
  ticks: number = 0;
  readonly lessons: Lessons;
  readonly #place: SectionPlace;
  readonly #door: Door;
  readonly #timer: Timer = new Timer(() => this.#tick());
  /** As they were told last. */
  #active: number = 0;
  #connected: number = 0;

  constructor(spec: SectionSpec, place: SectionPlace) {
    this.spec = spec;
    this.#place = place;
    this.peers = spec.peers.map((peer) => new Peer(peer, spec.tables));
    this.startWallMs = place.runtime.clock.wallMs();
    this.lessons = new Lessons(this.peers, place.begin());
    this.#door = new Door(this, spec.local, place.runtime.bytes);
  }

  get upToDate(): boolean {
    return this.lessons.upToDate;
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
    this.lessons.upToDate = before?.upToDate ?? false;
    this.#tick();
  }

  /** Ends all connections. */
  stop(): void {
    this.#place.wheel.cancel(this.#timer);
    this.#door.close();
    for (const peer of this.peers) {
      peer.connectAtMs = Infinity;
      this.#drop(peer);
    }
    this.#count();
  }

  /** Ends all connections, then tells the process that takes over all entries. */
  handOver(ended: () => void): void {
    this.stop();
    const { successor, tables } = this.spec;
    if (successor === null || tables.length === 0) return ended();
    new HandOver(this.spec, successor, this.upToDate, this.#place, ended).start();
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
    this.#door.tick(nowMs);
    for (const peer of this.peers) {
      peer.call?.tick(nowMs);
      peer.session?.tick(nowMs);
      if (nowMs >= peer.connectAtMs) this.#connect(peer, nowMs);
    }
    this.lessons.tick(nowMs);
    this.#count();
    this.#place.wheel.schedule(this.#timer, TICK_MS);
  }

  #connect(peer: Peer, nowMs: number): void {
    peer.connectAtMs = nowMs + RECONNECT_MS;
    if (peer.session !== null || peer.call !== null) return;
    peer.metAtMs = nowMs;
    peer.calledAtMs = nowMs;
    peer.counts.connections++;
    peer.call = new Call(peer, this.spec.local, this, this.#place.runtime);
  }

  answered(call: Call, status: number, rest: ByteBuffer): void {
    const { peer } = call;
    if (peer.call !== call) return;
    peer.status = statusOf(status);
    if (status !== HelloStatus.ok) return call.socket.close();
    peer.call = null;
    this.meet(peer, call.socket, rest);
  }

  failed(call: Call): void {
    if (call.peer.call === call) call.peer.call = null;
  }

  /** Somebody has connected to where the local peer listens. */
  accept(socket: ByteSocket): Visitor {
    return this.#door.accept(socket);
  }

  makeRoom(peer: Peer): void {
    if (peer.session !== null || peer.call !== null) peer.counts.collisions++;
    this.#drop(peer);
    peer.calledAtMs = -Infinity;
    peer.status = "ESTA";
    peer.counts.connections++;
  }

  /** A handshake has succeeded. */
  meet(peer: Peer, socket: ByteSocket, rest: ByteBuffer): void {
    const session = new Session(peer, socket, this, this.#place.runtime, this.#place.limits);
    socket.handler = session;
    peer.session = session;
    peer.connectAtMs = Infinity;
    peer.metAtMs = this.begin();
    this.lessons.ask();
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
    this.lessons.forget(session, this.begin());
  }

  sessionClosed(session: Session): void {
    const { peer } = session;
    if (peer.session !== session) return;
    peer.session = null;
    if (peer.spec.address !== null) {
      const pauseMs = LEAST_PAUSE_MS + Math.random() * (MOST_PAUSE_MS - LEAST_PAUSE_MS);
      // Who hangs up at once is not called again and again.
      peer.connectAtMs = Math.max(this.begin() + pauseMs, peer.calledAtMs + RECONNECT_MS);
    }
    this.lessons.forget(session, this.begin());
    this.lessons.ask();
  }

  lessonEnded(session: Session, complete: boolean): void {
    this.lessons.ended(session, complete, this.begin());
  }

  /** What a peer is told when it asks need not be waited for. */
  lessonConfirmed(): void {}
}
