/**
 * The whole proxy on the runtime that SLUICE_RUNTIME names: HTTP, TCP and TLS traffic, two
 * threads, the admin socket, a reload, and what the runtime lacks. The same tests on all three.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { until } from "../support/deadline.ts";
import { valueOf } from "../support/http-reading.ts";
import { okResponse, type Origin, startOrigin } from "../support/origin.ts";
import { sluiceProgram, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient, request } from "../support/raw-client.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const runtime = process.env["SLUICE_RUNTIME"] ?? "bun";
const get = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** What each runtime refuses, from its capabilities: the line, and the runtime's complaint. */
const lacks: Readonly<Record<string, readonly (readonly [string, RegExp])[]>> = {
  bun: [],
  node: [["log /dev/log local0", /'log' is not possible here: node cannot send to unix sockets/]],
  deno: [
    [
      "ssl-default-bind-ciphers AES128-SHA",
      /'ssl-default-bind-ciphers' is not possible here: deno cannot choose TLS ciphers/,
    ],
    ["daemon", /'daemon' is not possible here: deno cannot go into the background/],
  ],
};

const config = (answer: string, tls: string): string => `
global
    nbthread 2
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend web
    bind 127.0.0.1:\${P:web}
    http-request set-header X-From %[src]
    http-request return status 200 content-type text/plain string ${answer} if { path /answer }
    default_backend origin
backend origin
    balance roundrobin
    server one 127.0.0.1:\${P:one} check inter 200ms
    server two 127.0.0.1:\${P:two}
frontend raw
    mode tcp
    bind 127.0.0.1:\${P:raw}
    default_backend raw
backend raw
    mode tcp
    server one 127.0.0.1:\${P:one}
${tls}`;

describe(`the whole proxy on ${runtime}`, () => {
  const authority = hasOpenssl ? makeAuthority() : null;
  let one: Origin;
  let two: Origin;
  let proxy: Proxy;
  before(async () => {
    one = await startOrigin(okResponse("one"));
    two = await startOrigin(okResponse("two"));
    const tls = authority === null ? "" : tlsSections(authority);
    proxy = await startSluice(config("first", tls), { ports: { one: one.port, two: two.port } });
  });
  after(async () => {
    await proxy?.stop();
    await one.stop();
    await two.stop();
    authority?.remove();
  });

  test("HTTP: rules, balancing, keep-alive, a large body", async () => {
    using client = await RawClient.connect(proxy.port("web"));
    assert.equal((await client.exchange(get("/answer"))).body, "first");
    const bodies = [(await client.exchange(get("/"))).body, (await client.exchange(get("/"))).body];
    assert.deepEqual(bodies.sort(), ["one", "two"]);
    const large = "x".repeat(1 << 20);
    const post = `POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: ${large.length}\r\n\r\n${large}`;
    assert.equal((await client.exchange(post)).status, 200);
    const seen = [...one.requests, ...two.requests].find(({ target }) => target === "/large")!;
    assert.equal(seen.body, large);
    assert.equal(valueOf(seen, "x-from"), "127.0.0.1");
  });

  test("bad requests are refused", async () => {
    assert.equal(
      (await request(proxy.port("web"), "GET / HTTP/1.1\r\nHost : x\r\n\r\n")).status,
      400,
    );
  });

  test("TCP is passed on as it is", async () => {
    assert.equal((await request(proxy.port("raw"), get("/raw"))).body, "one");
    assert.equal(one.requests.at(-1)?.target, "/raw");
  });

  test(
    "TLS on both sides",
    { skip: authority === null && "openssl is not installed" },
    async () => {
      const answer = await request(proxy.port("tls"), get("/answer"), {
        tls: { servername: "b.example", ca: authority!.ca, rejectUnauthorized: true },
      });
      assert.equal(answer.body, "TLSv1.3 b.example");
      const onward = await request(proxy.port("onward"), get("/answer"));
      assert.equal(onward.body, "TLSv1.3 b.example");
    },
  );

  test("the admin socket shows and changes all threads", async () => {
    assert.match(await proxy.cli("show info"), /^Nbthread: 2$/m);
    await until(
      async () => /^origin,one,.*,UP,/m.test(await proxy.cli("show stat")),
      "the check of one",
    );
    await proxy.cli("disable server origin/two");
    for (let i = 0; i < 4; i++)
      assert.equal((await request(proxy.port("web"), get("/"))).body, "one");
    await proxy.cli("enable server origin/two");
  });

  test("a reload changes the answers and keeps a connection", async () => {
    using kept = await RawClient.connect(proxy.port("web"));
    assert.equal((await kept.exchange(get("/answer"))).body, "first");
    const text = `global\n    stats socket ${proxy.adminSocket} level admin\n${config("second", authority === null ? "" : tlsSections(authority))}`;
    writeFileSync(
      proxy.configPath,
      text.replaceAll(/\$\{P:(\w+)\}/g, (_, name: string) => String(proxy.port(name))),
    );
    proxy.signal("SIGHUP");
    await until(
      async () => (await request(proxy.port("web"), get("/answer"))).body === "second",
      "the new answer",
    );
    assert.equal((await kept.exchange(get("/answer"))).body, "second");
  });

  for (const [line, complaint] of lacks[runtime] ?? []) {
    test(`'${line}' is refused by name`, async () => {
      const folder = makeTempFolder();
      const path = `${folder.path}/c.cfg`;
      writeFileSync(path, `global\n    ${line}\nfrontend f\n    mode http\n    bind 127.0.0.1:1\n`);
      const { args, command } = sluiceProgram();
      const output = await new Promise<string>((settle) => {
        execFile(command, [...args, "-c", "-f", path], (error, _stdout, stderr) =>
          settle(`${error?.code} ${stderr}`),
        );
      });
      folder.remove();
      assert.match(output, /^1 /);
      assert.match(output, complaint);
    });
  }
});

/** A TLS frontend with two certificates, and a backend that encrypts to it and verifies. */
function tlsSections(authority: ReturnType<typeof makeAuthority>): string {
  const { a, b } = certificatesOf(authority);
  return `
frontend tls
    bind 127.0.0.1:\${P:tls} ssl crt ${a} crt ${b}
    http-request return status 200 content-type text/plain lf-string "%[ssl_fc_protocol] %[ssl_fc_sni]"
frontend onward
    bind 127.0.0.1:\${P:onward}
    default_backend onward
backend onward
    server tls 127.0.0.1:\${P:tls} ssl verify required ca-file ${authority.caPath} sni str(b.example)
`;
}

const issued: Map<object, { readonly a: string; readonly b: string }> = new Map();

function certificatesOf(authority: ReturnType<typeof makeAuthority>): {
  readonly a: string;
  readonly b: string;
} {
  const known = issued.get(authority);
  if (known !== undefined) return known;
  const made = {
    a: authority.issue(["a.example"]).combinedPath,
    b: authority.issue(["b.example"]).combinedPath,
  };
  issued.set(authority, made);
  return made;
}
