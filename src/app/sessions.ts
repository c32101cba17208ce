/** Exchanges in progress on one thread, as `show sess` tells them and `shutdown session` ends them. */
import type { SessionFactsLine } from "../cli/control.ts";
import { nextTurn } from "../core/next-turn.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import { type Killer, killStream } from "../stream/kill.ts";
import type { Stream } from "../stream/stream.ts";
import type { Listeners } from "./listening/listeners.ts";

/** Lines that are made at once. */
const PIECE = 500;

export class Sessions {
  readonly #io: ThreadIo;
  readonly #listeners: Listeners;

  constructor(io: ThreadIo, listeners: Listeners) {
    this.#io = io;
    this.#listeners = listeners;
  }

  /** What goes on, for `show sess`, in pieces of some milliseconds' work: others have turns between. */
  async eachPiece(take: (lines: readonly SessionFactsLine[]) => void): Promise<void> {
    const streams = this.#listeners.streams();
    for (let at = 0; at < streams.length; at += PIECE) {
      if (at > 0) await nextTurn();
      const piece = streams.slice(at, at + PIECE);
      take(piece.map((stream) => lineOf(stream, this.#io.nowMs)));
    }
  }

  /** Ends the streams on a server (`shutdown sessions server`, `on-marked-down`, `on-marked-up`). */
  shutdownServer(regionName: string, killer: Killer): void {
    this.#io.begin();
    // Who gets a slot of one that ends is not meant.
    const streams = this.#listeners
      .streams()
      .filter(({ server }) => server?.regionName === regionName);
    for (const stream of streams) killStream(stream, killer);
  }

  /** Ends one stream; false if there is none of that id. */
  shutdown(id: string): boolean {
    const stream = this.#listeners.streams().find((each) => idOf(each) === id);
    if (stream === undefined) return false;
    this.#io.begin();
    killStream(stream, "K");
    return true;
  }
}

/** An id that no other stream of the process has. */
function idOf(stream: Stream): string {
  return `0x${(stream.requestNumber + 1).toString(16)}${stream.session.threadId.toString(16).padStart(2, "0")}`;
}

function lineOf(stream: Stream, nowMs: number): SessionFactsLine {
  const { session, frontend, backend, server } = stream;
  return {
    id: idOf(stream),
    protocol:
      session.source === null ? "unix_stream" : session.source.family === 4 ? "tcpv4" : "tcpv6",
    source:
      session.source === null ? "unix:1" : `${session.source.toString()}:${session.sourcePort}`,
    frontend: frontend.name,
    backend: backend?.name ?? null,
    server: server?.name ?? null,
    ageSec: Math.floor((nowMs - stream.firstByteMs) / 1000),
  };
}
