/** Settings of one proxy that are missing or that its mode makes useless: HAProxy's warnings. */
import type { Load } from "../load-state.ts";
import type { ProxyModel, Timeouts } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { checkProto } from "../options/proto.ts";
import { checkThreads } from "../bind/thread-options.ts";
import { refuseDatagrams, resolveLogBackend } from "./log-backends.ts";
import { resolveDirect } from "./direct.ts";
import { checkCheckProtocol } from "../server/check-protocol.ts";
import { checkTransport } from "../server/transport-options.ts";
import type { Word } from "../words/word.ts";

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
  else warnOfMissingTimeouts(proxy, load);
  checkCompression(proxy, load);
  resolveDirect(proxy, load);
  const switches = model.rules["tcp-request content"].some(
    ({ action }) => action[0]!.text === "switch-mode",
  );
  if (model.mode !== "http" && !switches) warnOfHttpSettings(proxy, load);
  for (const kind of ["http", "tcp"] as const) warnOfUnusedChecks(proxy, kind, load);
  for (const bind of model.binds) {
    checkProto(bind.line, bind.protocol, model.mode, load);
    checkThreads(bind, load);
  }
  for (const server of model.servers) {
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

function warnOfUnusedChecks(
  { model, opening }: ProxyDraft,
  kind: "http" | "tcp",
  load: Load,
): void {
  const isUsed = model.checkOption?.kind === kind;
  if (isUsed || model.servers.length === 0 || model.checkRules[kind].length === 0) return;
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

const layer7Balance: RegExp = /^(uri|url_param|hdr\()/;

function warnOfHttpSettings({ model, opening }: ProxyDraft, load: Load): void {
  const useless = (at: Word | null, what: string): void => {
    load.diagnostics.warn(
      at ?? opening,
      `${what} has no effect in ${model.kind} '${model.name}' (it needs 'mode http')`,
    );
  };
  for (const set of ["http-request", "http-response", "http-after-response"] as const) {
    const first = model.rules[set][0];
    if (first !== undefined) useless(first.line.words[0]!, `'${first.line.words[0]!.text}'`);
  }
  const isHttpLog =
    model.logFormat.kind === "http" ||
    model.logFormat.kind === "http-clf" ||
    model.logFormat.kind === "https";
  if (isHttpLog && model.kind !== "backend") {
    useless(null, "an HTTP log format");
    model.logFormat = { kind: "tcp" };
  }
  if (model.forwarded !== null && model.kind !== "frontend") useless(null, "'option forwarded'");
  if (model.forwardFor !== null) useless(null, "'option forwardfor'");
  if (model.originalTo !== null) useless(null, "'option originalto'");
  if (model.switches.has("http-buffer-request")) useless(null, "'option http-buffer-request'");
  if (model.monitorUri !== null && model.kind !== "backend") useless(null, "'monitor-uri'");
  if (model.kind === "frontend") return;
  if (model.cookie !== null) useless(null, "'cookie'");
  const balance = model.balance.words[0]!;
  if (layer7Balance.test(balance.text)) {
    useless(balance, `'balance ${balance.text}'`);
    fallBackToRoundrobin(model, balance);
  }
}

function fallBackToRoundrobin(model: ProxyModel, written: Word): void {
  model.balance = { words: [{ ...written, text: "roundrobin" }] };
}
