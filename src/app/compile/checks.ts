/** The health checks of one backend (manual 4.2 and 5.2): its sequence, and a plan for each server. */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { GlobalModel } from "../../config/model.ts";
import type { Word } from "../../config/words/word.ts";
import { proxyHeaderV2, proxyLineV1 } from "../../connection/proxy-protocol.ts";
import { nameCaseOf } from "../../http/name-case.ts";
import { parseIp } from "../../core/ip.ts";
import type { ByteSocket } from "../../runtime/transport.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { agentSequence } from "../../server/health/agent-task.ts";
import { CHECK_PLACES } from "../../server/health/check-txn.ts";
import { compileHttpSequence } from "../../server/health/http-sequence.ts";
import {
  type CheckConnection,
  type CheckPlan,
  checksGoElsewhere,
  usesTls,
} from "../../server/health/plan.ts";
import { type ConnectStep, connectOnly, type Sequence } from "../../server/health/sequence.ts";
import {
  ldapSequence,
  pgsqlSequence,
  redisSequence,
  sslHelloSequence,
} from "../../server/health/protocol-sequences.ts";
import { type MysqlUser, mysqlSequence } from "../../server/health/mysql-sequence.ts";
import { smtpSequence } from "../../server/health/smtp-sequence.ts";
import { compileTcpSequence } from "../../server/health/tcp-sequence.ts";
import type { Server } from "../../server/server.ts";
import type { BackendEntry, Generation } from "./generation.ts";
import { ownSource } from "./source.ts";
import { compileServerTls } from "./tls.ts";

/** A plan for each checked server; none after reporting what is wrong with the checks. */
export function compileCheckPlans(
  entry: BackendEntry,
  generation: Generation,
  diagnostics: Diagnostics,
): CheckPlan[] {
  const { model, backend, scope } = entry;
  const sequence = compileSequence(
    entry,
    generation,
    scope.providing(CHECK_PLACES, "health check"),
  );
  if (sequence === undefined || model.disabled) return [];
  const { io, runtime } = generation.env;
  const servers = backend.farm.servers.filter((server) => server.model.check);
  return servers.flatMap((server) => {
    const connections = connectionsOf(sequence, server, generation, diagnostics);
    if (connections === undefined) return [];
    return {
      server,
      checked: "check",
      backend: entry.view,
      sequence,
      connections,
      hosts: new Map(),
      source: ownSource(server, generation.env.arena),
      bytes: runtime.bytes,
      limitBytes: io.bufferSizeBytes,
      connectTimeoutMs: model.timeouts.connect,
      checkTimeoutMs: model.timeouts.check,
    };
  });
}

/** A plan for the agent of each server that has one. */
export function compileAgentPlans(entry: BackendEntry, { env }: Generation): CheckPlan[] {
  const { model, backend, view } = entry;
  if (model.disabled) return [];
  const { check, connect } = model.timeouts;
  return backend.farm.servers
    .filter((server) => server.model.agentCheck)
    .map((server) => ({
      server,
      checked: "agent",
      backend: view,
      sequence: agentSequence(server),
      connections: new Map(),
      hosts: new Map(),
      source: ownSource(server, env.arena),
      bytes: env.runtime.bytes,
      limitBytes: env.io.bufferSizeBytes,
      connectTimeoutMs: connect,
      checkTimeoutMs: check,
    }));
}

