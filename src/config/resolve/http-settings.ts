/** Settings of HTTP in proxies that have another mode: HAProxy's warnings and errors. */
import type { Load } from "../load-state.ts";
import type { ProxyModel, ServerModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import type { Word } from "../words/word.ts";

const layer7Balance: RegExp = /^(uri|url_param|hdr\()/;

/** Warns of what does nothing in this proxy, and refuses what HAProxy does. */
export function checkHttpSettings({ model, opening }: ProxyDraft, load: Load): void {
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
  if (model.stats !== null) useless(null, "'stats'");
  if (model.captureCookie !== null && model.kind !== "backend") useless(null, "'capture cookie'");
  if (model.kind === "frontend") return;
  if (model.source?.presented?.kind === "header") useless(null, "'source … usesrc hdr_ip'");
  for (const server of model.servers) checkHttpOptions(server, load);
  if (model.cookie !== null) useless(null, "'cookie'");
  const balance = model.balance.words[0]!;
  if (layer7Balance.test(balance.text)) {
    useless(balance, `'balance ${balance.text}'`);
    fallBackToRoundrobin(model, balance);
  }
}

function checkHttpOptions({ line, name, ...server }: ServerModel, load: Load): void {
  const at = line.words[1] ?? line;
  const needs = "it needs 'mode http'";
  if (server.redirectPrefix !== null)
    load.diagnostics.error(at, `server '${name}' cannot redirect: ${needs}`);
  if (server.cookie !== null)
    load.diagnostics.warn(at, `'cookie' has no effect on server '${name}' (${needs})`);
  if (server.source?.presented?.kind === "header")
    load.diagnostics.warn(at, `'usesrc hdr_ip' has no effect on server '${name}' (${needs})`);
}

function fallBackToRoundrobin(model: ProxyModel, written: Word): void {
  model.balance = { words: [{ ...written, text: "roundrobin" }] };
}
