/**
 * `check-proto` of server lines (manual 5.2): the protocol above the connections of health checks.
 * It must be the one that checks of that kind speak, HTTP/1 by `option httpchk` and none otherwise,
 * so what is accepted changes nothing, as in HAProxy.
 */
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { ProxyModel, ServerModel } from "../model.ts";
import type { OptionRow } from "../options/rows.ts";

/** Why protocols that HAProxy knows are refused. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["h2", "HTTP/2 is not supported by this version of Sluice yet: checks speak HTTP/1"],
  ["fcgi", "FastCGI is not supported"],
]);

function parseCheckProtocol(args: Arguments, server: ServerModel, load: Load): void {
  const word = args.expect("<name>");
  if (word === undefined) return;
  const { text } = word;
  if (text === "h1" || text === "none") {
    server.checkProtocol = text;
    return;
  }
  const reason = REFUSED.get(text) ?? `'${text}' is not a protocol`;
  load.diagnostics.error(word, reason, "expected h1 or none");
}

export const checkProtocolOption: OptionRow<ServerModel> = {
  name: "check-proto",
  syntax: "check-proto { h1 | none }",
  manual: "5.2",
  summary: "protocol of checks: h1 of those by 'option httpchk', none of all others",
  parse: parseCheckProtocol,
};

/** Refuses a protocol that the proxy's kind of check does not speak; servers without checks may say any. */
export function checkCheckProtocol(server: ServerModel, proxy: ProxyModel, load: Load): void {
  if (server.checkProtocol === null || !server.check) return;
  const spoken = proxy.checkOption?.kind === "http" ? "h1" : "none";
  if (server.checkProtocol === spoken) return;
  load.diagnostics.error(
    server.line.words[1] ?? server.line,
    `server '${server.name}' has 'check-proto ${server.checkProtocol}', which its checks do not speak`,
    `expected ${spoken}`,
  );
}
