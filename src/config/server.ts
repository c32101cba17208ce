/** `server` and `default-server` lines (manual 4.2 and 5.2). */
import { parseAddress } from "./address.ts";
import type { Arguments } from "./arguments.ts";
import { otherServerOptions } from "./known-elsewhere.ts";
import type { Load } from "./load-state.ts";
import type { ServerModel } from "./model.ts";
import { serverOptionsNotYet } from "./not-yet.ts";
import { type OptionTable, parseOptions } from "./option-rows.ts";
import type { ProxyDraft } from "./proxy-draft.ts";
import { serverOptions } from "./server-options.ts";
import type { Word } from "./word.ts";

const table: OptionTable<ServerModel> = {
  rows: serverOptions,
  notYet: serverOptionsNotYet,
  elsewhere: otherServerOptions,
};

/** `server NAME ADDRESS[:PORT] [OPTIONS]`: adds a server to the proxy. */
export function parseServer(args: Arguments, proxy: ProxyDraft, load: Load): void {
  const name = args.expect("<name> <address>[:<port>]");
  const where = name === undefined ? undefined : args.expect("<address>[:<port>] after the name");
  if (name === undefined || where === undefined) return;
  const badCharacter = /[^A-Za-z0-9_.:-]/.exec(name.text)?.[0];
  if (badCharacter !== undefined) {
    load.diagnostics.error(name, `'${badCharacter}' is not permitted in a server name`);
  }
  const place = readPlace(where, load);
  const server: ServerModel = {
    ...proxy.serverDefaults,
    ...place,
    line: args.line,
    name: name.text,
  };
  parseOptions(args, "server", table, server, load);
  proxy.model.servers.push(server);
}

/** `default-server [OPTIONS]`: changes what later servers begin with. */
export function parseDefaultServer(args: Arguments, proxy: ProxyDraft, load: Load): void {
  const settings = { ...proxy.serverDefaults };
  for (const word of args.line.words) {
    if (word.text === "id")
      load.diagnostics.error(word, "'id' cannot be a default, ids are unique");
  }
  parseOptions(args, "default-server", table, settings, load);
  proxy.serverDefaults = settings;
}

type Place = Pick<ServerModel, "address" | "mapPorts" | "portOffset">;

/** The server's address; a placeholder after reporting, so that the options are checked too. */
function readPlace(where: Word, load: Load): Place {
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) return refuse(parsed.problem, parsed.hint);
  const { address } = parsed;
  if (parsed.transport === "datagram")
    return refuse(`'${where.text}' is a datagram address, servers speak streams`);
  if (address.kind === "fd") return refuse("a server cannot be a descriptor");
  if (address.kind !== "ip") return { address, mapPorts: "fixed", portOffset: 0 };
  if (parsed.lastPort !== address.port) return refuse("a server has one port, not a range");
  if (address.host === "0.0.0.0" || address.host === "::") {
    return refuse(
      "connecting to the client's own destination is not supported by this version of Sluice yet",
    );
  }
  if (parsed.portSign !== "") {
    const portOffset = parsed.portSign === "+" ? address.port : -address.port;
    return { address: { ...address, port: 0 }, mapPorts: "offset", portOffset };
  }
  const mapPorts = parsed.hasPort && address.port !== 0 ? "fixed" : "client";
  return { address, mapPorts, portOffset: 0 };

  function refuse(message: string, hint = ""): Place {
    load.diagnostics.error(where, message, hint);
    return {
      address: { kind: "ip", host: "", port: 0, family: null },
      mapPorts: "fixed",
      portOffset: 0,
    };
  }
}
