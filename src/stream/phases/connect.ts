/** A connection to the chosen server: an idle one where the policy allows, else a new one. */
import { H1Back } from "../../mux/h1/back.ts";
import { RawBack } from "../../mux/raw/back.ts";
import { reuseOf } from "../../server/idle/reuse-policy.ts";
import { Slot } from "../../stats/slots.ts";
import { msOf } from "../frontend.ts";
import { replyError } from "../reply-sender.ts";
import type { SocketOptions } from "../../runtime/transport.ts";
import type { Stream } from "../stream.ts";
import { terminate } from "../termination.ts";
import type { Upstream } from "../upstream.ts";
import { redirectsAway } from "./redirect-away.ts";
import { Step } from "./step.ts";

export function connect(stream: Stream): Step {
  if (stream.serverMux !== null) return stream.connectedMs >= 0 ? Step.next : Step.wait;
  if (redirectsAway(stream)) return Step.done;
  const upstream = stream.backend!.upstream(stream.server!);
  if (stream.request === null) return dial(stream, upstream, "");
  const key = upstream.keyFor(stream, serverOptions(stream));
  return reuse(stream, upstream, key) ? Step.next : dial(stream, upstream, key);
}

/** Takes an idle connection of the session or of the pool; false if there is none to take. */
function reuse(stream: Stream, upstream: Upstream, key: string): boolean {
  const mux = stream.kept?.take(upstream.server, key) ?? fromPool(stream, upstream, key);
  if (mux === null) return false;
  mux.attach(stream);
  stream.serverMux = mux;
  stream.connectedMs = stream.nowMs;
  upstream.server.counters.add(Slot.reuse, 1);
  upstream.server.counters.useConnection();
  stream.backend!.counters.add(Slot.reuse, 1);
  return true;
}

function fromPool(stream: Stream, upstream: Upstream, key: string): H1Back | null {
  const policy = reuseOf(stream.backend!.parts.reuse, stream.session.requestCount <= 1);
  return policy === "none" ? null : upstream.pool.take(key, policy === "proven");
}

/** `set-bc-tos` and `set-bc-mark` of this stream. */
function serverOptions(stream: Stream): SocketOptions | null {
  return stream.special.madeEffects?.serverOptions ?? null;
}

/** `key` is what `Upstream.keyFor` tells of the stream. */
function dial(stream: Stream, upstream: Upstream, key: string): Step {
  const preface = upstream.preface(stream);
  const speaksFirst = stream.request !== null || preface !== "";
  const target = upstream.dialSpec(stream, serverOptions(stream), speaksFirst);
  if (target === null || target === "no source") {
    terminate(stream, target === null ? "S" : "I", "C");
    replyError(stream, target === null ? 503 : 500);
    return Step.done;
  }
  const { io, backend } = stream;
  const connectMs = msOf(backend!.parts.timeouts.connect);
  stream.connectedMs = -1;
  upstream.server.counters.add(Slot.connect, 1);
  upstream.server.counters.useConnection();
  backend!.counters.add(Slot.connect, 1);
  if (stream.request === null)
    stream.serverMux = new RawBack(io, target, connectMs, preface, stream);
  else {
    const { reuse: policy, direct } = backend!.parts;
    const isPrivate = policy === "never" || stream.server === direct;
    const keeper = isPrivate ? stream.kept! : upstream;
    const mux = new H1Back(io, target, connectMs, preface, keeper, stream);
    mux.private = isPrivate;
    mux.key = key;
    stream.serverMux = mux;
  }
  return Step.wait;
}
