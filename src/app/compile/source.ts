/** `source` of a server or its backend compiled (manual 4.2 and 5.2). */
import { impliedWord } from "../../config/words/word.ts";
import type { ServerModel, SourceModel } from "../../config/model.ts";
import type { RegionSource } from "../../core/arena.ts";
import type { SocketOption, SocketOptions } from "../../runtime/transport.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { compileExpression } from "../../sample/expression.ts";
import type { Server } from "../../server/server.ts";
import { ANY_SOURCE, type SourceEnd, SourcePorts } from "../../server/connect/source-ports.ts";
import { fixedEnd, type Presented, ServerSource } from "../../stream/server-source.ts";
import { CONNECT } from "./places.ts";

/** The options of all connections to a server: those of its backend, and its own. */
export function serverSocketOptions(
  { tcpUserTimeoutMs, source }: ServerModel,
  shared: SocketOptions | null,
): SocketOptions | null {
  const options: Map<SocketOption, number> = new Map(shared ?? []);
  if (tcpUserTimeoutMs !== null) options.set("userTimeoutMs", tcpUserTimeoutMs);
  if (source !== null && source.presented !== null) options.set("transparent", 1);
  return options.size === 0 ? null : options;
}

/** Null for the system's choice. */
export function compileSource(
  server: Server,
  regions: RegionSource,
  scope: CompileScope,
): ServerSource | null {
  const { source } = server.model;
  if (source === null) return null;
  const { presented } = source;
  if (presented?.kind === "address") {
    const end = fixedEnd(presented.host, presented.port, null, source.interfaceName);
    return new ServerSource(end, null);
  }
  return new ServerSource(ownSource(server, regions), compilePresented(source, server, scope));
}

/** Where checks come from, and traffic unless something else is presented. */
export function ownSource(server: Server, regions: RegionSource): SourceEnd {
  const { source } = server.model;
  if (source === null) return ANY_SOURCE;
  const { host, firstPort, lastPort, interfaceName } = source;
  const name = `${server.backendName}/${server.name}`;
  const ports = lastPort > firstPort ? new SourcePorts(regions, name, firstPort, lastPort) : null;
  return fixedEnd(host, firstPort, ports, interfaceName);
}

function compilePresented(
  { presented }: SourceModel,
  { model }: Server,
  scope: CompileScope,
): Presented | null {
  if (presented === null || presented.kind === "address") return null;
  if (presented.kind === "client") return presented;
  if (presented.occurrence === 0) return { kind: "expression", eval: () => undefined };
  const text = `req.hdr_ip(${presented.name},${presented.occurrence})`;
  const expression = compileExpression(
    impliedWord(text, model.line.words[0]!),
    scope.providing(CONNECT, "source"),
  );
  return expression === undefined ? null : { kind: "expression", eval: expression.eval };
}
