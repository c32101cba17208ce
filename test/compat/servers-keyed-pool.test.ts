/**
 * Which connection to the server each request goes over where connections differ by what they were
 * made with: the name told by SNI, the address they come from, the PROXY header, TOS. Clients that
 * ask for the same share them, others do not. Presenting addresses needs the privileges of root.
 */
import assert from "node:assert/strict";
import { after } from "node:test";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";
import { ruleDefaults } from "./rule-table.ts";

const authority = hasOpenssl ? makeAuthority() : null;
after(() => authority?.remove());
const site = authority?.issue(["site.example"]) ?? null;
const isRoot = process.getuid?.() === 0;

/** Says which connection it is. */
const serve: ServeConnection = async ({ socket, send, number }) => {
  let text = "";
  for await (const piece of socket) {
    text += (piece as Buffer).toString("latin1");
    if (!text.endsWith("\r\n\r\n")) continue;
    text = "";
    const body = `${number}`;
    send(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  }
};

const overTls = "server s 127.0.0.1:${P:tls} ssl verify none";
const plain = "server s 127.0.0.1:${P:web}";
const settings: Readonly<Record<string, string>> = {
  ...(site === null
    ? {}
    : { name: `${overTls} sni req.hdr(x-key)`, constant: `${overTls} sni str(one)` }),
  header: `${plain} send-proxy`,
  ...(isRoot ? { source: `${plain} source 0.0.0.0 usesrc hdr_ip(x-from)` } : {}),
};

const policies = ["never", "safe", "aggressive", "always"] as const;

/** A letter is a client, a digit the key of its request; "x" ends the client after it. */
const series: Readonly<Record<string, string>> = {
  "one client, two keys": "A1 A2 A1 A2 A3",
  "the same key": "A1 B1 A1 B1 C1x A1 D1",
  "keys apart": "A1 B2 A2 B1 A1 A2",
  "clients that left": "A1x B1 B1 C2x B2 D2 D1",
  "clients without a key": "A0 B0 A0 A1 B0",
};

const named = policies.flatMap((policy) =>
  Object.entries(settings).flatMap(([setting, lines]) =>
    Object.entries(series).map(([title, script], at) => ({
      title: `${policy}, by ${setting}: ${title}`,
      name: `${policy}-${setting}-${at}`,
      script,
      lines: `http-reuse ${policy}\n    ${lines}`,
    })),
  ),
);

const configOf = (backends: readonly { name: string; lines: string }[]): string => `
${ruleDefaults}
    retries 0
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
listen tls
    mode tcp
    no log
    bind 127.0.0.1:\${P:tls}${site === null ? "" : ` ssl crt ${site.combinedPath}`}
    server web 127.0.0.1:\${P:web}
${backends.map(({ name, lines }) => `backend ${name}\n    ${lines}\n`).join("")}
`;

const fieldsOf = (key: number): string =>
  key === 0 ? "" : `X-Key: k${key}\r\nX-From: 127.0.0.${50 + key}\r\nX-Tos: ${key * 4}\r\n`;

/** Statuses and connections, the latter numbered as they appear. */
const inTurn =
  (backend: string, script: string) =>
  async (side: Side): Promise<string[]> => {
    const clients = new Map<string, Awaited<ReturnType<Side["connect"]>>>();
    const known = new Map<string, number>();
    const answers: string[] = [];
    for (const step of script.split(" ")) {
      const client = clients.get(step[0]!) ?? (await side.connect("fe"));
      clients.set(step[0]!, client);
      const { status, body } = await client.exchange(get(`/${backend}`, fieldsOf(Number(step[1]))));
      if (status === 200 && !known.has(body)) known.set(body, known.size + 1);
      answers.push(`${step} ${status} ${known.get(body)}`);
      if (!step.endsWith("x")) continue;
      client.close();
      clients.delete(step[0]!);
    }
    for (const client of clients.values()) client.close();
    return answers;
  };

compareArea(
  "idle connections that differ",
  { config: configOf(named), servers: { web: serve } },
  Object.fromEntries(named.map(({ title, name, script }) => [title, inTurn(name, script)])),
);

/** What tells connections apart in newer versions, and the connections of the keys apart. */
const newer = (
  [
    ["a name without TLS", "1 2 1 1 1 1", `${plain} sni req.hdr(x-key)`],
    [
      "PROXY fields",
      "1 2 1 3 1 1",
      `${plain} send-proxy-v2 set-proxy-v2-tlv-fmt(0xE1) %[req.hdr(x-key)]`,
    ],
    ["tos", "1 2 3 1 1 4", `http-request set-bc-tos req.hdr(x-tos)\n    ${plain}`],
    ["pool-conn-name", "1 2 3 1 1 4", `${plain} pool-conn-name req.hdr(x-key)`],
    [
      "pool-conn-name, not sni",
      "1 2 1 1 1 1",
      `${overTls} sni req.hdr(x-key) pool-conn-name str(one)`,
    ],
  ] as const
)
  .filter(([, , lines]) => site !== null || !lines.startsWith(overTls))
  .map(([title, expected, lines], at) => ({ title, expected, lines, name: `newer-${at}` }));

/** The case says itself what an older oracle cannot. */
const expecting =
  (script: (side: Side) => Promise<string[]>, expected: string): Case =>
  async (side) => {
    const answers = await script(side);
    assert.equal(answers.map((answer) => answer.split(" ")[2]).join(" "), expected);
    return answers;
  };

compareArea(
  "idle connections that differ, in newer versions",
  { config: configOf(newer), servers: { web: serve }, since: "3.2" },
  Object.fromEntries(
    newer.map(({ title, name, expected }) => [
      title,
      expecting(inTurn(name, series["keys apart"]!), expected),
    ]),
  ),
);
