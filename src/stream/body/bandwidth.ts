/**
 * Bandwidth limits of a stream whose rules ask for them: each direction has a gate before the
 * compressor and one behind it, made when a limit is first put there.
 */
import type { BandwidthFilter } from "../../rules/bandwidth.ts";
import { BandwidthGate, type GateEnds } from "./bandwidth-gate.ts";
import { codeToClient, codeToServer, resumeClient, resumeServer } from "./body-path.ts";
import type { Stream } from "../stream.ts";

/** `set-bandwidth-limit`. */
export function limitBandwidth(
  stream: Stream,
  filter: BandwidthFilter,
  limitBytes: number | null,
  periodMs: number | null,
): void {
  const limit = filter.open(stream, limitBytes, periodMs);
  if (limit === null) return;
  const gate = filter.direction === "in" ? gateIn(stream, filter) : gateOut(stream, filter);
  gate.enable(filter, limit);
}

function gateIn(stream: Stream, filter: BandwidthFilter): BandwidthGate {
  const own = stream.ownSpecial;
  if (precedesCompression(stream, filter)) {
    return (own.firstInGate ??= newGate(stream, {
      send: (bytes, start, end) => codeToServer(stream, bytes, start, end),
      resume: () => stream.client.resumeBody(),
    }));
  }
  return (own.inGate ??= newGate(stream, {
    send: (bytes, start, end) => stream.serverMux!.sendBody(bytes, start, end),
    resume: () => resumeClient(stream),
  }));
}

function gateOut(stream: Stream, filter: BandwidthFilter): BandwidthGate {
  const own = stream.ownSpecial;
  if (precedesCompression(stream, filter)) {
    return (own.firstOutGate ??= newGate(stream, {
      send: (bytes, start, end) => codeToClient(stream, bytes, start, end),
      resume: () => stream.serverMux?.resumeBody(),
    }));
  }
  return (own.outGate ??= newGate(stream, {
    send: (bytes, start, end) => stream.client.sendBody(bytes, start, end),
    resume: () => resumeServer(stream),
  }));
}

function newGate(stream: Stream, ends: Omit<GateEnds, "begin">): BandwidthGate {
  return new BandwidthGate(stream.io.wheel, { ...ends, begin: () => void stream.io.begin() });
}

/** Filters act in the order of their lines, the frontend's first; one of two compressions acts. */
function precedesCompression(stream: Stream, filter: BandwidthFilter): boolean {
  const outer = stream.frontend.parts.compression;
  if (outer !== null) return outer.limitsBefore.has(filter);
  const own = stream.backend?.parts.compression ?? null;
  return own !== null && (own.limitsBefore.has(filter) || !own.limits.has(filter));
}
