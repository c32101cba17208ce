/**
 * The acceptance configuration: what `-c` refuses of it is exactly what later versions bring, and
 * all the rest carries traffic. Ports are moved to free ones; nothing else of the file changes.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { TLSSocket } from "node:tls";
import { gunzipSync } from "node:zlib";
import { copyAcceptance, hasAcceptance, hasOpenssl } from "../support/certificates.ts";
import { until } from "../support/deadline.ts";
import { type HttpResponse, valueOf, valuesOf } from "../support/http-reading.ts";
import { okResponse, type Origin, startOrigin } from "../support/origin.ts";
import { sluiceProgram, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient, request } from "../support/raw-client.ts";
import { startSyslogReceiver, type SyslogReceiver } from "../support/syslog-receiver.ts";

/** What `-c` names in the file: the line's first words and the word it points at. */
const refused: readonly string[] = [
  "server grpc-1: h2",
  "server grpc-2: h2",
  "http-check connect: h2",
];

/** Backends' ports in the file that an HTTP origin stands on, and those that play WebSocket. */
const httpPorts = [19111, 19112, 19113, 19120, 19121, 19122, 19140, 19141, 19888];
const webSocketPorts = [19130, 19131];
/** TLS origins: passed through to, and encrypted again for. */
const tlsPorts = [19443, 19444];

interface Verdict {
  readonly status: number;
  readonly output: string;
}

function check(folder: string): Promise<Verdict> {
  const { args, command } = sluiceProgram();
  return new Promise((settle) => {
    execFile(command, [...args, "-C", folder, "-c", "-f", "edge.cfg"], (error, _stdout, output) => {
      settle({ status: typeof error?.code === "number" ? error.code : 0, output });
    });
  });
}

/** Line and column of every alert. */
function alertsOf(output: string): { readonly line: number; readonly column: number }[] {
  return [...output.matchAll(/^\[ALERT\] +edge\.cfg:(\d+):(\d+): /gm)].map(([, line, column]) => ({
    line: Number(line),
    column: Number(column),
  }));
}

function wordAt(source: string, column: number): string {
  return /^\S+/.exec(source.slice(column - 1))?.[0] ?? "";
}

/** The file without those lines, and with a name for each port. */
function runnable(text: string, without: ReadonlySet<number>): string {
  return text
    .split("\n")
    .filter((_, index) => !without.has(index + 1))
    .join("\n")
    .replaceAll(/127\.0\.0\.1:(\d+)/g, "127.0.0.1:$${P:$1}");
}

const skip = !hasAcceptance
  ? "there is no acceptance material"
  : !hasOpenssl && "openssl is not installed";

