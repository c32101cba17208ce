/** The options of `server` lines about finding their addresses (manual 5.2 and 5.3). */
import { parseIp } from "../../core/ip.ts";
import { parsePrefix, type Prefix } from "../../core/prefix.ts";
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { InitialAddress, ServerModel } from "../model.ts";
import type { OptionRow } from "../options/rows.ts";
import { optionShapes } from "../options/shapes.ts";
import type { Word } from "../words/word.ts";

const { choice, word } = optionShapes<ServerModel>("5.2");

function parseInitAddr(args: Arguments, server: ServerModel, load: Load): void {
  const listed = args.expect("a comma-separated list of last, libc, none and addresses");
  if (listed === undefined) return;
  const methods: InitialAddress[] = [];
  for (const name of listed.text.split(",")) {
    const ip = parseIp(name);
    if (name === "last" || name === "libc" || name === "none") methods.push(name);
    else if (ip !== undefined) methods.push(ip);
    else {
      return load.diagnostics.error(
        listed,
        `'${name}' is no way to find an address`,
        "known are last, libc, none and IP addresses",
      );
    }
  }
  server.initAddr = methods;
}

/** Unlike in ACLs, IPv4 networks are written with all four numbers. */
const WHOLE_ADDRESS = /:|\..*\..*\./;

function parseNetworks(args: Arguments, server: ServerModel, load: Load): void {
  const listed = args.expect("a comma-separated list of networks");
  if (listed === undefined) return;
  const networks: Prefix[] = [];
  for (const text of listed.text.split(",")) {
    const network = WHOLE_ADDRESS.test(text) ? parsePrefix(text) : undefined;
    if (network === undefined) return load.diagnostics.error(listed, `'${text}' is no network`);
    networks.push(network);
  }
  server.resolveNet = networks;
}

function parseOptions(args: Arguments, server: ServerModel, load: Load): void {
  const listed = args.expect("a comma-separated list of options");
  if (listed === undefined) return;
  for (const name of listed.text.split(",")) {
    if (name === "allow-dup-ip") server.allowDupIp = true;
    else if (name === "prevent-dup-ip") server.allowDupIp = false;
    else if (name === "ignore-weight") server.ignoreSrvWeight = true;
    else {
      return load.diagnostics.error(
        listed,
        `unknown resolve-opts option '${name}'`,
        "known are allow-dup-ip, ignore-weight and prevent-dup-ip",
      );
    }
  }
}

export const serverResolutionOptions: readonly OptionRow<ServerModel>[] = [
  {
    name: "init-addr",
    syntax: "init-addr {last | libc | none | <ip>},[...]*",
    manual: "5.2",
    summary: "how a server given by name gets its first address",
    parse: parseInitAddr,
  },
  {
    name: "resolve-net",
    syntax: "resolve-net <network>[,<network>[,...]]",
    manual: "5.2",
    summary: "networks whose addresses are preferred",
    parse: parseNetworks,
  },
  {
    name: "resolve-opts",
    syntax: "resolve-opts <option>,<option>,...",
    manual: "5.2",
    summary: "whether servers may share an address, whether SRV weights count",
    parse: parseOptions,
  },
  choice(
    "resolve-prefer",
    ["ipv4", "ipv6"],
    "the address family asked for first",
    (server, family) => {
      server.resolvePrefer = family === "ipv4" ? 4 : 6;
    },
  ),
  word("resolvers", "id", "resolvers section that keeps the address up to date", (server, name) => {
    server.resolvers = name;
  }),
];

/** Checks what the options of a server line say together. */
export function checkResolution(server: ServerModel, where: Word, load: Load): void {
  const { address, resolvers } = server;
  if (address.kind === "ip" && address.host.startsWith("_") && resolvers === null) {
    load.diagnostics.warn(
      where,
      `'${address.host}' is an SRV label, which needs 'resolvers'`,
      "only name servers know the services behind it: the server has no address",
    );
  }
}
