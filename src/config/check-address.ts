/** The server options `addr` and `agent-addr` (manual 5.2): where checks and agents are, if elsewhere. */
import { parseIp } from "../core/ip.ts";
import { type ParsedAddress, parseAddress } from "./address.ts";
import type { Arguments } from "./arguments.ts";
import type { Load } from "./load-state.ts";
import type { ServerModel } from "./model.ts";
import type { OptionRow } from "./option-rows.ts";

/** Why checks cannot go to an address of that form; null where they can. */
function obstacle({ address, transport, portSign, lastPort }: ParsedAddress): string | null {
  if (address.kind !== "ip") return "checks that do not go to the server's address go to an IP one";
  if (transport === "datagram") return "checks need a connection";
  if (portSign !== "") return "a port offset is not permitted here";
  return lastPort === address.port ? null : "a port range is not permitted here";
}

function parseCheckAddress(args: Arguments, server: ServerModel, load: Load): void {
  const where = args.expect("<address>");
  if (where === undefined) return;
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) return load.diagnostics.error(where, parsed.problem, parsed.hint);
  const reason = obstacle(parsed);
  if (reason !== null) return load.diagnostics.error(where, `'addr ${where.text}': ${reason}`);
  if (parsed.address.kind !== "ip") return;
  const { host, port } = parsed.address;
  const isAny = host === "0.0.0.0" || host === "::";
  // As in HAProxy, a port without an address is not used.
  server.checkAddr = isAny ? null : host;
  server.checkAddrPort = isAny || port === 0 ? null : port;
}

function parseAgentAddress(args: Arguments, server: ServerModel, load: Load): void {
  const where = args.expect("<address>");
  if (where === undefined) return;
  const isName = !/^[\d.]+$/.test(where.text) && /^[A-Za-z0-9_.-]+$/.test(where.text);
  if (where.text !== "*" && !isName && parseIp(where.text) === undefined) {
    return load.diagnostics.error(where, `'agent-addr ${where.text}' is no address without a port`);
  }
  server.agentAddr = where.text === "*" ? null : where.text;
}

export const checkAddressOptions: readonly OptionRow<ServerModel>[] = [
  {
    name: "addr",
    syntax: "addr <address>[:<port>]",
    manual: "5.2",
    summary: "address that checks go to; its port is used where there is no 'port'",
    parse: parseCheckAddress,
  },
  {
    name: "agent-addr",
    syntax: "agent-addr <address>",
    manual: "5.2",
    summary: "address that the agent is asked at",
    parse: parseAgentAddress,
  },
];
