/** `server` and `default-server` lines (manual 4.2 and 5.2). */
import { parseAddress } from "../values/address.ts";
import type { Arguments } from "../arguments.ts";
import { otherServerOptions } from "../refused/known-elsewhere.ts";
import type { Load } from "../load-state.ts";
import type { ServerModel } from "../model.ts";
import { type OptionTable, parseOptions } from "../options/rows.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { checkResolution } from "./resolution.ts";
import { serverOptions } from "./options.ts";
import type { Word } from "../words/word.ts";

const table: OptionTable<ServerModel> = {
  rows: serverOptions,
  notYet: new Set(),
  elsewhere: otherServerOptions,
};

/** `server NAME ADDRESS[:PORT] [OPTIONS]`: adds a server to the proxy. */
export function parseServer(args: Arguments, proxy: ProxyDraft, load: Load): void {
  const name = args.expect("<name> <address>[:<port>]");
  const where = name === undefined ? undefined : args.expect("<address>[:<port>] after the name");
  if (name === undefined || where === undefined) return;
  checkName(name, load);
  proxy.model.servers.push(readServer(args, name.text, where, proxy, load));
}

/** The most servers that one template may make: their ids must fit. */
const MOST_OF_TEMPLATE = 65_535;

/** `server-template PREFIX NUM|RANGE FQDN[:PORT] [OPTIONS]`: several servers of one name. */
export function parseServerTemplate(args: Arguments, proxy: ProxyDraft, load: Load): void {
  const prefix = args.expect("<prefix> <num | range> <fqdn>[:<port>]");
  const range = prefix === undefined ? undefined : args.expect("<num | range> after the prefix");
  const where = range === undefined ? undefined : args.expect("<fqdn>[:<port>] after the range");
  if (prefix === undefined || range === undefined || where === undefined) return;
  checkName(prefix, load);
  const [, low, high] = /^(\d+)(?:-(\d+))?$/.exec(range.text) ?? [];
  const first = high === undefined ? 1 : Number(low);
  const last = Number(high ?? low);
  if (low === undefined || last < first || last === 0 || last - first >= MOST_OF_TEMPLATE) {
    return load.diagnostics.error(
      range,
      `'${range.text}' is no number or range of servers`,
      "expected for example '3' or '2-5'",
    );
  }
  const server = readServer(args, `${prefix.text}${first}`, where, proxy, load);
  for (let number = first; number <= last; number++) {
    // An id is the first server's, and the others count up; a guid is nobody else's.
    const own = number === first ? {} : { id: null, guid: null };
    proxy.model.servers.push({ ...server, ...own, name: `${prefix.text}${number}` });
  }
}

function checkName(name: Word, load: Load): void {
  const badCharacter = /[^A-Za-z0-9_.:-]/.exec(name.text)?.[0];
  if (badCharacter !== undefined) {
    load.diagnostics.error(name, `'${badCharacter}' is not permitted in a server name`);
  }
}

function readServer(
  args: Arguments,
  name: string,
  where: Word,
  proxy: ProxyDraft,
  load: Load,
): ServerModel {
  const place = readPlace(where, load);
  const server: ServerModel = { ...proxy.serverDefaults, ...place, line: args.line, name };
  parseOptions(args, "server", table, server, load);
  checkResolution(server, where, load);
  return server;
}

/** `default-server [OPTIONS]`: changes what later servers begin with. */
export function parseDefaultServer(args: Arguments, proxy: ProxyDraft, load: Load): void {
  const settings = { ...proxy.serverDefaults };
  for (const word of args.line.words) {
    if (word.text === "id" || word.text === "guid")
      load.diagnostics.error(word, `'${word.text}' cannot be a default, ids are unique`);
  }
  parseOptions(args, "default-server", table, settings, load);
  proxy.serverDefaults = settings;
}

type Place = Pick<ServerModel, "address" | "mapPorts" | "portOffset" | "datagram">;

/** The server's address; a placeholder after reporting, so that the options are checked too. */
function readPlace(where: Word, load: Load): Place {
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) return refuse(parsed.problem, parsed.hint);
  const { address } = parsed;
  const datagram = parsed.transport === "datagram";
  if (address.kind === "fd") return refuse("a server cannot be a descriptor");
  if (address.kind !== "ip") return { address, mapPorts: "fixed", portOffset: 0, datagram };
  if (parsed.lastPort !== address.port) return refuse("a server has one port, not a range");
  if (parsed.portSign !== "") {
    const portOffset = parsed.portSign === "+" ? address.port : -address.port;
    return { address: { ...address, port: 0 }, mapPorts: "offset", portOffset, datagram };
  }
  if (address.host.startsWith("_")) return { address, mapPorts: "fixed", portOffset: 0, datagram };
  const mapPorts = parsed.hasPort && address.port !== 0 ? "fixed" : "client";
  return { address, mapPorts, portOffset: 0, datagram };

  function refuse(message: string, hint = ""): Place {
    load.diagnostics.error(where, message, hint);
    return {
      address: { kind: "ip", host: "", port: 0, family: null },
      mapPorts: "fixed",
      portOffset: 0,
      datagram: false,
    };
  }
}
