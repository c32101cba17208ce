/** What `show errors` keeps of a message that could not be parsed. */
import type { ErrorRecord } from "../cli/control.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Stream } from "../stream/stream.ts";

/** Bytes of the message that are kept. */
const KEPT_BYTES = 16_384;

export function errorRecordOf(
  stream: Stream,
  direction: "request" | "response",
  message: string,
  runtime: Runtime,
): Omit<ErrorRecord, "eventId"> {
  const { frontend, backend, server, session } = stream;
  const onRequest = direction === "request";
  const fault = stream.special.faultyHead;
  const proxy = onRequest || backend === null ? frontend : backend;
  const buffer = fault?.fields.buffer;
  const start = fault?.headStart ?? 0;
  return {
    wallMs: runtime.clock.wallMs(),
    direction,
    proxyName: proxy.name,
    proxyId: proxy.id,
    proxyKind: onRequest ? "frontend" : "backend",
    backendName: backend?.name ?? null,
    backendId: backend?.id ?? -1,
    serverName: server?.name ?? null,
    serverId: server?.id ?? -1,
    source: session.source === null ? "unix" : `${session.source.toString()}:${session.sourcePort}`,
    bytes:
      buffer === undefined
        ? message
        : buffer.latin1Slice(start, Math.min(buffer.length, start + KEPT_BYTES)),
    position: fault?.errorPosition ?? 0,
  };
}
