/**
 * From whom a section learns what other processes know: from one peer at a time, until one has
 * told that this was all, or nobody was there to ask for five seconds. The process before this one
 * (the local peer of the same name) tells all it knows unasked.
 */
import type { Peer } from "./peer.ts";
import type { Session } from "./session.ts";

/** How long somebody is looked for who can teach. */
const LESSON_MS = 5000;

export class Lessons {
  /** All that other peers know is known here. */
  upToDate: boolean = false;
  /** When it is believed that nobody knows more. */
  untilMs: number;
  readonly #peers: readonly Peer[];
  #teacher: Session | null = null;

  constructor(peers: readonly Peer[], nowMs: number) {
    this.#peers = peers;
    this.untilMs = nowMs + LESSON_MS;
  }

  tick(nowMs: number): void {
    if (this.#teacher === null && nowMs >= this.untilMs) this.upToDate = true;
  }

  /** Asks one peer for all it knows, as long as that was not had from anybody. */
  ask(): void {
    if (this.upToDate || this.#teacher !== null) return;
    const able = this.#peers.filter(
      ({ session, asked, spec }) => session !== null && !asked && !spec.isLocal,
    );
    const chosen = able[Math.floor(Math.random() * able.length)]?.session ?? null;
    this.#teacher = chosen;
    chosen?.learn();
  }

  /** A connection is gone, or its lesson is over: another peer may be asked from now on. */
  forget(session: Session, nowMs: number): void {
    if (this.#teacher !== session) return;
    this.#teacher = null;
    this.untilMs = nowMs + LESSON_MS;
  }

  /** A peer has told what it knows: all there is, or not. */
  ended(session: Session, complete: boolean, nowMs: number): void {
    session.peer.asked = true;
    this.forget(session, nowMs);
    if (complete) this.upToDate = true;
    this.ask();
  }
}
