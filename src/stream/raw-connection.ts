/** A client's connection in `mode tcp`: one stream for as long as it lives. */
import type { Session } from "../connection/session.ts";
import { RawFront } from "../mux/raw/front.ts";
import type { ByteSocket } from "../runtime/transport.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { BufferFacts } from "../sample/txn.ts";
import type { Frontend } from "./frontend.ts";
import { logAccept } from "./log-stream.ts";
import { RAW_PHASES } from "./phases/request.ts";
import { Stream } from "./stream.ts";
import type { StreamHost } from "./stream-host.ts";

export class RawConnection {
  readonly #io: ThreadIo;
  readonly #host: StreamHost;
  readonly #session: Session;
  readonly #frontend: Frontend;
  readonly #onClosed: () => void;
  #stream: Stream | null = null;

  constructor(
    io: ThreadIo,
    host: StreamHost,
    session: Session,
    frontend: Frontend,
    onClosed: () => void,
  ) {
    this.#io = io;
    this.#host = host;
    this.#session = session;
    this.#frontend = frontend;
    this.#onClosed = onClosed;
  }

  /** The mux that owns the socket from here on; the rules may decide before any content comes. */
  begin(socket: ByteSocket): RawFront {
    const front = new RawFront(this.#io, socket, { closed: this.#onClosed }, (mux) =>
      this.#open(mux),
    );
    front.begin();
    return front;
  }

  /** The exchange in progress. */
  get stream(): Stream | null {
    return this.#stream === null || this.#stream.finished ? null : this.#stream;
  }

  /** A TCP connection is never idle. */
  closeIfIdle(): void {}

  #open(front: RawFront): Stream {
    const stream = new Stream(
      this.#io,
      this.#host,
      this.#session,
      front,
      this.#frontend,
      this.#io.nowMs,
      null,
    );
    stream.enter(RAW_PHASES, 0);
    stream.requestEnded = false;
    stream.requestMs = this.#io.nowMs;
    this.#stream = stream;
    if (this.#frontend.parts.log.steps !== 0) logAccept(stream);
    return stream;
  }
}

/** The content that waits in the client's mux, for rules that look at it. */
export function rawContent(front: RawFront): BufferFacts {
  const { bytes, start, end } = front.waiting;
  return { bytes, start, end, complete: front.contentComplete };
}
