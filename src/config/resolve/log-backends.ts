/**
 * What backends in `mode log` may say (manual 4.2, "mode"): they take the lines of `log backend@…`
 * and have servers of one kind, datagrams or streams. Rules about connections are ignored there.
 */
import type { Load } from "../load-state.ts";
import type { RuleSetName, ServerModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

const LOG_BALANCE = /^(?:roundrobin|random|sticky|log-hash)(?:\(|$)/;

/** Least bytes of a server's buffer. */
const LEAST_BUFFER_BYTES = 200;

/** The option that asks for more than bare lines from this machine; undefined for none. */
function connectionOption(server: ServerModel): string | undefined {
  if (server.ssl) return "ssl";
  if (server.sendProxy || server.sendProxyV2) return "send-proxy";
  if (server.socks4 !== null) return "socks4";
  if (server.source !== null) return "source";
  return server.resolvers === null ? undefined : "resolvers";
}

const CONTENT_RULES: readonly RuleSetName[] = [
  "tcp-request content",
  "tcp-response content",
  "tcp-request connection",
  "tcp-request session",
  "http-request",
  "http-response",
  "http-after-response",
];

/** Checks a proxy in `mode log`, and takes out what is ignored there. */
export function resolveLogBackend(proxy: ProxyDraft, load: Load): void {
  const { model, opening } = proxy;
  if (model.kind !== "backend") {
    load.diagnostics.error(
      opening,
      `${model.kind} '${model.name}' cannot be in 'mode log'`,
      "lines come by 'log backend@<name>' to a backend section",
    );
    return;
  }
  checkBalance(proxy, load);
  for (const server of model.servers) {
    server.source ??= model.source;
    checkServer(server, load);
  }
  const other = model.servers.find(({ datagram }) => datagram !== model.servers[0]!.datagram);
  if (other !== undefined) {
    load.diagnostics.error(
      other.line.words[2] ?? other.line,
      `server '${other.name}' is of another kind than the one before`,
      "all servers of a log backend take datagrams, or all take streams",
    );
  }
  ignoreRules(proxy, load);
}

/** Refuses a `udp@` server of a backend that carries connections. */
export function refuseDatagrams({ line }: ServerModel, load: Load): void {
  const where = line.words[2] ?? line;
  const what = "text" in where ? where.text : "this";
  load.diagnostics.error(where, `'${what}' is a datagram address, servers speak streams`);
}

function checkBalance({ model }: ProxyDraft, load: Load): void {
  const balance = model.balance.words[0]!;
  if (!LOG_BALANCE.test(balance.text)) {
    load.diagnostics.error(
      balance,
      `'balance ${balance.text}' is nothing for log lines`,
      "expected roundrobin, random, sticky or log-hash",
    );
  }
  const [method] = model.hashType;
  if (balance.text === "log-hash" && method?.text === "consistent")
    load.diagnostics.error(method, "'balance log-hash' needs 'hash-type map-based'");
}

function checkServer(server: ServerModel, load: Load): void {
  const { line, name, address, datagram, mapPorts, logBufferBytes } = server;
  const where = line.words[2] ?? line;
  if (address.kind !== "ip")
    load.diagnostics.error(where, `server '${name}' of a log backend needs an IP address`);
  else if (mapPorts !== "fixed")
    load.diagnostics.error(where, `server '${name}' of a log backend needs a port`);
  if (!datagram && logBufferBytes !== null && logBufferBytes < LEAST_BUFFER_BYTES) {
    const least = `expected ${LEAST_BUFFER_BYTES} or more`;
    load.diagnostics.error(line, `'log-bufsize ${logBufferBytes}' is too small`, least);
  }
  const option = connectionOption(server);
  if (option === undefined) return;
  load.diagnostics.error(
    line.words.find(({ text }) => text === option) ?? line,
    `'${option}' is not supported for a server of a log backend`,
    "lines are sent from this machine, bare",
  );
}

function ignoreRules({ model, opening }: ProxyDraft, load: Load): void {
  const ignore = (what: string): void =>
    load.diagnostics.warn(opening, `${what} has no effect in the log backend '${model.name}'`);
  for (const set of CONTENT_RULES) {
    if (model.rules[set].length === 0) continue;
    ignore(`'${set}'`);
    model.rules[set] = [];
  }
  if (model.stickTable !== null) ignore("'stick-table'");
  if (model.stickRules.length > 0) ignore("'stick'");
  if (model.useServer.length > 0) ignore("'use-server'");
  model.stickRules = [];
  model.useServer = [];
}
