/** The TLS defaults of `global` (manual 3.1): what `bind ssl` and `server ssl` lines begin with. */
import { type Arguments, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import { REFUSED_OPTIONS } from "../refused/options.ts";
import { tlsVersions } from "../values/tls-version.ts";
import { tlsVersionOptions } from "../options/tls-version.ts";
import type { Word } from "../words/word.ts";
import { type RowFacts, sizeSetting, textSetting } from "./setting.ts";

function facts(name: string, summary: string): RowFacts {
  return { name, in: ["global"], manual: "3.1", summary };
}

/** What an options line sets; its rows are those of lines with such options. */
interface TlsDefaults {
  minVersion: string | null;
  maxVersion: string | null;
  noTickets: boolean;
  prefersClientCiphers: boolean;
  strictSni: boolean;
}

const versionWords = tlsVersionOptions<TlsDefaults>("3.1");

/** Words of bind lines alone. */
const BIND_WORDS: Readonly<Record<string, (into: TlsDefaults) => void>> = {
  "prefer-client-ciphers": (into) => {
    into.prefersClientCiphers = true;
  },
  "strict-sni": (into) => {
    into.strictSni = true;
  },
  "no-strict-sni": (into) => {
    into.strictSni = false;
  },
  "no-tls-tickets": (into) => {
    into.noTickets = true;
  },
  "tls-tickets": (into) => {
    into.noTickets = false;
  },
};

/** False after reporting. */
function parseTlsOption(args: Arguments, option: Word, into: TlsDefaults, load: Load): boolean {
  if (option.text === "ssl-min-ver" || option.text === "ssl-max-ver") {
    const version = args.nestedOneOf(option.text, tlsVersions);
    if (version === undefined) return false;
    if (option.text === "ssl-min-ver") into.minVersion = version;
    else into.maxVersion = version;
    return true;
  }
  const ofVersions = versionWords.find(({ name }) => name === option.text);
  const ofBinds = args.name.includes("bind") ? BIND_WORDS[option.text] : undefined;
  if (ofVersions !== undefined) ofVersions.parse(args, into, load);
  else if (ofBinds !== undefined) ofBinds(into);
  else {
    const reason = REFUSED_OPTIONS.get(option.text);
    load.diagnostics.error(
      option,
      `'${args.name}' does not take '${option.text}'${reason === undefined ? "" : `: ${reason}`}`,
    );
    return false;
  }
  return true;
}

/** What a whole line sets, over what was set before; undefined after reporting. */
function parseTlsOptions(
  args: Arguments,
  before: TlsDefaults,
  load: Load,
): TlsDefaults | undefined {
  if (args.peek === undefined) {
    args.expect("at least one TLS option");
    return undefined;
  }
  const into = { ...before };
  for (let option = args.take(); option !== undefined; option = args.take())
    if (!parseTlsOption(args, option, into, load)) return undefined;
  return into;
}

const VERSION_WORDS =
  "[ssl-min-ver <version>] [ssl-max-ver <version>] [no-sslv3] [no-tlsv1x] [force-tlsv1x]";

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
    syntax: `ssl-default-bind-options ${VERSION_WORDS} [no-tls-tickets] [tls-tickets] [prefer-client-ciphers] [strict-sni] [no-strict-sni]`,
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      const { sslBindMinVersion, sslBindMaxVersion, sslBindNoTickets } = global;
      const { sslBindPrefersClientCiphers, sslBindStrictSni } = global;
      const before = {
        minVersion: sslBindMinVersion,
        maxVersion: sslBindMaxVersion,
        noTickets: sslBindNoTickets,
        prefersClientCiphers: sslBindPrefersClientCiphers,
        strictSni: sslBindStrictSni,
      };
      const set = parseTlsOptions(args, before, load);
      if (set === undefined) return;
      global.sslBindMinVersion = set.minVersion;
      global.sslBindMaxVersion = set.maxVersion;
      global.sslBindNoTickets = set.noTickets;
      global.sslBindPrefersClientCiphers = set.prefersClientCiphers;
      global.sslBindStrictSni = set.strictSni;
    },
  },
  {
    ...facts("ssl-default-server-options", "TLS options of server lines"),
    syntax: `ssl-default-server-options ${VERSION_WORDS}`,
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      const { sslServerMinVersion, sslServerMaxVersion } = global;
      const before = {
        minVersion: sslServerMinVersion,
        maxVersion: sslServerMaxVersion,
        noTickets: false,
        prefersClientCiphers: false,
        strictSni: false,
      };
      const set = parseTlsOptions(args, before, load);
      if (set === undefined) return;
      global.sslServerMinVersion = set.minVersion;
      global.sslServerMaxVersion = set.maxVersion;
    },
  },
  {
    ...facts("ssl-load-extra-files", "which files beside certificates are read; only keys are"),
    syntax: "ssl-load-extra-files { none | all | bundle | sctl | ocsp | issuer | key } ...",
    parse(args: Arguments, { tuning }: GlobalModel): void {
      const kinds: Set<string> = new Set();
      do {
        const kind = args.oneOf(["none", "all", "bundle", "sctl", "ocsp", "issuer", "key"]);
        if (kind === undefined) return;
        kinds.add(kind);
      } while (args.peek !== undefined);
      const loadsKeyFiles = !kinds.has("none") && (kinds.has("all") || kinds.has("key"));
      tuning.loadsKeyFiles = loadsKeyFiles;
    },
  },
  {
    ...facts("ssl-load-extra-del-ext", "files beside 'x.crt' are named 'x.key', not 'x.crt.key'"),
    syntax: "ssl-load-extra-del-ext",
    parse(args: Arguments, { tuning }: GlobalModel): void {
      if (args.end()) tuning.dropsCertificateExtension = true;
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
  textSetting<GlobalModel>(
    facts("issuers-chain-path", "folder of chains for certificates that come without one"),
    "dir",
    (global, path) => {
      global.process.issuersChainPath = path;
    },
  ),
  {
    ...facts("ssl-skip-self-issued-ca", "sends no roots with the certificates of bind lines"),
    syntax: "ssl-skip-self-issued-ca",
    parse(args: Arguments, global: GlobalModel): void {
      if (args.end()) global.process.skipsSelfIssued = true;
    },
  },
  {
    ...facts(
      "ssl-dh-param-file",
      "accepted: no cipher with finite-field Diffie-Hellman is offered",
    ),
    syntax: "ssl-dh-param-file <file>",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      const file = args.expect("<file>");
      if (file === undefined || !args.end()) return;
      if (load.files.kind(file.text) !== "file")
        load.diagnostics.error(file, `there is no file '${file.text}'`);
    },
  },
];
