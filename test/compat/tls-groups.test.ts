/**
 * Groups and signature algorithms of TLS (`curves`, `sigalgs`) on both sides: connections with one
 * in common work, others do not. HAProxy 2.6 knows `curves` of binds alone.
 */
import assert from "node:assert/strict";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** The status of a request by such a client, or the word "refused". */
async function shake(side: Side, port: string, tls: object, path = "/"): Promise<number | string> {
  try {
    using client = await side.connect(port, { tls });
    return (await client.exchange(get(path))).status;
  } catch {
    return "refused";
  }
}

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const site = authority.issue(["site.example"]);
  const bind = (port: string, options: string): string =>
    `    bind 127.0.0.1:\${P:${port}} ssl crt ${site.combinedPath} ${options}\n`;
  const frontend = (name: string, options: string): string =>
    `frontend ${name}\n${bind(name, options)}    http-request return status 200\n`;

  compareArea(
    "groups of TLS",
    {
      config: `${httpDefaults}\n${frontend("one", "curves P-384")}${frontend("two", "curves P-521:P-256")}`,
    },
    Object.fromEntries(
      ["one", "two"].flatMap((port) =>
        ["P-256", "P-384", "P-521", "X25519", "X25519:P-384"].map((ecdhCurve): [string, Case] => [
          `${port}, a client of ${ecdhCurve}`,
          (side) => shake(side, port, { ecdhCurve }),
        ]),
      ),
    ),
  );

  const toServers: Readonly<Record<string, readonly [string, number]>> = {
    same: ["curves P-384", 200],
    other: ["curves P-256", 503],
    several: ["curves P-256:P-384", 200],
    signed: ["curves P-384 sigalgs ECDSA+SHA256", 200],
    unsigned: ["curves P-384 sigalgs RSA-PSS+SHA256", 503],
    ticketed: ["curves P-384 tls-tickets", 200],
  };
  const backends = Object.entries(toServers).map(
    ([name, [options]]) =>
      `backend ${name}\n    retries 0\n    server s 127.0.0.1:\${P:one} ssl verify none ${options}\n`,
  );
  compareArea(
    "groups and signature algorithms of TLS, in newer versions",
    {
      config: `${httpDefaults}
frontend plain
    bind 127.0.0.1:\${P:plain}
    use_backend %[path,field(2,/)]
${frontend("one", "curves P-384")}${frontend("signing", "sigalgs ECDSA+SHA256")}${backends.join("")}`,
      since: "3.0",
    },
    Object.fromEntries([
      ...Object.entries(toServers).map(([name, [, expected]]): [string, Case] => [
        `a server, ${name}`,
        async (side) => {
          const { startLine } = await side.ask("plain", get(`/${name}`));
          assert.equal(startLine.split(" ")[1], `${expected}`);
          return startLine;
        },
      ]),
      ...(["ECDSA+SHA256", "RSA-PSS+SHA256"] as const).map((sigalgs): [string, Case] => [
        `a client of ${sigalgs}`,
        async (side) => {
          const seen = await shake(side, "signing", { sigalgs });
          assert.equal(seen, sigalgs.startsWith("EC") ? 200 : "refused");
          return seen;
        },
      ]),
    ]),
  );
}
