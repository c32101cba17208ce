/** The options of `server` lines that are about TLS (manual 5.2). */
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { ServerModel } from "../model.ts";
import { optionShapes } from "../options/shapes.ts";
import type { OptionRow } from "../options/rows.ts";
import { expectTlsFile } from "../values/tls-files.ts";
import { tlsVersions } from "../values/tls-version.ts";
import { tlsVersionOptions } from "../options/tls-version.ts";

const { flag, word, choice } = optionShapes<ServerModel>("5.2");

function parseAlpn(args: Arguments, server: ServerModel, load: Load): void {
  const listed = args.expect("a comma-separated list of protocols");
  if (listed === undefined) return;
  const protocols = listed.text.split(",");
  if (protocols.includes("h2")) {
    load.diagnostics.warn(
      listed,
      "HTTP/2 is not supported by this version of Sluice yet: ALPN does not offer it",
    );
  }
  server.alpn = protocols.filter((name) => name !== "h2");
}

export const serverTlsOptions: readonly OptionRow<ServerModel>[] = [
  ...tlsVersionOptions<ServerModel>("5.2"),
  flag("tls-tickets", "takes session tickets from the server, as ever", () => {}),
  flag("no-ssl-reuse", "makes each TLS connection anew, as ever", () => {}),
  {
    name: "alpn",
    syntax: "alpn <protocols>",
    manual: "5.2",
    summary: "protocols offered by TLS ALPN",
    parse: parseAlpn,
  },
  {
    name: "ca-file",
    syntax: "ca-file <file>",
    manual: "5.2",
    summary: "CA certificates that the server is checked against",
    parse(args: Arguments, server: ServerModel, load: Load): void {
      if (args.peek?.text === "@system-ca") {
        return load.diagnostics.error(
          args.take()!,
          "'@system-ca' is not supported by this version of Sluice yet",
        );
      }
      server.caFile = expectTlsFile(args, load.global.caBase, "a file", load) ?? server.caFile;
    },
  },
  {
    name: "crl-file",
    syntax: "crl-file <file>",
    manual: "5.2",
    summary: "lists of revoked certificates, which the server may not show",
    parse(args: Arguments, server: ServerModel, load: Load): void {
      server.crlFile = expectTlsFile(args, load.global.caBase, "a file", load) ?? server.crlFile;
    },
  },
  flag("check-ssl", "speaks TLS in checks whatever the traffic does", (server) => {
    server.checkSsl = true;
  }),
  flag("no-check-ssl", "undoes 'check-ssl'", (server) => {
    server.checkSsl = false;
  }),
  word("ciphers", "ciphers", "TLS 1.2 ciphers", (server, { text }) => {
    server.ciphers = text;
  }),
  word("curves", "curves", "groups of key agreements, by preference", (server, { text }) => {
    server.groups = text;
  }),
  word("sigalgs", "sigalgs", "signature algorithms, by preference", (server, { text }) => {
    server.signatureAlgorithms = text;
  }),
  word("ciphersuites", "ciphersuites", "TLS 1.3 suites", (server, { text }) => {
    server.ciphersuites = text;
  }),
  {
    name: "crt",
    syntax: "crt <file>",
    manual: "5.2",
    summary: "client certificate shown to the server",
    parse(args: Arguments, server: ServerModel, load: Load): void {
      server.crt = expectTlsFile(args, load.global.crtBase, "a file", load) ?? server.crt;
    },
  },
  word("sni", "expression", "name sent by TLS SNI", (server, expression) => {
    server.sni = expression;
  }),
  flag("ssl", "speaks TLS to the server", (server) => {
    server.ssl = true;
  }),
  flag("no-ssl", "undoes 'ssl'", (server) => {
    server.ssl = false;
  }),
  choice("ssl-max-ver", tlsVersions, "highest TLS version", (server, version) => {
    server.maxVersion = version;
  }),
  choice("ssl-min-ver", tlsVersions, "lowest TLS version", (server, version) => {
    server.minVersion = version;
  }),
  choice(
    "verify",
    ["none", "required"],
    "whether the server's certificate is verified",
    (server, verify) => {
      server.verify = verify;
    },
  ),
  word(
    "verifyhost",
    "name",
    "name the certificate must have instead of the SNI",
    (server, { text }) => {
      server.verifyHost = text;
    },
  ),
];
