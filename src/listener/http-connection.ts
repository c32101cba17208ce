/** A client's HTTP connection: makes a stream for each of its requests, and ends with its session. */
import type { Session } from "../connection/session.ts";
import type { HttpMessage } from "../http/message.ts";
import { H1Front } from "../mux/h1/front.ts";
import type { FrontHost, FrontSettings } from "../mux/h1/front-host.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ByteSocket } from "../runtime/transport.ts";
import { Slot } from "../stats/slots.ts";
import { finish } from "../stream/finish.ts";
import type { Frontend } from "../stream/frontend.ts";
import { isPreface } from "../stream/phases/preface.ts";
import { stepAfterContentRules } from "../stream/phases/request.ts";
import { SessionConnections } from "../stream/session-connections.ts";
import { Stream } from "../stream/stream.ts";
import type { StreamHost } from "../stream/stream-host.ts";

/** What the connection came in through; a reload puts a new frontend behind it. */
export interface FrontendSource {
  readonly frontend: Frontend;
}

export class HttpConnection implements FrontHost {
  readonly #io: ThreadIo;
  readonly #host: StreamHost;
  readonly #session: Session;
  readonly #source: FrontendSource;
  readonly #onClosed: () => void;
  #front: H1Front | null = null;
  #stream: Stream | null = null;
  /** The TCP stream whose rules switched to HTTP: its first request goes on where that was. */
  #before: Stream | null;
  readonly #kept: SessionConnections = new SessionConnections();

  constructor(
    io: ThreadIo,
    host: StreamHost,
    session: Session,
    source: FrontendSource,
    onClosed: () => void,
    before: Stream | null = null,
  ) {
    this.#before = before;
    this.#io = io;
    this.#host = host;
    this.#session = session;
    this.#source = source;
    this.#onClosed = onClosed;
  }

  /** The mux that owns the socket from here on. */
  begin(socket: ByteSocket): H1Front {
    this.#front = new H1Front(this.#io, socket, this);
    return this.#front;
  }

  /** The exchange in progress, null between requests. */
  get stream(): Stream | null {
    return this.#stream === null || this.#stream.finished ? null : this.#stream;
  }

  closeIfIdle(): void {
    if (!this.#source.frontend.parts.keepsIdle) this.#front?.closeIfIdle();
  }

  settings(): FrontSettings {
    return this.#source.frontend;
  }

  open(mux: H1Front): Stream {
    const { frontend } = this.#source;
    const stream = new Stream(
      this.#io,
      this.#host,
      this.#session,
      mux,
      frontend,
      mux.firstByteMs,
      this.#kept,
    );
    this.#stream = stream;
    if (this.#before !== null) {
      stream.takeOver(this.#before);
      const { chosenBackend } = this.#before.special;
      if (chosenBackend !== null) stream.ownSpecial.chosenBackend = chosenBackend;
      stream.step = stepAfterContentRules();
      this.#before = null;
    }
    return stream;
  }

  refuse(mux: H1Front, request: HttpMessage, status: number, flags: string): void {
    const stream = this.open(mux);
    const { frontend } = stream;
    const { dontLogNull, ignoreProbes } = frontend.parts.log;
    const isProbe = mux.receivedBytes === 0;
    if (isProbe && (dontLogNull || ignoreProbes)) stream.ownSpecial.logLevel = "silent";
    if (isProbe && ignoreProbes) {
      finish(stream, "abort");
      return;
    }
    stream.ownSpecial.cause = flags.charAt(0);
    stream.ownSpecial.causeState = flags.charAt(1);
    if (isPreface(request)) stream.ownSpecial.faultSettled = true;
    // HAProxy's stream has no status then: it was in TCP mode, its mux answers by itself.
    if (stream.special.chosenBackend !== null) stream.status = 0;
    else stream.status = status === 0 ? 400 : status;
    this.#host.countRequest(stream);
    frontend.counters.add(Slot.ereq, 1);
    if (request.errorReason !== "") {
      stream.ownSpecial.faultyHead = request;
      this.#host.recordError(stream, "request", request.errorReason);
      stream.ownSpecial.faultyHead = null;
    }
    if (status === 0) {
      finish(stream, "abort");
      return;
    }
    const page = this.#io.runtime.bytes.latin1(frontend.parts.rawError(status));
    mux.sendBody(page, 0, page.length);
    finish(stream, "release");
  }

  closed(): void {
    this.#kept.closeAll();
    this.#onClosed();
  }
}
