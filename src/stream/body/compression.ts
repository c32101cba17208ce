/**
 * Compression of a stream's bodies (manual 4.2 and 9.2). What the client takes is looked up once
 * all request rules are through; whether a response is compressed, when its head arrives, before
 * any rule sees it; its head says so last, after all rules, as in HAProxy.
 */
import { preferredCoding } from "../../http/accept-encoding.ts";
import {
  cannotDecode,
  isRequestCodable,
  isResponseCodable,
  markCoded,
} from "../../http/coding-rules.ts";
import { ACCEPT_ENCODING } from "../../http/header-name.ts";
import type { HttpMessage } from "../../http/message.ts";
import type { CompressionFormat } from "../../runtime/compression.ts";
import { Slot } from "../../stats/slots.ts";
import { passToClient, passToServer } from "./body-path.ts";
import { countResponse } from "./compression-counts.ts";
import type { StageEnds } from "./compression-stage.ts";
import { CompressionStage } from "./compression-stage.ts";
import {
  ALGORITHMS,
  type CompressionAlgorithm,
  type DirectionCoding,
  mergedCoding,
  type ProxyCompression,
} from "./compression-settings.ts";
import type { Stream } from "../stream.ts";

/** What is compressed of a stream. */
export class StreamCompression {
  /** Of the request's body; null when it is not compressed. */
  requestAlgorithm: CompressionAlgorithm | null = null;
  requestStage: CompressionStage | null = null;
  /** What the client takes; null for nothing. */
  algorithm: CompressionAlgorithm | null = null;
  /** What may be compressed of its response; there with `algorithm`. */
  coding: DirectionCoding | null = null;
  /** The server's response is compressed, unless rules answer in its place. */
  isDecided: boolean = false;
  /** It is under way, compressed. */
  isCoded: boolean = false;
  /** Its last bytes went through. */
  isComplete: boolean = false;
  /** Null for identity as well. */
  responseStage: CompressionStage | null = null;
}

/** Looks at what both proxies say and the client takes; the request's rules are through. */
export function beginCompression(stream: Stream): void {
  chooseCoding(stream);
  const algorithm = requestCoding(
    stream,
    stream.backend?.parts.compression ?? null,
    stream.frontend.parts.compression,
  );
  if (algorithm === null) return;
  markCoded(stream.request!, algorithm.contentCoding);
  (stream.ownSpecial.compression ??= new StreamCompression()).requestAlgorithm = algorithm;
}

/** The part of it that concerns the response. */
export function chooseCoding(stream: Stream): void {
  const outer = stream.frontend.parts.compression;
  const own = stream.backend?.parts.compression ?? null;
  const coding = responseCoding(own, outer);
  if (coding === null || coding.algorithms.length === 0) return;
  const { fields } = stream.request!;
  if (cannotDecode(fields)) return;
  const preferred = preferredCoding(fields, coding.algorithms);
  if (preferred !== null && (own?.offload === true || outer?.offload === true))
    fields.remove(ACCEPT_ENCODING);
  // Identity, where it is configured, suits everyone.
  const { identity } = ALGORITHMS;
  const algorithm = preferred ?? (coding.algorithms.includes(identity) ? identity : null);
  if (algorithm === null) return;
  const compression = new StreamCompression();
  compression.algorithm = algorithm;
  compression.coding = coding;
  stream.ownSpecial.compression = compression;
}

type Said = ProxyCompression | null;

function responseCoding(own: Said, outer: Said): DirectionCoding | null {
  const isWanted = own?.codesResponses === true || outer?.codesResponses === true;
  return isWanted ? mergedCoding(own?.response, outer?.response) : null;
}

function requestCoding(stream: Stream, own: Said, outer: Said): CompressionAlgorithm | null {
  if (own?.codesRequests !== true && outer?.codesRequests !== true) return null;
  const coding = mergedCoding(own?.request, outer?.request);
  const algorithm = coding.algorithms[0];
  if (algorithm === undefined || !isRequestCodable(stream.request!, coding)) return null;
  return stream.host.compression.mayBegin(algorithm.format, stream.nowMs) ? algorithm : null;
}

/** The head of a response is here, untouched. */
export function decideCompression(stream: Stream, response: HttpMessage): void {
  const { compression } = stream.special;
  if (compression === null || compression.algorithm === null) return;
  if (!isResponseCodable(stream.request!, response, compression.coding!)) return;
  const { format } = compression.algorithm;
  compression.isDecided = stream.host.compression.mayBegin(format, stream.nowMs);
}

/** The head of that response is about to be sent. */
export function codeResponse(stream: Stream, response: HttpMessage): void {
  const { compression } = stream.special;
  if (compression === null || !compression.isDecided) return;
  const { format, contentCoding } = compression.algorithm!;
  markCoded(response, contentCoding);
  compression.isCoded = true;
  if (format !== null) {
    compression.responseStage = openStage(stream, format, {
      send: (bytes, start, end) => passToClient(stream, bytes, start, end),
      stop: () => stream.serverMux?.pauseBody(),
      count: (sizeIn, sizeOut) => countCoded(stream, sizeIn, sizeOut),
    });
  }
}

function countCoded(stream: Stream, sizeIn: number, sizeOut: number): void {
  countResponse(stream, Slot.compIn, sizeIn);
  countResponse(stream, Slot.compOut, sizeOut);
  stream.host.compression.count(sizeIn, sizeOut, stream.io.nowMs);
}

/** The request's body is about to be sent to a server, maybe once more. */
export function codeRequest(stream: Stream): void {
  const { compression } = stream.special;
  const format = compression?.requestAlgorithm?.format;
  if (format === undefined || format === null) return;
  compression!.requestStage?.close();
  compression!.requestStage = openStage(stream, format, {
    send: (bytes, start, end) => passToServer(stream, bytes, start, end),
    stop: () => stream.client.pauseBody(),
    count: (sizeIn, sizeOut) => stream.host.compression.count(sizeIn, sizeOut, stream.io.nowMs),
  });
}

function openStage(
  stream: Stream,
  format: CompressionFormat,
  ends: Omit<StageEnds, "closed">,
): CompressionStage {
  const { io, host } = stream;
  const budget = host.compression;
  const compressor = io.runtime.compression.open(format, budget.settings);
  const sizeKib = budget.hold(format);
  return new CompressionStage(io, compressor, { ...ends, closed: () => budget.release(sizeKib) });
}
