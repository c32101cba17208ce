/**
 * PROXY headers that servers get: every option of version 2, in the clear and over TLS. The server
 * answers with the header it got; addresses, ports and the checksum, which depend on them, are
 * shown as what they are.
 */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after } from "node:test";
import { connect as connectTls } from "node:tls";
import { crc32c } from "../../src/core/hash.ts";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { startRawServer } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

/** The fields of a header with its addresses left out. */
function describeHeader(text: string): string {
  if (!text.startsWith(SIGNATURE)) return text.split("\r\n")[0]!.replace(/ \d+ \d+$/, " <ports>");
  const byte = (at: number): number => text.charCodeAt(at);
  const end = 16 + byte(14) * 256 + byte(15);
  const parts = [`${byte(12).toString(16)} ${byte(13).toString(16)}`];
  for (let at = 16 + (byte(13) === 0x21 ? 36 : byte(13) === 0 ? 0 : 12); at < end;) {
    const next = at + 3 + byte(at + 1) * 256 + byte(at + 2);
    const value = text.slice(at + 3, next);
    if (byte(at) === 3) {
      const whole = `${text.slice(0, at + 3)}\0\0\0\0${text.slice(next, end)}`;
      const told = Buffer.from(value, "latin1").readUInt32BE();
      parts.push(`crc32c ${crc32c(whole) >>> 0 === told ? "right" : "wrong"}`);
    } else parts.push(`${byte(at).toString(16)} ${JSON.stringify(value)}`);
    at = next;
  }
  return parts.join(", ");
}

