/** Settings of one proxy that are missing or that its mode makes useless: HAProxy's warnings. */
import type { Load } from "../load-state.ts";
import type { ServerModel, Timeouts } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { checkProto } from "../options/proto.ts";
import { checkThreads } from "../bind/thread-options.ts";
import { refuseDatagrams, resolveLogBackend } from "./log-backends.ts";
import { resolveDirect } from "./direct.ts";
import { checkHttpSettings } from "./http-settings.ts";
import { checkCheckProtocol } from "../server/check-protocol.ts";
import { checkTransport } from "../server/transport-options.ts";

export function checkSettings(proxy: ProxyDraft, load: Load): void {
  const { model, opening } = proxy;
  if (model.kind === "frontend" && model.binds.length === 0) {
    load.diagnostics.warn(
      opening,
      `frontend '${model.name}' has no 'bind' line`,
      "nobody can reach it; is it meant to be a backend?",
    );
  }
  if (model.mode === "syslog") resolveLogBackend(proxy, load);
  else {
    warnOfMissingTimeouts(proxy, load);
    warnOfUnusedLogFormat(proxy, load);
  }
  checkCompression(proxy, load);
  resolveDirect(proxy, load);
  const switches = model.rules["tcp-request content"].some(
    ({ action }) => action[0]!.text === "switch-mode",
  );
  if (model.mode !== "http" && !switches) checkHttpSettings(proxy, load);
  for (const kind of ["http", "tcp"] as const) warnOfUnusedChecks(proxy, kind, load);
  for (const bind of model.binds) {
    checkProto(bind.line, bind.protocol, model.mode, load);
    checkThreads(bind, load);
  }
  for (const server of model.servers) {
    checkPorts(server, load);
    checkProto(server.line, server.protocol, model.mode, load);
    server.source ??= model.source;
    checkTransport(server, load);
    if (server.datagram && model.mode !== "syslog") refuseDatagrams(server, load);
    checkCheckProtocol(server, model, load);
    if (server.agentCheck && (server.agentPort ?? server.checkPort) === null) {
      load.diagnostics.error(
        server.line.words[1] ?? server.line,
        `server '${server.name}' has 'agent-check' but no 'agent-port'`,
      );
    }
    if ((server.ssl || server.checkSsl) && server.verify === "required" && server.caFile === null) {
      load.diagnostics.error(
        server.line.words[1] ?? server.line,
        `server '${server.name}' verifies certificates but has no 'ca-file'`,
        "add 'ca-file <file>', or 'verify none' to accept any certificate",
      );
    }
  }
}

/** A check goes to the server's port unless it says another. */
function checkPorts(server: ServerModel, load: Load): void {
  const { address, check, checkPort, checkAddrPort, mapPorts } = server;
  if (!check || address.kind !== "ip" || (address.port !== 0 && mapPorts === "fixed")) return;
  if ((checkPort ?? checkAddrPort ?? 0) !== 0 || server.checkSocket !== null) return;
  load.diagnostics.error(
    server.line.words[1] ?? server.line,
    `server '${server.name}' is to be checked and has no port`,
    "give its address a port, or add 'port <port>' for the checks",
  );
}

function warnOfUnusedChecks(
  { model, opening, from }: ProxyDraft,
  kind: "http" | "tcp",
  load: Load,
): void {
  const isUsed = model.checkOption?.kind === kind;
  const rules = model.checkRules[kind];
  const isInherited = rules === from?.model.checkRules[kind];
  if (isUsed || model.servers.length === 0 || rules.length === 0 || isInherited) return;
  const option = kind === "http" ? "option httpchk" : "option tcp-check";
  load.diagnostics.warn(
    opening,
    `${model.kind} '${model.name}' has ${kind}-check rules but no '${option}', so they are not used`,
  );
}

/** Beside other filters, the place of compression has to be said. */
function checkCompression({ model, opening }: ProxyDraft, load: Load): void {
  const isSaid = model.compression === null || model.compressionFilterAt !== null;
  if (isSaid || model.bandwidthFilters.length === 0) return;
  load.diagnostics.error(
    opening,
    `${model.kind} '${model.name}' has filters, so compression needs a 'filter compression' line`,
    "it stands before the filters that are to see compressed data",
  );
}

function warnOfMissingTimeouts({ model, opening }: ProxyDraft, load: Load): void {
  const missing: (keyof Timeouts)[] = [];
  if (model.kind !== "backend" && model.binds.length > 0 && model.timeouts.client === null)
    missing.push("client");
  if (model.servers.length > 0) {
    if (model.timeouts.connect === null) missing.push("connect");
    if (model.timeouts.server === null) missing.push("server");
  }
  if (missing.length === 0) return;
  const names = missing.map((name) => `'timeout ${name}'`).join(" and ");
  load.diagnostics.warn(
    opening,
    `${model.kind} '${model.name}' has no ${names}`,
    "connections would stay forever; give each of them a value",
  );
}

/** Which lines are written does not matter where none are. */
function warnOfUnusedLogFormat({ model, opening }: ProxyDraft, load: Load): void {
  const isSaid = model.logFormat.kind !== "default" || model.structuredDataFormat !== null;
  if (model.kind === "backend" || !isSaid) return;
  const isLogged = model.logTargets.length > 0;
  if (isLogged || (model.logGlobal && load.global.logTargets.length > 0)) return;
  load.diagnostics.warn(
    opening,
    `${model.kind} '${model.name}' has a log format but no 'log' line, so nothing is logged`,
    "add 'log global', or 'log <address> <facility>'",
  );
}