describe("the acceptance configuration", { skip }, () => {
  let folder: ReturnType<typeof copyAcceptance>;
  let verdict: Verdict;
  let proxy: Proxy;
  let syslog: SyslogReceiver;
  const origins: Map<number, Origin> = new Map();

  before(async () => {
    folder = copyAcceptance();
    verdict = await check(folder.path);
    syslog = await startSyslogReceiver();
    const ports: Record<string, number> = { 18514: syslog.port };
    for (const port of httpPorts)
      origins.set(
        port,
        await startOrigin(
          okResponse(`from ${port}`, "Server: origin\r\nContent-Type: text/html\r\n"),
        ),
      );
    for (const port of webSocketPorts) origins.set(port, await startOrigin(echoAfterUpgrade));
    const internal = readFileSync(join(folder.path, "certs/private/internal.pem"), "utf8");
    for (const port of tlsPorts) {
      origins.set(
        port,
        await startOrigin(okResponse(`from ${port}`), { tls: { cert: internal, key: internal } }),
      );
    }
    for (const [port, origin] of origins) ports[port] = origin.port;
    const text = readFileSync(join(folder.path, "edge.cfg"), "utf8");
    const lines = new Set(alertsOf(verdict.output).map(({ line }) => line));
    const onward = `\nfrontend ft_reencrypt\n    bind 127.0.0.1:\${P:reencrypt}\n    default_backend bk_reencrypt\n`;
    proxy = await startSluice(runnable(text, lines) + onward, { ports, args: ["-C", folder.path] });
    // The dead ones (api-1 has no line left, v2-1 and primary have no origin) are known to be down.
    await until(
      async () => /^bk_api_v2,v2-1,.*,DOWN,/m.test(await proxy.cli("show stat")),
      "v2-1 down",
      15_000,
    );
  });
  after(async () => {
    await proxy?.stop();
    for (const origin of origins.values()) await origin.stop();
    syslog?.stop();
    folder?.remove();
  });

  const plain = (text: string): Promise<HttpResponse> => request(proxy.port("18080"), text);
  const secure = (target: string, fields = "", method = "GET"): Promise<HttpResponse> =>
    request(proxy.port("18443"), head(method, target, fields), {
      tls: { servername: "app.example.com" },
    });

  test("-c names what later versions bring, one clear line each", () => {
    const lines = readFileSync(join(folder.path, "edge.cfg"), "utf8").split("\n");
    const named = alertsOf(verdict.output).map(({ line, column }) => {
      const source = lines[line - 1]!;
      return `${source.trim().split(/\s+/).slice(0, 2).join(" ")}: ${wordAt(source, column)}`;
    });
    assert.deepEqual(named, refused);
    assert.equal(verdict.status, 1);
    assert.doesNotMatch(verdict.output, /unknown/);
  });

  test("HTTP is redirected to HTTPS, but for ACME", async () => {
    const moved = await plain(head("GET", "/x?y=1", "", "app.example.com"));
    assert.equal(moved.status, 301);
    assert.equal(valueOf(moved, "location"), "https://app.example.com/x?y=1");
    assert.equal((await plain(head("GET", "/.well-known/acme-challenge/t"))).body, "from 19888");
  });

  test("the certificate is chosen by name", async () => {
    const names: Readonly<Record<string, string>> = {
      // The first file of the folder answers for names that no certificate has.
      "api.example.com": "api.example.com",
      "shop.example.com": "example.com",
      "other.test": "api.example.com",
    };
    for (const [servername, shown] of Object.entries(names)) {
      using client = await RawClient.connect(proxy.port("18443"), {
        tls: { servername, ALPNProtocols: ["http/1.1"] },
      });
      const socket = client.socket as TLSSocket;
      assert.equal(socket.getPeerCertificate().subject.CN, shown);
      assert.equal(socket.alpnProtocol, "http/1.1");
    }
  });

  test("responses carry the site's headers, requests their id", async () => {
    const answer = await secure("/", "", "GET");
    assert.equal(answer.status, 200);
    assert.equal(
      valueOf(answer, "strict-transport-security"),
      "max-age=31536000; includeSubDomains; preload",
    );
    assert.equal(valueOf(answer, "x-frame-options"), "DENY");
    assert.deepEqual(valuesOf(answer, "server"), []);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const own = [19120, 19121, 19122]
      .flatMap((port) => origins.get(port)!.requests)
      .filter(({ target }) => target === "/");
    assert.match(valueOf(own[0]!, "x-request-id") ?? "", uuid);
  });

  test("paths, methods and hosts choose the backend", async () => {
    assert.equal((await secure("/static/a.css")).body.slice(0, 9), "from 1914");
    assert.equal((await secure("/pic.jpg")).body.slice(0, 9), "from 1914");
    assert.equal(
      valueOf(await secure("/assets/x"), "cache-control"),
      "public, max-age=31536000, immutable",
    );
    const coded = await secure("/static/a.html", "Accept-Encoding: gzip\r\n");
    assert.equal(valueOf(coded, "content-encoding"), "gzip");
    assert.equal(valueOf(coded, "vary"), "Accept-Encoding");
    const body = gunzipSync(Buffer.from(coded.body, "latin1")).toString("latin1");
    assert.equal(body.slice(0, 9), "from 1914");
    assert.equal((await secure("/api/v2/things")).body, "from 19111");
    assert.match((await secure("/api/v1/things")).body, /^from 1911[12]$/);
    const health = await secure("/health");
    assert.equal(health.body, '{"status":"ok","haproxy":"up"}');
    assert.equal(valueOf(health, "content-type"), "application/json");
    assert.equal((await secure("/grpc/x")).status, 503);
  });

  test("the map chooses by host, with a default", async () => {
    const by = (host: string): Promise<HttpResponse> =>
      request(proxy.port("18443"), head("GET", "/m", "", host), { tls: {} });
    assert.equal((await by("staging.example.com")).body, "from 19122");
    assert.match((await by("API.example.com")).body, /^from 1911[123]$/);
    assert.match((await by("unknown.example")).body, /^from 1912[012]$/);
  });

  test("a backend without servers answers with the site's error file", async () => {
    const answer = await secure("/grpc/x");
    const file = readFileSync(join(folder.path, "errors/503.http"), "latin1").replaceAll(
      "\r\n",
      "\n",
    );
    assert.equal(answer.body.replaceAll("\r\n", "\n"), file.slice(file.indexOf("\n\n") + 2));
  });

  test("a cookie keeps the client on its server", async () => {
    const first = await secure("/cookie", "", "GET");
    const cookie = /SERVERID=(web[123])/.exec(valueOf(first, "set-cookie") ?? "")!;
    assert.match(valueOf(first, "set-cookie")!, /; path=\/; HttpOnly; Secure$/);
    for (let i = 0; i < 4; i++) {
      const next = await secure("/cookie", `Cookie: SERVERID=${cookie[1]}\r\n`);
      assert.equal(next.body, first.body);
      assert.deepEqual(valuesOf(next, "set-cookie"), []);
    }
  });

  test("a session id sticks to its server", async () => {
    const ask = (id: string): Promise<HttpResponse> =>
      request(
        proxy.port("18443"),
        head("GET", "/s", `Cookie: session_id=${id}\r\n`, "app.example.com"),
        { tls: {} },
      );
    const first = await ask("alpha");
    for (let i = 0; i < 4; i++) assert.equal((await ask("alpha")).body, first.body);
    assert.match(await proxy.cli("show table bk_web_sticky"), /key=alpha .*server_id=/);
  });

  test("a WebSocket is a tunnel", async () => {
    using client = await RawClient.connect(proxy.port("18443"), { tls: {} });
    client.send(head("GET", "/chat", webSocketFields));
    assert.equal((await client.readFinal()).status, 101);
    client.send("ping");
    assert.equal(await client.inbox.take(4), "ping");
  });

  test("only clients with a certificate of the authority come in", async () => {
    const pem = readFileSync(join(folder.path, "certs/private/client.pem"), "utf8");
    const port = proxy.port("18444");
    const known = await request(port, head("GET", "/"), { tls: { cert: pem, key: pem } });
    assert.equal(known.status, 200);
    await assert.rejects(request(port, head("GET", "/"), { tls: { maxVersion: "TLSv1.2" } }));
  });

  test("TLS is passed through by its name", async () => {
    for (const [servername, port] of [
      ["api.example.com", 19443],
      ["app.example.com", 19444],
      ["x.test", 19443],
    ] as const) {
      const answer = await request(proxy.port("18445"), head("GET", "/"), { tls: { servername } });
      assert.equal(answer.body, `from ${port}`);
    }
  });

  test("a verified server is reached by TLS again", async () => {
    const answer = await request(proxy.port("reencrypt"), head("GET", "/"));
    assert.match(answer.body, /^from 1944[34]$/);
  });

  test("stats and metrics", async () => {
    const stats = (target: string, fields = ""): Promise<HttpResponse> =>
      request(proxy.port("18404"), head("GET", target, fields));
    assert.equal((await stats("/stats")).status, 401);
    const basic = `Authorization: Basic ${btoa("admin:SecurePassword123!")}\r\n`;
    const page = await stats("/stats", basic);
    assert.equal(page.status, 200);
    assert.match(page.body, /bk_web_sticky/);
    for (const port of ["18404", "18405"]) {
      const metrics = await request(proxy.port(port), head("GET", "/metrics"));
      assert.match(
        metrics.body,
        /^haproxy_backend_http_requests_total\{proxy="bk_web"\} \d+$|^haproxy_backend_.*bk_web/m,
      );
    }
  });

  test("the log line of the custom format arrives", async () => {
    await secure("/logged?a=b");
    const line = await syslog.waitFor("/logged?a=b");
    assert.match(line, /^<134>/);
    assert.match(
      line,
      /127\.0\.0\.1:\d+ \[[^\]]+\] ft_https~ bk_web\/web-\d (\d+\/){4}\d+ 200 \d+ - - --NI (\d+\/){4}\d+ 0\/0 "GET \/logged\?a=b HTTP\/1\.1" [0-9a-f-]{36}/,
    );
  });

  test("the plugin judges tokens without stopping the request", async () => {
    assert.equal((await secure("/api/v1/x", "Authorization: Bearer a.b.c\r\n")).status, 200);
    assert.equal((await secure("/api/v1/x")).status, 200);
  });

  test("who asks too fast on one connection is refused", async () => {
    // Each tracked request counts as a connection, so 50 in 10 s are the limit, before any tarpit.
    using client = await RawClient.connect(proxy.port("18443"), {
      localAddress: "127.0.0.3",
      tls: {},
    });
    for (let i = 0; i < 50; i++)
      assert.equal((await client.exchange(head("GET", "/health"))).status, 200);
    assert.equal((await client.exchange(head("GET", "/health"))).status, 429);
  });

  test("who connects too often is refused", async () => {
    const statuses: number[] = [];
    // 50 connections in 10 s are too many, so this comes last.
    for (let i = 0; i < 60; i++) statuses.push((await secure("/health")).status);
    assert.equal(statuses.at(-1), 429);
    assert.equal(statuses.indexOf(429), statuses.filter((status) => status === 200).length);
  });
});

function head(method: string, target: string, fields = "", host = "www.example.com"): string {
  return `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${fields}\r\n`;
}

const webSocketFields =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n";

/** Accepts the upgrade and sends back what comes; checks and others get a 200. */
async function echoAfterUpgrade({
  request: asked,
  inbox,
  send,
}: Parameters<Exclude<Parameters<typeof startOrigin>[0], string | undefined>>[0]): Promise<
  string | void
> {
  if (valueOf(asked, "upgrade") === undefined) return okResponse();
  send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  send(await inbox.take(4));
}
