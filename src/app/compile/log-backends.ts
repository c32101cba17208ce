/** Backends in `mode log`: the rings of their servers, and what `log backend@…` writes to. */
import { LogBackend, MessagePlace } from "../../balance/log-backend.ts";
import { compileLogBalance } from "../../balance/rows.ts";
import type { GlobalModel, ProxyModel, RingModel, ServerModel } from "../../config/model.ts";
import type { LastingTarget, LogSink } from "../../log/sink.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import type { Farm } from "../../server/farm.ts";
import type { Server } from "../../server/server.ts";
import { processTxn } from "../process/txn.ts";
import type { ThreadEnv } from "./thread-env.ts";

/** Longest line by datagram. */
const DATAGRAM_BYTES = 65_535;

/** The name of the ring that a server's lines wait in. */
function ringName(backend: string, server: string): string {
  return `${backend}/${server}`;
}

/** The rings of a proxy's servers that take streams; none of other modes. */
export function logServerRings(proxy: ProxyModel, global: GlobalModel): readonly RingModel[] {
  if (proxy.mode !== "syslog") return [];
  return proxy.servers
    .filter(({ datagram }) => !datagram)
    .map((server) => ringOf(server, proxy.name, global));
}

function ringOf(server: ServerModel, backend: string, { bufsizeBytes }: GlobalModel): RingModel {
  const { line, address, logFraming: framing } = server;
  const { file, line: number } = line.words[0]!;
  const name = ringName(backend, server.name);
  return {
    name,
    description: `created from log backend declared into '${file}' at line ${number}`,
    format: null,
    maxBytes: null,
    sizeBytes: server.logBufferBytes ?? bufsizeBytes,
    connectTimeoutMs: 1000,
    serverTimeoutMs: 5000,
    servers: [{ line, name, address, framing }],
  };
}

/** Compiles a backend in `mode log`; undefined after reporting. */
export function compileLogBackend(
  model: ProxyModel,
  farm: Farm,
  { bufsizeBytes: bufferSizeBytes }: GlobalModel,
  env: ThreadEnv,
  scope: CompileScope,
): LogBackend | undefined {
  const place = new MessagePlace();
  const algorithm = compileLogBalance({ farm, model, scope, bufferSizeBytes }, place.text);
  if (algorithm === undefined) return undefined;
  const sinks = farm.servers.map((server) => sinkOf(server, env));
  const maxBytes = Math.min(DATAGRAM_BYTES, ...ringSinks(farm, env).map((sink) => sink.maxBytes));
  return new LogBackend(algorithm, place, (server) => sinks[server.index]!(), maxBytes, processTxn);
}

function ringTarget({ backendName, name }: Server): LastingTarget {
  return { kind: "ring", name: ringName(backendName, name) };
}

function ringSinks(farm: Farm, { sinks }: ThreadEnv): readonly LogSink[] {
  const streams = farm.servers.filter(({ model }) => !model.datagram);
  return streams.map((server) => sinks.get(ringTarget(server)));
}

/** What leads to a server: its ring, or datagrams to the address that it has now. */
function sinkOf(server: Server, { sinks }: ThreadEnv): () => LogSink | null {
  if (!server.model.datagram) {
    const ring = sinks.get(ringTarget(server));
    return () => ring;
  }
  let address = server.address;
  let port = -1;
  let sink: LogSink | null = null;
  return () => {
    if (server.address === address && server.port === port) return sink;
    address = server.address;
    port = server.port;
    const target = server.target(0);
    const isIp = target !== null && target.kind === "ip";
    sink = isIp ? sinks.get({ ...target, family: null }) : null;
    return sink;
  };
}