/** Rules are compiled even where their option is missing: what is wrong with them is told. */
function compileSequence(
  { model }: BackendEntry,
  { env, model: { global } }: Generation,
  scope: CompileScope,
): Sequence | undefined {
  const { checkOption, checkRules, httpCheck } = model;
  const adjusts = model.switches.has("h1-case-adjust-bogus-server");
  const nameCase = nameCaseOf(global.headerCase, adjusts);
  const limits = {
    head: env.io.headLimits,
    bytes: env.io.bufferSizeBytes,
    isLenient: model.switches.has("accept-unsafe-violations-in-http-response"),
  };
  const tcp = compileTcpSequence(checkRules.tcp, scope);
  const { bytes } = env.runtime;
  const http = compileHttpSequence(httpCheck, checkRules.http, limits, bytes, scope, nameCase);
  if (tcp === undefined || http === undefined) return undefined;
  if (checkOption === null) return connectOnly;
  const [argument] = checkOption.words;
  switch (checkOption.kind) {
    case "http":
      return http;
    case "tcp":
      return tcp;
    case "redis":
      return redisSequence();
    case "ldap":
      return ldapSequence();
    case "pgsql":
      return pgsqlSequence(argument!.text);
    case "smtp":
      return smtpSequence(checkOption.words.map(({ text }) => text).join(" ") || "HELO localhost");
    case "mysql":
      return mysqlSequence(mysqlUser(checkOption.words));
    case "ssl-hello":
      return sslHelloSequence(() => Math.floor(scope.process.wallMs() / 1000));
  }
}

function mysqlUser([name, version]: readonly Word[]): MysqlUser | null {
  if (name === undefined) return null;
  return { name: name.text, version: version?.text === "pre-41" ? "pre-41" : "post-41" };
}

function connectionsOf(
  { steps }: Sequence,
  server: Server,
  generation: Generation,
  diagnostics: Diagnostics,
): ReadonlyMap<ConnectStep, CheckConnection> | undefined {
  const connections: Map<ConnectStep, CheckConnection> = new Map();
  for (const step of steps) {
    if (step.kind !== "connect") continue;
    const connection = connectionOf(step, server, generation, diagnostics);
    if (connection === undefined) return undefined;
    connections.set(step, connection);
  }
  return connections;
}

function connectionOf(
  step: ConnectStep,
  server: Server,
  { env, model: config }: Generation,
  diagnostics: Diagnostics,
): CheckConnection | undefined {
  const { model } = server;
  const isTls = step.tls || (step.usesServer && usesTls(server));
  const alpn = step.alpn ?? (step.usesServer ? model.checkAlpn : null) ?? model.alpn;
  const settings = { ...model, checkSsl: true, alpn };
  const tls = isTls ? compileServerTls(settings, config.global, env, diagnostics) : null;
  if (tls === undefined) return undefined;
  const serverName = step.serverName ?? (step.usesServer ? model.checkSni : null);
  const isVia = step.viaSocks4 || (step.usesServer && model.checkViaSocks4);
  const via = isVia ? model.socks4 : null;
  return { tls, serverName, proxyHeader: proxyHeaderOf(step, server, config.global), via };
}

/**
 * A check sends the PROXY header that traffic to the same place begins with, or as told. In version
 * 2 it says that it comes from the proxy itself, unless `pp2-never-send-local` forbids that.
 */
function proxyHeaderOf(
  step: ConnectStep,
  { model }: Server,
  { tuning }: GlobalModel,
): CheckConnection["proxyHeader"] {
  const asTraffic = !checksGoElsewhere(model) && (model.sendProxy || model.sendProxyV2);
  const sends = step.sendsProxy || (step.usesServer && (model.checkSendProxy || asTraffic));
  if (!sends) return null;
  if (!model.sendProxyV2) return (socket) => proxyLineV1(endsOf(socket));
  const hasChecksum = model.proxyOptions.has("crc32c");
  return (socket) =>
    proxyHeaderV2(tuning.checksAsClient ? endsOf(socket) : null, "", "", hasChecksum);
}

/** The ends of the check's own connection; null where it has no addresses. */
function endsOf(socket: ByteSocket): Parameters<typeof proxyLineV1>[0] {
  const source = parseIp(socket.localAddress);
  const destination = parseIp(socket.remoteAddress);
  if (source === undefined || destination === undefined) return null;
  const { localPort: sourcePort, remotePort: destinationPort } = socket;
  return { source, sourcePort, destination, destinationPort };
}
