/** The server options `addr` and `agent-addr` (manual 5.2): where checks and agents are, if elsewhere. */
import { parseIp } from "../../core/ip.ts";
import { type ParsedAddress, parseAddress } from "../values/address.ts";
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { Diagnostics } from "../diagnostics/diagnostics.ts";
import type { AddressModel, ServerModel } from "../model.ts";
import type { OptionRow } from "../options/rows.ts";
import type { Word } from "../words/word.ts";

/** Why checks cannot go to an address of that form; null where they can. */
function obstacle({ address, transport, portSign, lastPort }: ParsedAddress): string | null {
  if (address.kind === "fd") return "a descriptor is not an address to connect to";
  if (transport === "datagram") return "checks need a connection";
  if (portSign !== "") return "a port offset is not permitted here";
  if (address.kind === "ip" && lastPort !== address.port)
    return "a port range is not permitted here";
  return null;
}

/** Where checks go, of the options of servers and of connect rules; undefined after reporting. */
export function readCheckAddress(where: Word, diagnostics: Diagnostics): AddressModel | undefined {
  const parsed = parseAddress(where.text);
  const isBad = "problem" in parsed;
  const reason = isBad ? parsed.problem : obstacle(parsed);
  if (!isBad && reason === null) return parsed.address;
  const hint = isBad ? parsed.hint : "";
  diagnostics.error(where, isBad ? parsed.problem : `'addr ${where.text}': ${reason}`, hint);
  return undefined;
}

function parseCheckAddress(args: Arguments, server: ServerModel, load: Load): void {
  const where = args.expect("<address>");
  if (where === undefined) return;
  const address = readCheckAddress(where, load.diagnostics);
  if (address === undefined) return;
  server.checkSocket = address.kind === "ip" ? null : address;
  if (address.kind !== "ip") {
    server.checkAddr = null;
    server.checkAddrPort = null;
    return;
  }
  const { host, port } = address;
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
