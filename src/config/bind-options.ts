/** The options of `bind` lines, one row each (manual 5.1). */
import { type Arguments, positive, unsigned } from "./arguments.ts";
import { bindSocketOptions } from "./bind-socket-options.ts";
import { expectTlsFile } from "./tls-files.ts";
import type { Load } from "./load-state.ts";
import type { BindModel } from "./model.ts";
import { optionShapes } from "./option-row-shapes.ts";
import type { OptionRow } from "./option-rows.ts";
import { tlsVersions } from "./tls-version.ts";
import { tlsVersionOptions } from "./tls-version-options.ts";

const { flag, word, integer, choice } = optionShapes<BindModel>("5.1");

function fileOption(
  name: string,
  base: "caBase" | "crtBase",
  summary: string,
  set: (bind: BindModel, file: BindModel["crt"][number]) => void,
): OptionRow<BindModel> {
  return {
    name,
    syntax: `${name} <file>`,
    manual: "5.1",
    summary,
    parse(args: Arguments, bind: BindModel, load: Load): void {
      const file = expectTlsFile(args, load.global[base], "a file", load);
      if (file !== undefined) set(bind, file);
    },
  };
}

/** `alpn`: what this version cannot speak is not offered, and the author is told so. */
function parseAlpn(args: Arguments, bind: BindModel, load: Load): void {
  const listed = args.expect("a comma-separated list of protocols");
  if (listed === undefined) return;
  const protocols = listed.text.split(",");
  const offered = protocols.filter((name) => name !== "h2" && name !== "h3");
  if (offered.length < protocols.length) {
    load.diagnostics.warn(
      listed,
      "HTTP/2 is not supported by this version of Sluice yet: ALPN does not offer it",
      "clients that can will use http/1.1",
    );
  }
  bind.alpn = offered.length === 0 ? ["http/1.1"] : offered;
}

/** The number that a NetScaler header begins with, which both sides agreed on. */
function parseCipMagic(args: Arguments, bind: BindModel, load: Load): void {
  const magic = args.expect("a magic number");
  if (magic === undefined) return;
  const value = /^\d+$/.test(magic.text) ? Number(magic.text) : 0;
  if (value > 0 && value <= 0xffffffff) bind.cipMagic = value;
  else load.diagnostics.error(magic, `'${magic.text}' is no number from 1 to 4294967295`);
}

function parseMode(args: Arguments, bind: BindModel, load: Load): void {
  const octal = args.expect("an octal mode, such as 660");
  if (octal === undefined) return;
  if (/^[0-7]{1,4}$/.test(octal.text)) bind.mode = Number.parseInt(octal.text, 8);
  else
    load.diagnostics.error(
      octal,
      `'${octal.text}' is not an octal mode`,
      "expected up to four digits from 0 to 7",
    );
}

export const bindOptions: readonly OptionRow<BindModel>[] = [
  ...bindSocketOptions,
  ...tlsVersionOptions<BindModel>("5.1"),
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
  {
    name: "alpn",
    syntax: "alpn <protocols>",
    manual: "5.1",
    summary: "protocols offered by TLS ALPN",
    parse: parseAlpn,
  },
  integer(
    "backlog",
    positive,
    "length of the queue of connections not yet accepted",
    (bind, value) => {
      bind.backlog = value;
    },
  ),
  fileOption(
    "ca-file",
    "caBase",
    "CA certificates that clients are checked against",
    (bind, file) => {
      bind.caFile = file;
    },
  ),
  word("guid-prefix", "string", "begins the global unique ids of its listeners", (bind, prefix) => {
    bind.guidPrefix = prefix;
  }),
  word("ciphers", "ciphers", "TLS 1.2 ciphers", (bind, { text }) => {
    bind.ciphers = text;
  }),
  word("curves", "curves", "groups of key agreements, by preference", (bind, { text }) => {
    bind.groups = text;
  }),
  word("sigalgs", "sigalgs", "signature algorithms, by preference", (bind, { text }) => {
    bind.signatureAlgorithms = text;
  }),
  word("ciphersuites", "ciphersuites", "TLS 1.3 suites", (bind, { text }) => {
    bind.ciphersuites = text;
  }),
  fileOption("crt", "crtBase", "certificate file, or a folder of them", (bind, file) => {
    bind.crt.push(file);
  }),
  fileOption("crt-list", "crtBase", "list of certificates with their settings", (bind, file) => {
    bind.crtList.push(file);
  }),
  word("group", "group", "group of the unix socket", (bind, { text }) => {
    bind.group = text;
  }),
  integer("id", positive, "numeric id of the listener", (bind, value) => {
    bind.id = value;
  }),
  choice("level", ["user", "operator", "admin"], "what the stats socket allows", (bind, level) => {
    bind.level = level;
  }),
  integer(
    "maxconn",
    unsigned,
    "largest number of concurrent connections; 0 for no limit",
    (bind, value) => {
      bind.maxconn = value === 0 ? null : value;
    },
  ),
  {
    name: "mode",
    syntax: "mode <mode>",
    manual: "5.1",
    summary: "octal mode of the unix socket",
    parse: parseMode,
  },
  word("name", "name", "name of the listener in statistics", (bind, { text }) => {
    bind.name = text;
  }),
  flag("no-tls-tickets", "turns TLS session tickets off", (bind) => {
    bind.noTlsTickets = true;
  }),
  flag("tls-tickets", "undoes 'no-tls-tickets'", (bind) => {
    bind.noTlsTickets = false;
  }),
  flag("no-strict-sni", "undoes 'strict-sni'", (bind) => {
    bind.strictSni = false;
  }),
  flag("ssl", "speaks TLS", (bind) => {
    bind.ssl = true;
  }),
  choice("ssl-max-ver", tlsVersions, "highest TLS version", (bind, version) => {
    bind.maxVersion = version;
  }),
  choice("ssl-min-ver", tlsVersions, "lowest TLS version", (bind, version) => {
    bind.minVersion = version;
  }),
  flag("strict-sni", "refuses a name that no certificate has", (bind) => {
    bind.strictSni = true;
  }),
  word("user", "user", "owner of the unix socket", (bind, { text }) => {
    bind.user = text;
  }),
  flag("v4v6", "takes IPv4 on an IPv6 socket", (bind) => {
    bind.v4v6 = true;
  }),
  flag("v6only", "takes only IPv6 on an IPv6 socket", (bind) => {
    bind.v6only = true;
  }),
  choice(
    "verify",
    ["none", "optional", "required"],
    "whether clients show a certificate",
    (bind, verify) => {
      bind.verify = verify;
    },
  ),
];
