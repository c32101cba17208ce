/**
 * What passed through a stream, counted for all who had a part in it: at its end, and while it runs
 * where that is wanted (`option contstats`, manual 4.2). Nothing is counted twice.
 */
import { Slot } from "../stats/slots.ts";
import type { Stream } from "./stream.ts";
import { countTrackedBytes } from "./tracking.ts";

/** Counts what passed since it was last counted. */
export function countBytes(stream: Stream): void {
  const { frontend, backend, server, special } = stream;
  const bytesIn = stream.bytesIn - special.countedIn;
  const bytesOut = stream.bytesOut - special.countedOut;
  frontend.counters.add(Slot.bin, bytesIn);
  frontend.counters.add(Slot.bout, bytesOut);
  stream.host.countBytesOut(server === null ? bytesOut : bytesIn + bytesOut);
  if (stream.trackers !== null) countTrackedBytes(stream.trackers, bytesIn, bytesOut);
  if (stream.session.tracked !== null) countTrackedBytes(stream.session.tracked, bytesIn, bytesOut);
  if (backend === null) return;
  backend.counters.add(Slot.bin, bytesIn);
  backend.counters.add(Slot.bout, bytesOut);
  if (server === null || stream.dequeuedMs < 0) return;
  server.counters.add(Slot.bin, bytesIn);
  server.counters.add(Slot.bout, bytesOut);
}

/** Counts what passed so far of a stream that goes on. */
export function countBytesSoFar(stream: Stream): void {
  if (!stream.session.http) stream.bytesIn = stream.client.receivedBytes;
  countBytes(stream);
  const own = stream.ownSpecial;
  own.countedIn = stream.bytesIn;
  own.countedOut = stream.bytesOut;
}
