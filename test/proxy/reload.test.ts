/**
 * A reload is a new generation in the same process: what goes on is finished, what comes next meets
 * the new rules, and what the proxy learned (health, commands, tables, counters) is kept.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { TLSSocket } from "node:tls";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { until } from "../support/deadline.ts";
import { valueOf } from "../support/http-reading.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient, request } from "../support/raw-client.ts";
import { startRawServer } from "../support/raw-server.ts";
import { rewriteConfig } from "../support/reconfigure.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

const defaults = `
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
`;

const marked = (mark: string, global = ""): string => `
global
    ${global}
${defaults}
# \${P:second}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-response set-header x-rules ${mark}
    default_backend be
backend be
    server s 127.0.0.1:\${P:web}
`;

const rulesOf = async (proxy: Proxy): Promise<string | undefined> =>
  valueOf(await request(proxy.port("fe"), GET), "x-rules");

async function reload(proxy: Proxy): Promise<void> {
  assert.equal(await proxy.cli("reload"), "Success=1\n\n");
}

describe("reload", () => {
  for (const nbthread of [1, 2]) {
    test(`requests in flight finish, the next ones meet the new rules (nbthread ${nbthread})`, async () => {
      const gate = Promise.withResolvers<void>();
      await using origin = await startOrigin(async ({ request: seen }) => {
        if (seen.startLine.includes("/slow")) await gate.promise;
        return okResponse("ok");
      });
      const ports = { web: origin.port };
      await using proxy = await startSluice(marked("old", `nbthread ${nbthread}`), { ports });
      using idle = await RawClient.connect(proxy.port("fe"));
      assert.equal(valueOf(await idle.exchange(GET), "x-rules"), "old");
      using busy = await RawClient.connect(proxy.port("fe"));
      busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      await origin.waitForRequests(2);

      await rewriteConfig(proxy, marked("new", `nbthread ${nbthread}`));
      await reload(proxy);
      assert.equal(valueOf(await idle.exchange(GET), "x-rules"), "new");
      gate.resolve();
      assert.equal(valueOf(await busy.readFinal(), "x-rules"), "old");
      assert.equal(valueOf(await busy.exchange(GET), "x-rules"), "new");
      assert.match(await proxy.cli("show info"), new RegExp(`^Pid: ${proxy.pid}$`, "m"));
    });
  }

  for (const signal of ["SIGUSR2", "SIGHUP"] as const) {
    test(`${signal} reloads`, async () => {
      await using origin = await startOrigin();
      await using proxy = await startSluice(marked("old"), { ports: { web: origin.port } });
      await rewriteConfig(proxy, marked("new"));
      proxy.signal(signal);
      await until(async () => (await rulesOf(proxy)) === "new", "the new rules");
    });
  }

  test("an upgraded connection lives on", async () => {
    await using server = await startRawServer(async ({ inbox, send }) => {
      await inbox.takeUntil("\r\n\r\n");
      send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
      for (;;) send((await inbox.takeUntil("\n")).toUpperCase());
    });
    await using proxy = await startSluice(marked("old"), { ports: { web: server.port } });
    using client = await RawClient.connect(proxy.port("fe"));
    const upgrade = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
    assert.equal((await client.exchange(upgrade)).status, 101);
    await rewriteConfig(
      proxy,
      `${defaults}
frontend other
    bind 127.0.0.1:\${P:second}
    http-request return status 200
`,
    );
    await reload(proxy);
    await assert.rejects(RawClient.connect(proxy.port("fe")), /ECONNREFUSED/);
    client.send("still here\n");
    assert.equal(await client.inbox.takeUntil("\n"), "STILL HERE\n");
    assert.match(await proxy.cli("show sess"), /fe=fe be=be srv=s/);
  });

  test("a new address opens and a removed one closes", async () => {
    await using origin = await startOrigin();
    await using proxy = await startSluice(marked("old"), { ports: { web: origin.port } });
    await rewriteConfig(proxy, marked("new").replace("${P:fe}", "${P:second}"));
    await reload(proxy);
    assert.equal(valueOf(await request(proxy.port("second"), GET), "x-rules"), "new");
    await assert.rejects(RawClient.connect(proxy.port("fe")), /ECONNREFUSED/);
    await rewriteConfig(proxy, marked("again"));
    await reload(proxy);
    assert.equal(await rulesOf(proxy), "again");
  });

  test("a unix path that a reload adds is served by all threads that can, and stays open over the next", async () => {
    // Node and Deno cannot share the descriptor, so that the first thread alone serves it.
    const threads = ["node", "deno"].includes(process.env["SLUICE_RUNTIME"] ?? "")
      ? ["0"]
      : ["0", "1"];
    await using origin = await startOrigin();
    const ports = { web: origin.port };
    await using proxy = await startSluice(marked("old", "nbthread 2"), { ports });
    const path = join(proxy.folder, "web.sock");
    for (const mark of ["one", "two"]) {
      const text = marked(`${mark}/%[thread]`, "nbthread 2").replace(
        "bind 127",
        "bind ${DIR}/web.sock\n    bind 127",
      );
      await rewriteConfig(proxy, text);
      await reload(proxy);
      const seen = new Set<string | undefined>();
      await until(async () => {
        const clients = await Promise.all(Array.from({ length: 8 }, () => RawClient.connect(path)));
        const answers = await Promise.all(clients.map((client) => client.exchange(GET)));
        for (const answer of answers) seen.add(valueOf(answer, "x-rules"));
        for (const client of clients) client.close();
        return seen.size === threads.length;
      }, "answers of all these threads");
      assert.deepEqual(
        Array.from(seen, String).toSorted(),
        threads.map((thread) => `${mark}/${thread}`),
      );
    }
  });

  test("no connection fails while five reloads go by", async () => {
    await using origin = await startOrigin();
    const ports = { web: origin.port };
    await using proxy = await startSluice(marked("0", "nbthread 2"), { ports });
    let running = true;
    const failures: unknown[] = [];
    let done = 0;
    const load = async (): Promise<void> => {
      while (running) {
        try {
          const { status } = await request(
            proxy.port("fe"),
            GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
          );
          if (status !== 200) failures.push(status);
        } catch (error) {
          failures.push(error);
        }
        done++;
      }
    };
    const clients = Array.from({ length: 4 }, load);
    for (let round = 1; round <= 5; round++) {
      const before = done;
      await until(() => done >= before + 60, "60 more requests", 20_000);
      await rewriteConfig(proxy, marked(String(round), "nbthread 2"));
      await reload(proxy);
    }
    running = false;
    await Promise.all(clients);
    assert.deepEqual(failures, []);
    assert.ok(done >= 300);
    assert.equal(await rulesOf(proxy), "5");
  });

  test("health, weights, maintenance, table entries and counters survive", async () => {
    await using origin = await startOrigin();
    const config = (extra: string): string => `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    stick-table type ip size 1k expire 10m store gpc0,http_req_cnt
    http-request track-sc0 src
    ${extra}
    default_backend be
backend be
    server up 127.0.0.1:\${P:web} weight 10
    server resting 127.0.0.1:\${P:web}
    server dead 127.0.0.1:\${P:nobody} check inter 50ms fall 1 rise 1
`;
    await using proxy = await startSluice(config(""), { ports: { web: origin.port } });
    const stat = async (server: string): Promise<string[]> => {
      const row = (await proxy.cli("show stat"))
        .split("\n")
        .find((one) => one.startsWith(`be,${server},`));
      return (row ?? "").split(",");
    };
    const [status, weight, total] = [17, 18, 7];
    await until(async () => (await stat("dead"))[status] === "DOWN", "the dead server's end");
    await proxy.cli("set server be/resting state maint");
    await proxy.cli("set server be/up weight 7");
    await proxy.cli("set table fe key 10.9.9.9 data.gpc0 4");
    await request(proxy.port("fe"), GET);
    await request(proxy.port("fe"), GET);

    await rewriteConfig(proxy, config("http-response set-header x-rules new"));
    await reload(proxy);
    // The first look after the reload: nothing had time to be learned anew.
    assert.equal((await stat("dead"))[status], "DOWN");
    assert.equal((await stat("resting"))[status], "MAINT");
    assert.equal((await stat("up"))[weight], "7");
    assert.equal((await stat("up"))[total], "2");
    assert.equal(await rulesOf(proxy), "new");
    const table = await proxy.cli("show table fe");
    assert.match(table, /key=10\.9\.9\.9 .*gpc0=4/);
    assert.match(table, /key=127\.0\.0\.1 .*http_req_cnt=3/);
  });

  test("a file that is wrong leaves the old one running and says why", async () => {
    await using origin = await startOrigin();
    await using proxy = await startSluice(marked("old"), { ports: { web: origin.port } });
    await rewriteConfig(proxy, marked("new").replace("mode http", "mode htpp"));
    const answer = await proxy.cli("reload");
    assert.match(answer, /^Success=0\n--\n/);
    assert.match(answer, /proxy\.cfg:\d+:\d+[^]*htpp/);
    proxy.signal("SIGUSR2");
    await until(() => /htpp[^]*stays in service/.test(proxy.output), "the reason on stderr");
    assert.equal(await rulesOf(proxy), "old");
    await rewriteConfig(proxy, marked("new"));
    await reload(proxy);
    assert.equal(await rulesOf(proxy), "new");
  });

  test("an address in use leaves the old one running, and nothing of the new one open", async () => {
    await using origin = await startOrigin();
    await using proxy = await startSluice(marked("old"), { ports: { web: origin.port } });
    await rewriteConfig(
      proxy,
      `${marked("new")}
listen more
    bind 127.0.0.1:\${P:second}
    bind 127.0.0.1:\${P:web}
`,
    );
    assert.match(await proxy.cli("reload"), /^Success=0\n--\n[^]*cannot bind [^]*in use/);
    assert.equal(await rulesOf(proxy), "old");
    await assert.rejects(RawClient.connect(proxy.port("second")), /ECONNREFUSED/);
  });

  test("a failed reload costs a table nothing", async () => {
    const config = (size: string, more = ""): string => `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    stick-table type ip size ${size} expire 10m store gpc0
    http-request return status 200 ${more}
`;
    await using proxy = await startSluice(config("1k"));
    await proxy.cli("set table fe key 10.9.9.9 data.gpc0 4");
    await rewriteConfig(proxy, config("2k", "nonsense"));
    assert.match(await proxy.cli("reload"), /^Success=0/);
    await rewriteConfig(proxy, config("1k"));
    await reload(proxy);
    assert.match(await proxy.cli("show table fe"), /key=10\.9\.9\.9 .*gpc0=4/);
  });

  test("nbthread cannot change, and the answer says so", async () => {
    await using origin = await startOrigin();
    await using proxy = await startSluice(marked("old"), { ports: { web: origin.port } });
    await rewriteConfig(proxy, marked("new", "nbthread 3"));
    assert.match(
      await proxy.cli("reload"),
      /^Success=0\n--\nnbthread cannot change in a reload, from 1 to 3/,
    );
    assert.equal(await rulesOf(proxy), "old");
  });

  test("a plugin that changed is loaded anew", async () => {
    const plugin = (mark: string): string =>
      `export default (core) => core.registerFetches("mark", () => "${mark}");\n`;
    const config = `global
    plugin-load mark.ts
${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request return status 200 hdr x-rules %[plugin.mark]
`;
    await using proxy = await startSluice(config, { files: { "mark.ts": plugin("one") } });
    assert.equal(await rulesOf(proxy), "one");
    writeFileSync(join(proxy.folder, "mark.ts"), plugin("two"));
    await reload(proxy);
    assert.equal(await rulesOf(proxy), "two");
  });

  test(
    "certificates are those of the new files",
    { skip: hasOpenssl ? false : "openssl is not installed" },
    async () => {
      const authority = makeAuthority();
      const [first, second] = [authority.issue(["first.test"]), authority.issue(["second.test"])];
      const pem = ({ cert, key }: typeof first): string => `${cert}\n${key}`;
      const config = `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe} ssl crt site.pem
    http-request return status 200
`;
      await using proxy = await startSluice(config, { files: { "site.pem": pem(first) } });
      const subject = async (): Promise<string | undefined> => {
        using client = await RawClient.connect(proxy.port("fe"), { tls: {} });
        const { socket } = client;
        assert.ok(socket instanceof TLSSocket);
        const name = socket.getPeerCertificate().subject.CN;
        return typeof name === "string" ? name : undefined;
      };
      assert.equal(await subject(), "first.test");
      writeFileSync(join(proxy.folder, "site.pem"), pem(second));
      await reload(proxy);
      assert.equal(await subject(), "second.test");
      authority.remove();
    },
  );

  test("limits and names of bind lines are those of the new file", async () => {
    const config = (options: string): string => `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe} ${options}
    http-request return status 200 hdr x-rules %[so_name]
`;
    await using proxy = await startSluice(config("name one"));
    assert.equal(await rulesOf(proxy), "one");
    await rewriteConfig(proxy, config("name two maxconn 1"));
    await reload(proxy);
    assert.equal(await rulesOf(proxy), "two");
    using holder = await RawClient.connect(proxy.port("fe"));
    await holder.exchange(GET);
    using waiting = await RawClient.connect(proxy.port("fe"));
    waiting.send(GET);
    holder.close();
    assert.equal((await waiting.readFinal()).status, 200);
    await until(
      async () => /,CurrConns: 0|CurrConns: [01]\n/.test(await proxy.cli("show info")),
      "the end of one",
    );
  });

  test("a frontend that a command had stopped is in service again", async () => {
    await using origin = await startOrigin();
    await using proxy = await startSluice(marked("old"), { ports: { web: origin.port } });
    await proxy.cli("shutdown frontend fe");
    await assert.rejects(RawClient.connect(proxy.port("fe")), /ECONNREFUSED/);
    await reload(proxy);
    assert.equal(await rulesOf(proxy), "old");
    assert.match(await proxy.cli("show stat"), /^fe,FRONTEND,.*,OPEN,/m);
  });
});
