/**
 * The way of a body's bytes from one side of a stream to the other: the bandwidth limits that stand
 * before compression, the compressor, the limits behind it. Most streams have none of them; then
 * bytes go straight from mux to mux. The end of a body waits behind its bytes.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { Slot } from "../../stats/slots.ts";
import { countResponse } from "./compression-counts.ts";
import type { Stream } from "../stream.ts";

/** Body bytes on their way to the client; false when the server must stop. */
export function sendToClient(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): boolean {
  const { firstOutGate, compression } = stream.special;
  if (firstOutGate !== null) return firstOutGate.push(bytes, start, end);
  if (compression !== null) return codeToClient(stream, bytes, start, end);
  return passToClient(stream, bytes, start, end);
}

/** The same from the compressor on. */
export function codeToClient(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): boolean {
  const { compression } = stream.special;
  if (compression !== null && compression.isCoded) {
    if (compression.responseStage !== null)
      return compression.responseStage.push(bytes, start, end);
    countResponse(stream, Slot.compByp, end - start);
  }
  return passToClient(stream, bytes, start, end);
}

/** The same behind the compressor. */
export function passToClient(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): boolean {
  const { outGate } = stream.special;
  if (outGate === null) return stream.client.sendBody(bytes, start, end);
  return outGate.push(bytes, start, end);
}

/** The client takes bytes again. */
export function drainToClient(stream: Stream): void {
  const { outGate } = stream.special;
  if (outGate !== null) outGate.drained();
  else resumeServer(stream);
}

/** The limits behind the compressor let bytes through again. */
export function resumeServer(stream: Stream): void {
  const { firstOutGate } = stream.special;
  if (firstOutGate !== null) firstOutGate.drained();
  else stream.serverMux?.resumeBody();
}

/** True when bytes of the response wait: `end` is called behind them. Else all of them are sent. */
export function delayResponseEnd(stream: Stream, end: () => void): boolean {
  const { special } = stream;
  if (special.firstOutGate?.delayEnd(end) === true) return true;
  const { compression } = special;
  if (compression !== null && compression.isCoded && !compression.isComplete) {
    compression.isComplete = true;
    compression.responseStage?.end();
    countResponse(stream, Slot.compRsp, 1);
  }
  return special.outGate?.delayEnd(end) === true;
}

/** Body bytes on their way to the server; false when the client must stop. */
export function sendToServer(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): boolean {
  const { firstInGate, compression } = stream.special;
  if (firstInGate !== null) return firstInGate.push(bytes, start, end);
  if (compression !== null) return codeToServer(stream, bytes, start, end);
  return passToServer(stream, bytes, start, end);
}

/** The same from the compressor on. */
export function codeToServer(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): boolean {
  const stage = stream.special.compression?.requestStage;
  if (stage !== undefined && stage !== null) return stage.push(bytes, start, end);
  return passToServer(stream, bytes, start, end);
}

/** The same behind the compressor. */
export function passToServer(
  stream: Stream,
  bytes: ByteBuffer,
  start: number,
  end: number,
): boolean {
  const { inGate } = stream.special;
  if (inGate === null) return stream.serverMux!.sendBody(bytes, start, end);
  return inGate.push(bytes, start, end);
}

/** The server takes bytes again. */
export function drainToServer(stream: Stream): void {
  const { inGate } = stream.special;
  if (inGate !== null) inGate.drained();
  else resumeClient(stream);
}

/** The limits behind the compressor let bytes through again. */
export function resumeClient(stream: Stream): void {
  const { firstInGate } = stream.special;
  if (firstInGate !== null) firstInGate.drained();
  else stream.client.resumeBody();
}

/** True when bytes of the request wait: `end` is called behind them. Else all of them are sent. */
export function delayRequestEnd(stream: Stream, end: () => void): boolean {
  const { special } = stream;
  if (special.firstInGate?.delayEnd(end) === true) return true;
  special.compression?.requestStage?.end();
  return special.inGate?.delayEnd(end) === true;
}

/** Bytes wait on their way to that side. */
export function holdsToServer({ special }: Stream): boolean {
  return special.firstInGate?.holds === true || special.inGate?.holds === true;
}

export function holdsToClient({ special }: Stream): boolean {
  return special.firstOutGate?.holds === true || special.outGate?.holds === true;
}

/** Drops what waits for a server that is gone. */
export function clearToServer(stream: Stream): void {
  const { special } = stream;
  special.firstInGate?.clear();
  special.compression?.requestStage?.close();
  special.inGate?.clear();
}

/** The stream is over. */
export function closeBodyPath(stream: Stream): void {
  const { special } = stream;
  special.firstInGate?.close();
  special.inGate?.close();
  special.firstOutGate?.close();
  special.outGate?.close();
  special.compression?.requestStage?.close();
  special.compression?.responseStage?.close();
}
