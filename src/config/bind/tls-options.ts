/** The options of `bind` lines that are about TLS (manual 5.1). */
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { BindModel } from "../model.ts";
import { optionShapes } from "../options/shapes.ts";
import type { OptionRow } from "../options/rows.ts";
import { expectTlsFile } from "../values/tls-files.ts";
import { tlsVersions } from "../values/tls-version.ts";
import { tlsVersionOptions } from "../options/tls-version.ts";

const { flag, word, choice } = optionShapes<BindModel>("5.1");

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

/**
 * `crt-ignore-err`, `ca-ignore-err`: only all errors can be ignored. Runtimes tell the last error
 * of a verification, so one that must not be ignored could hide behind one of a list.
 */
function ignoreOption(
  name: string,
  whose: string,
  set: (bind: BindModel) => void,
): OptionRow<BindModel> {
  return {
    name,
    syntax: `${name} all`,
    manual: "5.1",
    summary: `lets connections pass in spite of any error of ${whose}; both options go together`,
    parse(args: Arguments, bind: BindModel, load: Load): void {
      const word = args.expect("'all'");
      if (word === undefined) return;
      if (word.text === "all") return set(bind);
      load.diagnostics.error(
        word,
        `'${name}' cannot ignore some errors only: the runtimes tell the last one, which others could hide behind`,
        "expected 'all'; rules may look at ssl_c_verify",
      );
    },
  };
}

export const bindTlsOptions: readonly OptionRow<BindModel>[] = [
  ...tlsVersionOptions<BindModel>("5.1"),
  {
    name: "alpn",
    syntax: "alpn <protocols>",
    manual: "5.1",
    summary: "protocols offered by TLS ALPN",
    parse: parseAlpn,
  },
  fileOption(
    "ca-file",
    "caBase",
    "CA certificates that clients are checked against",
    (bind, file) => {
      bind.caFile = file;
    },
  ),
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
  choice(
    "verify",
    ["none", "optional", "required"],
    "whether clients show a certificate",
    (bind, verify) => {
      bind.verify = verify;
    },
  ),
  fileOption(
    "crl-file",
    "caBase",
    "lists of revoked certificates, which clients may not show",
    (bind, file) => {
      bind.crlFile = file;
    },
  ),
  ignoreOption("crt-ignore-err", "the client's certificate", (bind) => {
    bind.ignoresCertificateErrors = true;
  }),
  ignoreOption("ca-ignore-err", "the certificates above the client's", (bind) => {
    bind.ignoresAuthorityErrors = true;
  }),
  fileOption(
    "default-crt",
    "crtBase",
    "as 'crt', and also for clients that name no server, or one that no certificate has",
    (bind, file) => {
      bind.crt.push(file);
      bind.defaultCrt.push(file);
    },
  ),
  word("ecdhe", "curve", "group of key agreements, where 'curves' says nothing", (bind, curve) => {
    bind.groups ??= curve.text;
  }),
  flag("no-alpn", "offers no protocol by TLS ALPN", (bind) => {
    bind.alpn = null;
  }),
  flag("prefer-client-ciphers", "lets the client's order of ciphers decide", (bind) => {
    bind.prefersClientCiphers = true;
  }),
];
