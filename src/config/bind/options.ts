/** The options of `bind` lines, one row each (manual 5.1). */
import { type Arguments, positive, unsigned } from "../arguments.ts";
import { bindAdminOptions } from "./admin-options.ts";
import { bindSocketOptions } from "./socket-options.ts";
import { bindThreadOptions } from "./thread-options.ts";
import { bindTlsOptions } from "./tls-options.ts";
import { protoOption } from "../options/proto.ts";
import type { Load } from "../load-state.ts";
import type { BindModel } from "../model.ts";
import { optionShapes } from "../options/shapes.ts";
import type { OptionRow } from "../options/rows.ts";

const { flag, word, integer, time } = optionShapes<BindModel>("5.1");

/** The number that a NetScaler header begins with, which both sides agreed on. */
function parseCipMagic(args: Arguments, bind: BindModel, load: Load): void {
  const magic = args.expect("a magic number");
  if (magic === undefined) return;
  const value = /^\d+$/.test(magic.text) ? Number(magic.text) : 0;
  if (value > 0 && value <= 0xffffffff) bind.cipMagic = value;
  else load.diagnostics.error(magic, `'${magic.text}' is no number from 1 to 4294967295`);
}

export const bindOptions: readonly OptionRow<BindModel>[] = [
  ...bindAdminOptions,
  ...bindSocketOptions,
  ...bindThreadOptions,
  ...bindTlsOptions,
  flag("accept-proxy", "expects a PROXY protocol header on each connection", (bind) => {
    bind.acceptProxy = true;
  }),
  {
    name: "accept-netscaler-cip",
    syntax: "accept-netscaler-cip <magic number>",
    manual: "5.1",
    summary: "expects a NetScaler Client IP header on each connection",
    parse: parseCipMagic,
  },
  integer(
    "backlog",
    unsigned,
    "length of the queue of connections not yet accepted; 0 as without it",
    (bind, value) => {
      bind.backlog = value === 0 ? null : value;
    },
  ),
  word("guid-prefix", "string", "begins the global unique ids of its listeners", (bind, prefix) => {
    bind.guidPrefix = prefix;
  }),
  integer("id", positive, "numeric id of the listener", (bind, value) => {
    bind.id = value;
  }),
  time("idle-ping", unsigned, "pings idle HTTP/2 connections; HTTP/1 has no pings", () => {}),
  protoOption<BindModel>("5.1", (bind, protocol) => {
    bind.protocol = protocol;
  }),
  integer(
    "maxconn",
    unsigned,
    "largest number of concurrent connections; 0 for no limit",
    (bind, value) => {
      bind.maxconn = value === 0 ? null : value;
    },
  ),
  word("name", "name", "name of the listener in statistics", (bind, { text }) => {
    bind.name = text;
  }),
  flag("v4v6", "takes IPv4 on an IPv6 socket", (bind) => {
    bind.v4v6 = true;
  }),
  flag("v6only", "takes only IPv6 on an IPv6 socket", (bind) => {
    bind.v6only = true;
  }),
];
