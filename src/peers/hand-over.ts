/**
 * The last thing that a section does (manual 11.2: "during a soft restart"): it connects to where
 * the local peer listens, where by now the process answers that takes over, and tells it all
 * entries of all tables, unasked. It is over when that process has confirmed, or when nobody
 * answers.
 */
import { Timer } from "../core/timer-wheel.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import { Call, type CallOwner } from "./call.ts";
import { HelloStatus } from "./hello.ts";
import { Peer, type PeerSpec } from "./peer.ts";
import type { SectionPlace, SectionSpec } from "./section-spec.ts";
import { Session, type SessionOwner } from "./session.ts";

/** How often timers are compared. */
const TICK_MS = 20;
/** From a connection that failed to the next, as HAProxy. */
const PAUSE_MS = 1000;
/** Connections that may fail before it is believed that nobody takes over. */
const MOST_ATTEMPTS = 4;

export class HandOver implements CallOwner, SessionOwner {
  readonly upToDate: boolean;
  readonly #place: SectionPlace;
  readonly #local: string;
  readonly #successor: Peer;
  readonly #timer: Timer = new Timer(() => this.#tick());
  readonly #ended: () => void;
  #attempts: number = 0;
  #connectAtMs: number = 0;
  #over: boolean = false;

  /**
   * @param successor the local peer, with the address where it listens.
   * @param upToDate whether what is told is all that any peer knows.
   */
  constructor(
    section: Pick<SectionSpec, "local" | "tables">,
    successor: PeerSpec,
    upToDate: boolean,
    place: SectionPlace,
    ended: () => void,
  ) {
    this.#local = section.local;
    this.#successor = new Peer(successor, section.tables);
    this.upToDate = upToDate;
    this.#place = place;
    this.#ended = ended;
  }

  begin(): number {
    return this.#place.begin();
  }

  start(): void {
    this.#tick();
  }

  #tick(): void {
    const nowMs = this.begin();
    this.#successor.call?.tick(nowMs);
    this.#successor.session?.tick(nowMs);
    if (nowMs >= this.#connectAtMs) this.#connect();
    if (!this.#over) this.#place.wheel.schedule(this.#timer, TICK_MS);
  }

  #connect(): void {
    this.#connectAtMs = Infinity;
    this.#attempts++;
    this.#successor.call = new Call(this.#successor, this.#local, this, this.#place.runtime);
  }

  answered(call: Call, status: number, rest: ByteBuffer): void {
    const peer = this.#successor;
    if (status !== HelloStatus.ok) return call.socket.close();
    peer.call = null;
    const { runtime, limits } = this.#place;
    const session = new Session(peer, call.socket, this, runtime, limits);
    call.socket.handler = session;
    peer.session = session;
    session.sender.teach(this.upToDate);
    if (rest.length > 0) session.onData(call.socket, rest);
    else session.push();
  }

  failed(call: Call): void {
    if (this.#successor.call !== call) return;
    this.#successor.call = null;
    this.#lost();
  }

  sessionClosed(): void {
    this.#successor.session = null;
    this.#lost();
  }

  /** Nothing is learned any more. */
  lessonEnded(): void {}

  lessonConfirmed(session: Session): void {
    this.#successor.session = null;
    session.closed = true;
    session.socket.close();
    this.#end();
  }

  #lost(): void {
    if (this.#over) return;
    if (this.#attempts === MOST_ATTEMPTS) return this.#end();
    this.#connectAtMs = this.begin() + PAUSE_MS;
  }

  #end(): void {
    this.#over = true;
    this.#place.wheel.cancel(this.#timer);
    this.#ended();
  }
}
