/** The TLS defaults of `global` (manual 3.1): what `bind ssl` and `server ssl` lines begin with. */
import { type Arguments, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import { tlsVersions } from "../tls-version.ts";
import { type RowFacts, sizeSetting, textSetting } from "./setting.ts";

function facts(name: string, summary: string): RowFacts {
  return { name, in: ["global"], manual: "3.1", summary };
}

/** Where an options line puts what it reads. */
interface TlsDefaults {
  setMin(version: string): void;
  setMax(version: string): void;
  noTickets(): void;
}

function parseTlsOptions(args: Arguments, into: TlsDefaults, load: Load): void {
  if (args.peek === undefined) {
    args.expect("at least one TLS option");
    return;
  }
  for (let option = args.take(); option !== undefined; option = args.take()) {
    if (option.text === "ssl-min-ver" || option.text === "ssl-max-ver") {
      const version = args.nestedOneOf(option.text, tlsVersions);
      if (version === undefined) return;
      if (option.text === "ssl-min-ver") into.setMin(version);
      else into.setMax(version);
    } else if (option.text === "no-tls-tickets") {
      into.noTickets();
    } else {
      load.diagnostics.error(
        option,
        `'${args.name}' does not support '${option.text}'`,
        "supported are ssl-min-ver, ssl-max-ver and no-tls-tickets",
      );
      return;
    }
  }
}

export const globalTlsDirectives: readonly Directive<GlobalModel>[] = [
  textSetting(
    facts("ssl-default-bind-ciphers", "TLS 1.2 ciphers of bind lines"),
    "ciphers",
    (g, text) => {
      g.sslBindCiphers = text;
    },
  ),
  textSetting(
    facts("ssl-default-bind-ciphersuites", "TLS 1.3 suites of bind lines"),
    "ciphersuites",
    (g, text) => {
      g.sslBindCiphersuites = text;
    },
  ),
  textSetting(
    facts("ssl-default-server-ciphers", "TLS 1.2 ciphers of server lines"),
    "ciphers",
    (g, text) => {
      g.sslServerCiphers = text;
    },
  ),
  textSetting(
    facts("ssl-default-server-ciphersuites", "TLS 1.3 suites of server lines"),
    "ciphersuites",
    (g, text) => {
      g.sslServerCiphersuites = text;
    },
  ),
  textSetting(
    facts("ssl-default-bind-curves", "groups of key agreements of bind lines"),
    "curves",
    (g, text) => {
      g.sslBindGroups = text;
    },
  ),
  textSetting(
    facts("ssl-default-bind-sigalgs", "signature algorithms of bind lines"),
    "sigalgs",
    (g, text) => {
      g.sslBindSignatureAlgorithms = text;
    },
  ),
  textSetting(
    facts("ssl-default-server-curves", "groups of key agreements of server lines"),
    "curves",
    (g, text) => {
      g.sslServerGroups = text;
    },
  ),
  textSetting(
    facts("ssl-default-server-sigalgs", "signature algorithms of server lines"),
    "sigalgs",
    (g, text) => {
      g.sslServerSignatureAlgorithms = text;
    },
  ),
  {
    ...facts("ssl-default-bind-options", "TLS options of bind lines"),
    syntax:
      "ssl-default-bind-options [ssl-min-ver <version>] [ssl-max-ver <version>] [no-tls-tickets]",
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      parseTlsOptions(
        args,
        {
          setMin: (version) => {
            global.sslBindMinVersion = version;
          },
          setMax: (version) => {
            global.sslBindMaxVersion = version;
          },
          noTickets: () => {
            global.sslBindNoTickets = true;
          },
        },
        load,
      );
    },
  },
  {
    ...facts("ssl-default-server-options", "TLS options of server lines"),
    syntax: "ssl-default-server-options [ssl-min-ver <version>] [ssl-max-ver <version>]",
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      const at = args.line.words.find((word) => word.text === "no-tls-tickets");
      if (at !== undefined) {
        load.diagnostics.error(
          at,
          "'no-tls-tickets' is not supported for servers by this version of Sluice yet",
        );
        return;
      }
      parseTlsOptions(
        args,
        {
          setMin: (version) => {
            global.sslServerMinVersion = version;
          },
          setMax: (version) => {
            global.sslServerMaxVersion = version;
          },
          noTickets: () => {},
        },
        load,
      );
    },
  },
  {
    ...facts("ssl-server-verify", "whether servers' certificates are verified unless they say"),
    syntax: "ssl-server-verify [none|required]",
    parse(args: Arguments, global: GlobalModel): void {
      const verify = args.oneOf(["none", "required"]);
      if (verify !== undefined && args.end()) global.sslServerVerify = verify;
    },
  },
  ...["tune.ssl.capture-buffer-size", "tune.ssl.capture-cipherlist-size"].map((name) =>
    sizeSetting<GlobalModel>(
      { ...facts(name, "bytes kept of the lists in each client's hello"), manual: "3.2" },
      unsigned,
      (global, sizeBytes) => {
        global.sslCaptureBytes = sizeBytes;
      },
    ),
  ),
  {
    ...facts("tune.ssl.keylog", "keeps the secrets of TLS connections for expressions"),
    manual: "3.2",
    syntax: "tune.ssl.keylog { on | off }",
    parse(args: Arguments, global: GlobalModel): void {
      const word = args.oneOf(["on", "off"]);
      if (word !== undefined && args.end()) global.sslKeyLog = word === "on";
    },
  },
];
