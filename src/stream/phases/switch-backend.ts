/** `use_backend` and `default_backend` (manual 4.2): which backend takes the stream. */
import { finish } from "../finish.ts";
import { replyError } from "../reply-sender.ts";
import type { Backend } from "../backend.ts";
import { isOwnBackend } from "../listen-section.ts";
import type { Stream } from "../stream.ts";
import { terminate } from "../termination.ts";
import { Slot, Rate } from "../../stats/slots.ts";
import { Step } from "./step.ts";

export function switchBackend(stream: Stream): Step {
  const backend = stream.special.chosenBackend ?? chooseBackend(stream);
  if (backend === null) {
    terminate(stream, "S", "C");
    replyError(stream, 503);
    return Step.done;
  }
  if (stream.request === null && backend.parts.mode === "http") {
    // Its servers speak HTTP: the connection goes on as requests (manual 4.1).
    stream.ownSpecial.chosenBackend = backend;
    stream.effects.switchToHttp();
    return Step.done;
  }
  stream.backend = backend;
  backend.farm.enter();
  backend.counters.enter();
  backend.counters.add(Slot.stot, 1);
  backend.counters.countRate(Rate.session, stream.nowMs);
  if (stream.request !== null) backend.counters.add(Slot.reqTot, 1);
  stream.retriesLeft = retriesOf(stream, backend);
  if (stream.request !== null && backend.parts.mode === "tcp") return unsuited(stream);
  return Step.next;
}

/** An HTTP connection, switched to or not, cannot go to a TCP server. */
function unsuited(stream: Stream): Step {
  terminate(stream, "I", "R");
  finish(stream, "abort");
  return Step.done;
}

/** A rule of a `listen` section may have said how many, and counts while the stream stays there. */
function retriesOf(stream: Stream, backend: Backend): number {
  const retries = stream.special.madeEffects?.retries ?? -1;
  return retries >= 0 && isOwnBackend(stream, backend) ? retries : backend.parts.retries;
}

function chooseBackend(stream: Stream): Backend | null {
  const { switches, defaultBackend } = stream.frontend.parts;
  for (let i = 0; i < switches.length; i++) {
    const rule = switches[i]!;
    const candidate = rule.dispatch === null ? i : rule.dispatch.next(stream, i);
    if (candidate !== i) i = candidate - 1;
    // A dynamic name that no backend has ends the search, as in HAProxy.
    else if (rule.condition === null || rule.condition(stream))
      return rule.target(stream) ?? defaultBackend;
  }
  return defaultBackend;
}
