/** Several threads over one arena: all serve, and what they share is exact. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { valueOf } from "../support/http-reading.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient, request } from "../support/raw-client.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

const config = (
  nbthread: number,
  options: { frontend?: string; server?: string; global?: string } = {},
): string => `
global
    nbthread ${nbthread}
    ${options.global ?? ""}
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
    timeout queue 10s
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-response set-header x-thread %[thread]
    stick-table type ip size 1k expire 10m store http_req_cnt,gpc0,conn_cur,conn_cnt,bytes_in_cnt,http_req_rate(10m)
    http-request track-sc0 src
    http-request sc-inc-gpc0(0)
    ${options.frontend ?? ""}
    default_backend be
backend be
    server s 127.0.0.1:\${P:web} ${options.server ?? ""}
`;

/** Connections that together are on every thread; one answer each has come. */
async function onEveryThread(
  proxy: Proxy,
  nbthread: number,
): Promise<ReadonlyMap<string, RawClient>> {
  const clients: Map<string, RawClient> = new Map();
  await until(async () => {
    const client = await RawClient.connect(proxy.port("fe"));
    const thread = valueOf(await client.exchange(GET), "x-thread") ?? "";
    if (clients.has(thread)) client.close();
    else clients.set(thread, client);
    return clients.size === nbthread;
  }, `an answer of each of ${nbthread} threads`);
  return clients;
}

/** A column of `show stat`. */
async function stat(proxy: Proxy, row: string, column: string): Promise<string | undefined> {
  const [header = "", ...rows] = (await proxy.cli("show stat")).split("\n");
  const at = header.replace("# ", "").split(",").indexOf(column);
  return rows.find((one) => one.startsWith(`${row},`))?.split(",")[at];
}

