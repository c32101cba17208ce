/** The options of `server` lines about the PROXY header sent to the server (manual 5.2). */
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import { type ProxyHeaderOption, proxyHeaderOptions, type ServerModel } from "../model.ts";
import type { OptionRow } from "../options/rows.ts";
import { optionShapes } from "../options/shapes.ts";

const { flag } = optionShapes<ServerModel>("5.2");

const add = (server: ServerModel, ...options: ProxyHeaderOption[]): void => {
  server.proxyOptions = new Set([...server.proxyOptions, ...options]);
};

const drop = (server: ServerModel, ...options: ProxyHeaderOption[]): void => {
  const dropped = new Set(options);
  server.proxyOptions = new Set([...server.proxyOptions].filter((each) => !dropped.has(each)));
};

function parseOptions(args: Arguments, server: ServerModel, load: Load): void {
  const listed = args.expect("a comma-separated list of options");
  if (listed === undefined) return;
  for (const name of listed.text.split(",")) {
    const option = proxyHeaderOptions.find((each) => each === name);
    if (option === undefined) {
      return load.diagnostics.error(
        listed,
        `unknown proxy-v2-options option '${name}'`,
        `known are ${proxyHeaderOptions.join(", ")}`,
      );
    }
    add(server, option);
  }
}

const FIELD = /^set-proxy-v2-tlv-fmt\((0x[0-9a-f]{1,2}|\d{1,3})\)$/i;
const MOST_TYPE = 255;

function parseField(args: Arguments, server: ServerModel, load: Load): void {
  const option = args.last;
  const type = Number(FIELD.exec(option.text)?.[1] ?? NaN);
  const format = args.expect("<fmt>");
  if (!(type <= MOST_TYPE)) {
    return load.diagnostics.error(
      option,
      `'${option.text}' has no type of a field`,
      "expected for example 'set-proxy-v2-tlv-fmt(0xE1)'",
    );
  }
  if (format !== undefined) server.proxyFields = [...server.proxyFields, { type, format }];
}

export const serverProxyOptions: readonly OptionRow<ServerModel>[] = [
  {
    name: "proxy-v2-options",
    syntax: "proxy-v2-options <option>[,<option>]*",
    manual: "5.2",
    summary: "fields added to the PROXY header, version 2",
    parse: parseOptions,
  },
  flag("send-proxy", "sends a PROXY protocol header, version 1", (server) => {
    server.sendProxy = true;
  }),
  flag("no-send-proxy", "undoes 'send-proxy'", (server) => {
    server.sendProxy = false;
  }),
  flag("send-proxy-v2", "sends a PROXY protocol header, version 2", (server) => {
    server.sendProxyV2 = true;
  }),
  flag("no-send-proxy-v2", "undoes 'send-proxy-v2'", (server) => {
    server.sendProxyV2 = false;
  }),
  flag("send-proxy-v2-ssl", "sends version 2 with a field about TLS", (server) => {
    server.sendProxyV2 = true;
    add(server, "ssl");
  }),
  flag("no-send-proxy-v2-ssl", "undoes 'send-proxy-v2-ssl'", (server) => {
    server.sendProxyV2 = false;
    drop(server, "ssl");
  }),
  flag("send-proxy-v2-ssl-cn", "sends version 2 with the client certificate's name", (server) => {
    server.sendProxyV2 = true;
    add(server, "ssl", "cert-cn");
  }),
  flag("no-send-proxy-v2-ssl-cn", "undoes 'send-proxy-v2-ssl-cn'", (server) => {
    server.sendProxyV2 = false;
    drop(server, "ssl", "cert-cn");
  }),
  {
    name: "set-proxy-v2-tlv-fmt",
    syntax: "set-proxy-v2-tlv-fmt(<id>) <fmt>",
    manual: "5.2",
    summary: "adds a field to the PROXY header, version 2",
    parse: parseField,
  },
];
