/** Groups, signature algorithms and `strict-sni` that `ssl-default-*` give to lines without their own. */
import assert from "node:assert/strict";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** The status of a request by such a client, or the word "refused". */
async function shake(side: Side, port: string, tls: object): Promise<number | string> {
  try {
    using client = await side.connect(port, { tls });
    return (await client.exchange(get("/"))).status;
  } catch {
    return "refused";
  }
}

/** The status that a request through a backend gets has to be this one. */
const through =
  (backend: string, expected: number): Case =>
  async (side) => {
    const { startLine } = await side.ask("plain", get(`/${backend}`));
    assert.equal(startLine.split(" ")[1], `${expected}`);
    return startLine;
  };

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const site = authority.issue(["site.example"]);
  const frontend = (name: string, options: string): string =>
    `frontend ${name}
    bind 127.0.0.1:\${P:${name}} ssl crt ${site.combinedPath} ${options}
    http-request return status 200
`;

  compareArea(
    "default groups of binds",
    {
      config: `global\n    ssl-default-bind-curves P-384
${httpDefaults}\n${frontend("one", "")}${frontend("two", "curves P-521")}`,
    },
    Object.fromEntries(
      ["one", "two"].flatMap((port) =>
        ["P-256", "P-384", "P-521"].map((ecdhCurve): [string, Case] => [
          `${port}, a client of ${ecdhCurve}`,
          (side) => shake(side, port, { ecdhCurve }),
        ]),
      ),
    ),
  );

  compareArea(
    "default groups and signature algorithms, in newer versions",
    {
      config: `global
    ssl-default-bind-options strict-sni
    ssl-default-bind-sigalgs ECDSA+SHA256
    ssl-default-server-curves P-384
    ssl-default-server-sigalgs ECDSA+SHA256
${httpDefaults}
frontend plain
    bind 127.0.0.1:\${P:plain}
    use_backend %[path,field(2,/)]
${frontend("strict", "")}
${frontend("one", "no-strict-sni curves P-384")}${frontend("two", "no-strict-sni curves P-256")}
backend default
    retries 0
    server s 127.0.0.1:\${P:one} ssl verify none
backend other
    retries 0
    server s 127.0.0.1:\${P:two} ssl verify none
backend own
    retries 0
    server s 127.0.0.1:\${P:two} ssl verify none curves P-256
backend unsigned
    retries 0
    server s 127.0.0.1:\${P:one} ssl verify none sigalgs RSA-PSS+SHA256
`,
      since: "3.0",
    },
    {
      default: through("default", 200),
      other: through("other", 503),
      own: through("own", 200),
      unsigned: through("unsigned", 503),
      "a client that names no server": async (side) => {
        const seen = await shake(side, "strict", {});
        assert.equal(seen, "refused");
        return seen;
      },
      "a client that names the server": async (side) => {
        const seen = await shake(side, "strict", { servername: "site.example" });
        assert.equal(seen, 200);
        return seen;
      },
      "a client that signs": async (side) => {
        const seen = await shake(side, "one", { sigalgs: "ECDSA+SHA256" });
        assert.equal(seen, 200);
        return seen;
      },
      "a client that signs otherwise": async (side) => {
        const seen = await shake(side, "one", { sigalgs: "RSA-PSS+SHA256" });
        assert.equal(seen, "refused");
        return seen;
      },
    },
  );
}