describe("threads", () => {
  for (const nbthread of [2, 3]) {
    test(`all ${nbthread} serve`, async () => {
      await using origin = await startOrigin();
      await using proxy = await startSluice(config(nbthread), { ports: { web: origin.port } });
      const clients = await onEveryThread(proxy, nbthread);
      assert.deepEqual(
        [...clients.keys()].toSorted(),
        Array.from({ length: nbthread }, (_, at) => String(at)),
      );
      for (const client of clients.values()) client.close();
      assert.match(await proxy.cli("show info"), new RegExp(`^Nbthread: ${nbthread}$`, "m"));
    });
  }

  test("counters and table entries are exact under load", async () => {
    await using origin = await startOrigin();
    await using proxy = await startSluice(config(3), { ports: { web: origin.port } });
    const [connections, requestsEach] = [12, 40];
    await Promise.all(
      Array.from({ length: connections }, async () => {
        using client = await RawClient.connect(proxy.port("fe"));
        for (let count = 0; count < requestsEach; count++) await client.exchange(GET);
      }),
    );
    const total = connections * requestsEach;
    assert.equal(origin.requests.length, total);
    assert.equal(await stat(proxy, "fe,FRONTEND", "req_tot"), String(total));
    assert.equal(await stat(proxy, "fe,FRONTEND", "hrsp_2xx"), String(total));
    assert.equal(await stat(proxy, "fe,FRONTEND", "stot"), String(connections));
    assert.equal(await stat(proxy, "be,s", "stot"), String(total));
    assert.equal(await stat(proxy, "be,BACKEND", "req_tot"), String(total));
    assert.match(await proxy.cli("show info"), new RegExp(`^CumReq: ${total}$`, "m"));
    await until(
      async () => (await proxy.cli("show table fe")).includes(" use=0 "),
      "the end of all streams",
    );
    const entry = await proxy.cli("show table fe");
    for (const counted of ["http_req_cnt", "http_req_rate(600000)", "gpc0", "conn_cnt"])
      assert.ok(`${entry.trim()} `.includes(` ${counted}=${total} `), entry);
    // All requests are the same, so each counts as many bytes.
    const bytesIn = Number(/ bytes_in_cnt=(\d+)/.exec(entry)?.[1]);
    assert.ok(bytesIn >= total * GET.length && bytesIn % total === 0, entry);
    await until(
      async () => / conn_cur=0\b/.test(await proxy.cli("show table fe")),
      "the end of all connections",
    );
  });

  test("with maxconn 1 the slot goes from thread to thread, and each request is answered once", async () => {
    let now = 0;
    let most = 0;
    await using origin = await startOrigin(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return okResponse("ok");
    });
    await using proxy = await startSluice(config(3, { server: "maxconn 1" }), {
      ports: { web: origin.port },
    });
    const clients = await Promise.all(
      Array.from({ length: 9 }, () => RawClient.connect(proxy.port("fe"))),
    );
    const threads = new Set<string | undefined>();
    for (let round = 0; round < 6; round++) {
      const answers = await Promise.all(clients.map((client) => client.exchange(GET)));
      assert.deepEqual(
        answers.map(({ status }) => status),
        clients.map(() => 200),
      );
      for (const answer of answers) threads.add(valueOf(answer, "x-thread"));
    }
    for (const client of clients) client.close();
    assert.ok(threads.size > 1);
    assert.equal(most, 1);
    assert.equal(origin.requests.length, 54);
    assert.equal(await stat(proxy, "be,s", "qcur"), "0");
    assert.equal(await stat(proxy, "be,s", "scur"), "0");
  });

  test("those who wait for a slot get it in the order they came, whatever their thread", async () => {
    const gates: (() => void)[] = [];
    await using origin = await startOrigin(async () => {
      await new Promise<void>((open) => gates.push(open));
      return okResponse("ok");
    });
    await using proxy = await startSluice(config(2, { server: "maxconn 1" }), {
      ports: { web: origin.port },
    });
    using first = await RawClient.connect(proxy.port("fe"));
    first.send(GET);
    await origin.waitForRequests(1);
    const waiting: RawClient[] = [];
    for (let place = 1; place <= 6; place++) {
      const client = await RawClient.connect(proxy.port("fe"));
      client.send(`GET /${place} HTTP/1.1\r\nHost: a\r\n\r\n`);
      waiting.push(client);
      await until(
        async () => (await stat(proxy, "be,BACKEND", "qcur")) === String(place),
        `${place} in the queue`,
      );
    }
    for (let served = 0; served < 7; served++) {
      await origin.waitForRequests(served + 1);
      await until(() => gates.length > served, "the gate");
      gates[served]!();
    }
    for (const client of waiting) assert.equal((await client.readFinal()).status, 200);
    const order = origin.requests.slice(1).map(({ startLine }) => startLine.split(" ")[1]);
    assert.deepEqual(order, ["/1", "/2", "/3", "/4", "/5", "/6"]);
    for (const client of waiting) client.close();
  });

  test("changes at the socket hold on all threads when the answer comes", async () => {
    await using origin = await startOrigin();
    const frontend = "http-request deny if { path -f denied.lst }";
    const files = { "denied.lst": "/never\n" };
    await using proxy = await startSluice(config(3, { frontend }), {
      ports: { web: origin.port },
      files,
    });
    const clients = [...(await onEveryThread(proxy, 3)).values()];
    const statuses = (): Promise<number[]> =>
      Promise.all(clients.map(async (client) => (await client.exchange(GET)).status));
    for (let round = 0; round < 3; round++) {
      assert.equal(await proxy.cli("set server be/s state maint"), "\n");
      assert.deepEqual(await statuses(), [503, 503, 503]);
      assert.equal(await proxy.cli("set server be/s state ready"), "\n");
      assert.deepEqual(await statuses(), [200, 200, 200]);
      assert.equal(await proxy.cli("add acl denied.lst /"), "\n");
      assert.deepEqual(await statuses(), [403, 403, 403]);
      assert.equal(await proxy.cli("del acl denied.lst /"), "\n");
      assert.deepEqual(await statuses(), [200, 200, 200]);
    }
    for (const client of clients) client.close();
  });

  test("sessions of all threads are shown, and can be ended", async () => {
    await using origin = await startOrigin(() => {});
    await using proxy = await startSluice(config(3), { ports: { web: origin.port } });
    const clients = await Promise.all(
      Array.from({ length: 9 }, () => RawClient.connect(proxy.port("fe"))),
    );
    for (const client of clients) client.send(GET);
    await origin.waitForRequests(9);
    const ids = [
      ...(await proxy.cli("show sess")).matchAll(/^(0x\w+): proto=tcpv4 .*fe=fe be=be srv=s/gm),
    ].map(([, id]) => id!);
    assert.equal(new Set(ids).size, 9);
    for (const id of ids) assert.equal(await proxy.cli(`shutdown session ${id}`), "\n");
    const ended = await Promise.all(clients.map((client) => client.readFinal()));
    assert.ok(ended.every(({ status }) => status === 502));
    await until(async () => !/fe=fe/.test(await proxy.cli("show sess")), "no session");
    assert.match(await proxy.cli(`shutdown session ${ids[0]}`), /No such session/);
  });

  test("frontends pause, go on, are limited and stop on all threads", async () => {
    await using origin = await startOrigin();
    await using proxy = await startSluice(config(2), { ports: { web: origin.port } });
    assert.equal(await proxy.cli("disable frontend fe"), "\n");
    assert.equal(await stat(proxy, "fe,FRONTEND", "status"), "PAUSED");
    using early = await RawClient.connect(proxy.port("fe"));
    early.send(GET);
    assert.equal(await stat(proxy, "fe,FRONTEND", "stot"), "0");
    assert.equal(await proxy.cli("enable frontend fe"), "\n");
    assert.equal((await early.readFinal()).status, 200);
    assert.equal(await proxy.cli("set maxconn frontend fe 1"), "\n");
    assert.equal(await stat(proxy, "fe,FRONTEND", "slim"), "1");
    using late = await RawClient.connect(proxy.port("fe"));
    late.send(GET);
    early.close();
    assert.equal((await late.readFinal()).status, 200);
    assert.equal(await proxy.cli("shutdown frontend fe"), "\n");
    await assert.rejects(RawClient.connect(proxy.port("fe")), /ECONNREFUSED/);
  });

  test("invalid messages of all threads are kept", async () => {
    await using origin = await startOrigin();
    await using proxy = await startSluice(config(3), { ports: { web: origin.port } });
    for (let count = 0; count < 9; count++) {
      assert.equal(
        (await request(proxy.port("fe"), "GET / HTTP/1.1\r\nbad header\r\n\r\n")).status,
        400,
      );
    }
    await until(async () => /\] : 9\n/.test(await proxy.cli("show errors")), "nine events");
  });

  test("a thread that ends ends the process, which says why", async () => {
    const plugin =
      "export default (core) => core.registerAction('leave', ['http-req'], () => process.exit(3));\n";
    const files = { "leave.ts": plugin };
    const options = {
      global: "plugin-load leave.ts",
      frontend: "http-request plugin.leave if { path /leave } { thread gt 0 }",
    };
    await using origin = await startOrigin();
    await using proxy = await startSluice(config(2, options), {
      ports: { web: origin.port },
      files,
    });
    const clients = await onEveryThread(proxy, 2);
    clients.get("1")!.send("GET /leave HTTP/1.1\r\nHost: a\r\n\r\n");
    assert.equal(await proxy.exited(), 1);
    assert.match(proxy.output, /\[ALERT\] Thread 2 ended/);
    for (const client of clients.values()) client.close();
  });
});
