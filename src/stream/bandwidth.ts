/**
 * The two gates of a stream whose rules limit bandwidth: every byte of a body, or of a tunnel, goes
 * to the other side through here. Without a limit there is no gate.
 */
import type { BandwidthFilter } from "../rules/bandwidth.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import { BandwidthGate } from "./bandwidth-gate.ts";
import type { Stream } from "./stream.ts";

/** `set-bandwidth-limit`. */
export function limitBandwidth(
  stream: Stream,
  filter: BandwidthFilter,
  limitBytes: number | null,
  periodMs: number | null,
): void {
  const limit = filter.open(stream, limitBytes, periodMs);
  if (limit === null) return;
  const gate =
    filter.direction === "in"
      ? (stream.ownSpecial.inGate ??= requestGate(stream))
      : (stream.ownSpecial.outGate ??= responseGate(stream));
  gate.enable(filter, limit);
}

function requestGate(stream: Stream): BandwidthGate {
  return new BandwidthGate(stream.io.wheel, {
    begin: () => void stream.io.begin(),
    send: (bytes, start, end) => stream.serverMux!.sendBody(bytes, start, end),
    resume: () => stream.client.resumeBody(),
  });
}

function responseGate(stream: Stream): BandwidthGate {
  return new BandwidthGate(stream.io.wheel, {
    begin: () => void stream.io.begin(),
    send: (bytes, start, end) => stream.client.sendBody(bytes, start, end),
    resume: () => stream.serverMux?.resumeBody(),
  });
}

/** Body bytes on their way to the server; false when the client must stop. */
export function sendToServer(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): boolean {
  const { inGate } = stream.special;
  if (inGate === null) return stream.serverMux!.sendBody(bytes, start, end);
  return inGate.push(bytes, start, end);
}

/** Body bytes on their way to the client; false when the server must stop. */
export function sendToClient(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): boolean {
  const { outGate } = stream.special;
  if (outGate === null) return stream.client.sendBody(bytes, start, end);
  return outGate.push(bytes, start, end);
}

/** The stream is over. */
export function closeGates(stream: Stream): void {
  stream.special.inGate?.close();
  stream.special.outGate?.close();
}
