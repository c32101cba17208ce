/** How the program ends and how others start it: signals, the background, systemd, a successor. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { valueOf } from "../support/http-reading.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { freePort } from "../support/ports.ts";
import { haproxyProgram, sluiceProgram, startHaproxy, startSluice } from "../support/programs.ts";
import { RawClient, request } from "../support/raw-client.ts";
import { sandbox } from "../support/sandbox.ts";
import { unixDatagrams } from "../support/unix-datagrams.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

const config = (global = "", options = ""): string => `
global
    ${global}
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
    ${options}
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be
backend be
    server s 127.0.0.1:\${P:web}
`;

const answering = (port: number): string => `
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend fe
    bind 127.0.0.1:${port}
    http-request return status 200 hdr x-pid %pid
`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
}

/** Ended with status 0, or by the signal that it was sent. */
function assertOrderly(outcome: number | string, signal: string): void {
  assert.ok(outcome === 0 || outcome === signal, `ended with ${outcome}`);
}

describe("stopping", () => {
  for (const nbthread of [1, 2]) {
    test(`SIGUSR1 waits for the running request and ends idle connections (nbthread ${nbthread})`, async () => {
      const gate = Promise.withResolvers<void>();
      await using origin = await startOrigin(async ({ request: seen }) => {
        if (seen.startLine.includes("/slow")) await gate.promise;
        return okResponse("done");
      });
      const ports = { web: origin.port };
      await using proxy = await startSluice(config(`nbthread ${nbthread}`), { ports });
      using idle = await RawClient.connect(proxy.port("fe"));
      await idle.exchange(GET);
      using busy = await RawClient.connect(proxy.port("fe"));
      busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      await origin.waitForRequests(2);
      proxy.signal("SIGUSR1");
      await idle.expectClose();
      await until(
        () => request(proxy.port("fe"), GET).then(() => false, isRefusal),
        "a closed listener",
      );
      assert.ok(isAlive(proxy.pid));
      gate.resolve();
      const { body, fields } = await busy.readFinal();
      assert.equal(body, "done");
      assert.deepEqual(
        fields.filter(([name]) => name.toLowerCase() === "connection"),
        [["connection", "close"]],
      );
      await busy.expectClose();
      assert.equal(await proxy.exited(), 0);
    });
  }

  test("hard-stop-after bounds a soft stop", async () => {
    await using origin = await startOrigin(() => {});
    await using proxy = await startSluice(config("hard-stop-after 100ms"), {
      ports: { web: origin.port },
    });
    using busy = await RawClient.connect(proxy.port("fe"));
    busy.send(GET);
    await origin.waitForRequests(1);
    proxy.signal("SIGUSR1");
    assert.equal(await proxy.exited(), 0);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    for (const nbthread of [1, 3]) {
      test(`${signal} ends at once, requests or not (nbthread ${nbthread})`, async () => {
        await using origin = await startOrigin(() => {});
        const ports = { web: origin.port };
        await using proxy = await startSluice(config(`nbthread ${nbthread}`), { ports });
        using busy = await RawClient.connect(proxy.port("fe"));
        busy.send(GET);
        await origin.waitForRequests(1);
        proxy.signal(signal);
        assertOrderly(await proxy.exited(2000), signal);
        await assert.rejects(RawClient.connect(proxy.port("fe")), /ECONNREFUSED/);
      });
    }
  }
});

describe("starting", () => {
  test("the pid file names the process", async () => {
    await using box = sandbox({ "a.cfg": answering(await freePort()) });
    const child = box.start(["-db", "-f", "a.cfg", "-p", "a.pid"]);
    await until(() => existsSync(join(box.folder, "a.pid")), "the pid file");
    assert.equal(readFileSync(join(box.folder, "a.pid"), "latin1"), `${child.pid}\n`);
    child.signal("SIGTERM");
    assertOrderly(await child.ended(), "SIGTERM");
  });

  test("-D returns when the background process serves, and SIGTERM ends that", async () => {
    const port = await freePort();
    await using box = sandbox({ "a.cfg": answering(port) });
    const parent = box.start(["-D", "-f", "a.cfg", "-p", "a.pid"]);
    assert.equal(await parent.ended(), 0, parent.output);
    const pid = Number(readFileSync(join(box.folder, "a.pid"), "latin1"));
    box.adopt(pid);
    assert.notEqual(pid, parent.pid);
    assert.equal(valueOf(await request(port, GET), "x-pid"), String(pid));
    process.kill(pid, "SIGTERM");
    await until(() => !isAlive(pid), "the end of the background process");
  });

  test("-D of a configuration that cannot start fails", async () => {
    const port = await freePort();
    await using holder = await startOrigin();
    await using box = sandbox({ "a.cfg": `${answering(port)}    bind 127.0.0.1:${holder.port}\n` });
    const parent = box.start(["-D", "-f", "a.cfg", "-p", "a.pid"]);
    assert.equal(await parent.ended(), 1);
    assert.match(parent.output, /cannot bind/);
    assert.ok(!existsSync(join(box.folder, "a.pid")));
  });

  test("-Ws tells systemd that it is ready", { skip: unixDatagrams.skip }, async () => {
    const port = await freePort();
    await using box = sandbox({ "a.cfg": answering(port) });
    using receiver = await unixDatagrams.receive(join(box.folder, "notify"));
    const child = box.start(["-Ws", "-f", "a.cfg"], { NOTIFY_SOCKET: receiver.path });
    if (process.env["SLUICE_RUNTIME"] === "node") {
      await until(
        () =>
          child.output.includes(
            "-Ws: $NOTIFY_SOCKET could not be told; node has no unix datagrams",
          ),
        "the reason",
        15_000,
      );
      return;
    }
    await until(() => /^READY=1$/m.test(receiver.received), "READY=1", 15_000);
    assert.equal((await request(port, GET)).status, 200);
    child.signal("SIGTERM");
    assertOrderly(await child.ended(), "SIGTERM");
  });

  test("-sf takes over from an old process, and no connection is refused", async () => {
    const port = await freePort();
    await using box = sandbox({ "a.cfg": answering(port) });
    const old = box.start(["-db", "-f", "a.cfg", "-p", "old.pid"]);
    await until(() => existsSync(join(box.folder, "old.pid")), "the old process");
    let running = true;
    const pids: string[] = [];
    const load = (async () => {
      while (running) {
        const answer = await request(
          port,
          GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
        );
        pids.push(valueOf(answer, "x-pid") ?? "");
      }
    })();
    const young = box.start(["-db", "-f", "a.cfg", "-p", "young.pid", "-sf", String(old.pid)]);
    assert.equal(await old.ended(), 0);
    const before = pids.length;
    await until(() => pids.length >= before + 20, "20 requests more");
    running = false;
    await load;
    assert.equal(pids[0], String(old.pid));
    assert.deepEqual([...new Set(pids.slice(before + 1))], [String(young.pid)]);
  });

  test("a unix socket path is bound, with its mode", async () => {
    await using proxy = await startSluice(`
defaults
    mode http
    timeout client 5s
frontend fe
    bind \${DIR}/web.sock mode 640
    http-request return status 200 content-type text/plain string hello
`);
    const path = join(proxy.folder, "web.sock");
    assert.equal(statSync(path).mode & 0o777, 0o640);
    assert.equal((await request(path, GET)).body, "hello");
  });

  test("the admin socket is its owner's unless the line gives a mode", async () => {
    const open =
      "global\n    stats socket ${DIR}/open.sock mode 666 level user\n" +
      "listen a\n    mode http\n    timeout client 5s\n    bind 127.0.0.1:${P:fe}\n";
    await using proxy = await startSluice(open);
    assert.equal(statSync(proxy.adminSocket).mode & 0o777, 0o600);
    assert.equal(statSync(join(proxy.folder, "open.sock")).mode & 0o777, 0o666);
  });

  test(
    "HAProxy's admin socket lets no more in",
    { skip: haproxyProgram() ? false : "haproxy is not installed" },
    async () => {
      await using proxy = await startHaproxy(
        "listen a\n    mode http\n    timeout client 5s\n    bind 127.0.0.1:${P:fe}\n",
      );
      // Connecting takes the right to write.
      assert.equal(statSync(proxy.adminSocket).mode & 0o022, 0);
    },
  );

  test("exec'd through a shell with standard input open, as test programs start it", async () => {
    const port = await freePort();
    await using box = sandbox({ "a.cfg": answering(port) });
    const { command, args } = sluiceProgram();
    const words = [command, ...args, "-d", "-f", join(box.folder, "a.cfg")]
      .map((word) => `'${word}'`)
      .join(" ");
    const child = box.run("/bin/sh", ["-c", `exec ${words}`]);
    await until(
      async () => {
        try {
          return valueOf(await request(port, GET), "x-pid") === String(child.pid);
        } catch {
          return false;
        }
      },
      "an answer of the process that was exec'd",
      15_000,
    );
    child.signal("SIGINT");
    assertOrderly(await child.ended(), "SIGINT");
    const left = spawnSync("pgrep", ["-g", String(child.pid)], { encoding: "latin1" });
    assert.equal(left.stdout, "");
  });
});