/** Answers each request with what came before it. */
const server = await startRawServer(async ({ socket, send, end }) => {
  let text = "";
  for await (const piece of socket) {
    text += (piece as Buffer).toString("latin1");
    if (!text.includes("HTTP/1.1\r\n") || !text.endsWith("\r\n\r\n")) continue;
    const body = describeHeader(text);
    send(
      `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
    return end();
  }
});
after(() => server.stop());

const target = `127.0.0.1:${server.port}`;
const options: Readonly<Record<string, string>> = {
  v1: "send-proxy",
  v2: "send-proxy-v2",
  crc: "send-proxy-v2 proxy-v2-options crc32c",
  authority: "send-proxy-v2 proxy-v2-options authority",
  unique: "send-proxy-v2 proxy-v2-options unique-id",
  ssl: "send-proxy-v2-ssl",
  cn: "send-proxy-v2-ssl-cn",
  cipher: "send-proxy-v2 proxy-v2-options ssl,ssl-cipher",
  bare: "send-proxy-v2 proxy-v2-options ssl-cipher",
  cert: "send-proxy-v2 proxy-v2-options cert-sig,cert-key",
  all: "send-proxy-v2 proxy-v2-options ssl,cert-cn,ssl-cipher,cert-sig,cert-key,authority,crc32c,unique-id",
  withoutCn: "send-proxy-v2-ssl-cn no-send-proxy-v2-ssl-cn",
  both: "send-proxy send-proxy-v2",
  named: "send-proxy-v2 proxy-v2-options authority,unique-id",
};

/** What the client's own PROXY header tells: nothing, a name, an empty one, ALPN, an id. */
const toldFields: Readonly<Record<string, string>> = {
  "a header without fields": "",
  "a header with a name": "\x02\0\x0ctold.example",
  "a header with an empty name": "\x02\0\0",
  "a header with other fields": "\x01\0\x02h2\x05\0\x02id\xe1\0\x01x",
};

/** Asks behind a PROXY header; over TLS if there is a name to tell, be it empty. */
async function askBehind(side: Side, fields: string, servername?: string): Promise<string> {
  const port = side.proxy.port(servername === undefined ? "behind" : "behindTls");
  const socket = connect(port, "127.0.0.1");
  const length = String.fromCharCode(12 + fields.length);
  const ends = "\xc0\0\x02\x01\xc6\x33\x64\x02\x04\xd2\0\x50";
  const header = Buffer.from(`${SIGNATURE}\x21\x11\0${length}${ends}${fields}`, "latin1");
  await new Promise<void>((sent) => socket.write(header, () => sent()));
  const name = servername ? { servername } : {};
  const client =
    servername === undefined ? socket : connectTls({ socket, rejectUnauthorized: false, ...name });
  client.write(get("/named", "Connection: close\r\n"));
  let text = "";
  for await (const piece of client) text += (piece as Buffer).toString("latin1");
  return text;
}

if (hasOpenssl) {
  const authority = makeAuthority();
  const clients = makeAuthority("client");
  process.once("exit", () => {
    authority.remove();
    clients.remove();
  });
  const ec = authority.issue(["main.example"]);
  const rsa = authority.issue(["rsa.example"], "rsa");
  const { cert, key } = clients.issue(["known client"]);
  const tls = `ca-file ${clients.caPath} verify optional`;
  const backends = Object.entries(options).map(
    ([name, text]) => `backend ${name}\n    server s ${target} ${text}\n`,
  );
  const config = `${httpDefaults}
    unique-id-format an-id-%ci
frontend plain
    bind 127.0.0.1:\${P:plain}
    use_backend %[path,field(2,/)]
frontend behind
    bind 127.0.0.1:\${P:behind} accept-proxy
    bind 127.0.0.1:\${P:behindTls} accept-proxy ssl crt ${ec.combinedPath}
    unique-id-format %[hdr(x-id)]
    use_backend %[path,field(2,/)]
frontend secure
    bind 127.0.0.1:\${P:ec} ssl crt ${ec.combinedPath} ${tls} alpn http/1.1
    bind 127.0.0.1:\${P:rsa} ssl crt ${rsa.combinedPath} ${tls}
    use_backend %[path,field(2,/)]
${backends.join("")}`;

  const ask = async (side: Side, port: string, name: string, with_?: object): Promise<string> =>
    (await side.ask(port, get(`/${name}`), with_)).body;
  const clientsOf: Readonly<Record<string, readonly [port: string, options?: object]>> = {
    "in the clear": ["plain"],
    "over TLS": ["ec", { tls: { servername: "main.example", ALPNProtocols: ["http/1.1"] } }],
    "over TLS 1.2 with a certificate": [
      "rsa",
      { tls: { cert, key, maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" } },
    ],
    "over TLS 1.3 with a certificate": ["ec", { tls: { cert, key, servername: "other.example" } }],
  };
  const cases: Record<string, Case> = {};
  for (const [how, [port, client]] of Object.entries(clientsOf)) {
    for (const name of Object.keys(options)) {
      cases[`${name} ${how}`] = (side) => ask(side, port, name, client);
    }
  }
  for (const [told, fields] of Object.entries(toldFields)) {
    for (const servername of [undefined, "", "main.example"]) {
      const how = servername === undefined ? "in the clear" : `with the name "${servername}"`;
      cases[`behind ${told}, ${how}`] = (side) => askBehind(side, fields, servername);
    }
  }
  compareArea("PROXY headers to servers", { config }, cases);

  /** HAProxy 2.6 sends version 1 where only options are left; a newer one sends nothing. */
  const newer: Readonly<Record<string, readonly [options: string, expected: string]>> = {
    without: ["send-proxy-v2-ssl-cn no-send-proxy-v2-ssl", "GET /without HTTP/1.1"],
    optionsOnly: ["proxy-v2-options crc32c", "GET /optionsOnly HTTP/1.1"],
    field: [
      "send-proxy-v2 set-proxy-v2-tlv-fmt(0xE1) %[src]",
      '21 11, e1 "127.0.0.1", 1 "http/1.1"',
    ],
    fields: [
      "send-proxy-v2 set-proxy-v2-tlv-fmt(225) a set-proxy-v2-tlv-fmt(0xE2) b-%HM proxy-v2-options crc32c,authority,unique-id,ssl",
      `21 11, e1 "a", e2 "b-GET", crc32c right, 1 "http/1.1", 2 "main.example", 5 "an-id-127.0.0.1", 20 ${JSON.stringify("\x01\0\0\0\0!\0\x07TLSv1.3")}`,
    ],
    empty: [
      "send-proxy-v2 set-proxy-v2-tlv-fmt(0xE1) %[req.hdr(x-none)]",
      '21 11, e1 "", 1 "http/1.1"',
    ],
  };
  const newerBackends = Object.entries(newer).map(
    ([name, [text]]) => `backend ${name}\n    server s ${target} ${text}\n`,
  );
  const newerCases = Object.entries(newer).map(([name, [, expected]]): [string, Case] => [
    name,
    async (side) => {
      const [port, client] = clientsOf["over TLS"]!;
      const seen = await ask(side, port, name, client);
      assert.equal(seen, expected);
      return seen;
    },
  ]);
  const newerConfig = config.replace(/^backend[^]*/m, newerBackends.join(""));
  compareArea(
    "PROXY headers of newer versions",
    { config: newerConfig, since: "3.0" },
    Object.fromEntries(newerCases),
  );
}
