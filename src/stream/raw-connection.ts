/** A client's connection in `mode tcp`: one stream for as long as it lives. */
import type { Session } from "../connection/session.ts";
import type { ContentSink, RawFront } from "../mux/raw/front.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { BufferFacts } from "../sample/txn.ts";
import type { Frontend } from "./frontend.ts";
import { RAW_PHASES } from "./phases/request.ts";
import { Stream } from "./stream.ts";
import type { StreamHost } from "./stream-host.ts";

export function openRawStream(
  io: ThreadIo, host: StreamHost, session: Session, front: RawFront, frontend: Frontend,
): ContentSink {
  const stream = new Stream(io, host, session, front, frontend, io.nowMs, null);
  stream.enter(RAW_PHASES, 0);
  stream.requestEnded = false;
  stream.requestMs = io.nowMs;
  return stream;
}

/** The content that waits in the client's mux, for rules that look at it. */
export function rawContent(front: RawFront): BufferFacts {
  const { bytes, start, end } = front.waiting;
  return { bytes, start, end, complete: front.contentComplete };
}
