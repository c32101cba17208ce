/**
 * Whose certificates are trusted (`crl-file`, `crt-ignore-err all` with `ca-ignore-err all`), and
 * what is agreed on with which client (`prefer-client-ciphers`, `ecdhe`, `default-crt`, `no-alpn`).
 */
import assert from "node:assert/strict";
import type { TLSSocket } from "node:tls";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { okResponse } from "../support/origin.ts";
import { makeRevocations } from "../support/revocations.ts";
import { type Case, compareArea, type Side, viewOf } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** The answer to one request over TLS with what was agreed on, or the word "refused". */
async function shake(side: Side, port: string, tls: object): Promise<unknown> {
  try {
    using client = await side.connect(port, { tls });
    const answer = viewOf(await client.exchange(get("/")));
    const socket = client.socket as TLSSocket;
    const cipher = "ciphers" in tls ? socket.getCipher().name : "any";
    return [cipher, socket.getPeerCertificate().subject.CN, socket.alpnProtocol, answer];
  } catch {
    return "refused";
  }
}

if (hasOpenssl) {
  const authority = makeAuthority();
  const clients = makeRevocations();
  process.once("exit", () => {
    authority.remove();
    clients.remove();
  });
  const site = authority.issue(["site.example"]);
  const other = authority.issue(["other.example"]);
  const rsa = authority.issue(["rsa.example"], "rsa");
  const frontend = (name: string, options: string): string => `frontend ${name}
    bind 127.0.0.1:\${P:${name}} ssl crt ${site.combinedPath} ${options}
    http-request return status 200 content-type text/plain lf-string "%[ssl_c_used] %[ssl_c_verify] %[ssl_c_err] %[ssl_c_ca_err] %[ssl_c_s_dn(cn)]"
`;
  const certificates = {
    "no certificate": {},
    "a good one": clients.good,
    "a revoked one": clients.revoked,
    "an expired one": clients.expired,
    "a stranger's": clients.stranger,
  };
  const ofClients = `ca-file ${clients.caPath} verify`;
  const ignoring = "crt-ignore-err all ca-ignore-err all";
  const asked: Readonly<Record<string, string>> = {
    listed: `${ofClients} required crl-file ${clients.listPath}`,
    listedoptional: `${ofClients} optional crl-file ${clients.listPath}`,
    unlisted: `${ofClients} required`,
    lenient: `${ofClients} required ${ignoring}`,
    lenientoptional: `${ofClients} optional ${ignoring}`,
  };
  const two = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384";
  const reversed = two.split(":").toReversed().join(":");
  const preferring = { maxVersion: "TLSv1.2", ciphers: reversed };

  compareArea(
    "clients of TLS",
    {
      config: `${httpDefaults}
${Object.entries(asked)
  .map(([name, options]) => frontend(name, options))
  .join(
    "",
  )}${frontend("own", `ciphers ${two}`)}${frontend("theirs", `ciphers ${two} prefer-client-ciphers`)}${frontend("one", "ecdhe secp384r1")}
frontend onward
    bind 127.0.0.1:\${P:onward}
    use_backend %[path,field(2,/)]
backend unlisted
    server s 127.0.0.1:\${P:web} ssl verify required ca-file ${clients.caPath}
backend listed
    retries 0
    server s 127.0.0.1:\${P:web} ssl verify required ca-file ${clients.caPath} crl-file ${clients.listPath}
`,
      origins: { web: okResponse("secret") },
      originOptions: { tls: clients.revoked },
    },
    {
      ...Object.fromEntries(
        Object.keys(asked).flatMap((port) =>
          Object.entries(certificates).map(([name, tls]): [string, Case] => [
            `${port}: ${name}`,
            (side) => shake(side, port, { ...tls, maxVersion: "TLSv1.2" }),
          ]),
        ),
      ),
      "a revoked one that is told of": (side) => shake(side, "told", clients.revoked),
      "the order of ciphers is the server's": (side) => shake(side, "own", preferring),
      "the order of ciphers is the client's": (side) => shake(side, "theirs", preferring),
      "a client of the one group": (side) => shake(side, "one", { ecdhCurve: "P-384" }),
      "a client of another group": (side) => shake(side, "one", { ecdhCurve: "P-256" }),
      "a revoked server, no list": (side) => side.ask("onward", get("/unlisted")),
      "a revoked server, a list": (side) => side.ask("onward", get("/listed")),
    },
  );

  compareArea(
    "clients of TLS, in newer versions",
    {
      config: `${httpDefaults}
${frontend("default", `default-crt ${other.combinedPath}`)}${frontend("kinds", `default-crt ${rsa.combinedPath}`)}${frontend("silent", "alpn http/1.1 no-alpn")}`,
      since: "3.2",
    },
    {
      "default-crt without a name": async (side) => {
        const seen = await shake(side, "default", {});
        // The first 'crt' stays a default.
        assert.equal(Array.isArray(seen) && seen[1], "site.example");
        return seen;
      },
      "default-crt of another key type": async (side) => {
        const seen = await shake(side, "kinds", { sigalgs: "rsa_pss_rsae_sha256" });
        assert.equal(Array.isArray(seen) && seen[1], "rsa.example");
        return seen;
      },
      "default-crt, the other by name": (side) =>
        shake(side, "default", { servername: "site.example" }),
      "no-alpn": (side) => shake(side, "silent", { ALPNProtocols: ["http/1.1"] }),
    },
  );
}
