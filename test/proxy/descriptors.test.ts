/** A process that runs out of descriptors: it keeps what it has, waits, and goes on when it can. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { get } from "../compat/configs.ts";
import { until } from "../support/deadline.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { sluiceProgram } from "../support/programs.ts";
import { type Program, startProgram } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

const DESCRIPTORS = 96;
const CLOCK_TICK_MS = 10;

/** Node refuses connections beyond the limit; only Bun's adapter can let them wait. */
const skip = ["node", "deno"].includes(process.env["SLUICE_RUNTIME"] ?? "")
  ? "this runtime closes connections that it has no descriptor for"
  : false;

/** Under Deno a listener that met the limit stays silent. */
const lost = process.env["SLUICE_RUNTIME"] === "deno" ? "Deno does not accept again" : false;

/** Sluice, exec'd by a shell that limits its descriptors. */
function limited(): Program {
  const { name, command, args } = sluiceProgram();
  return {
    name,
    command: "/bin/sh",
    args: ["-c", `ulimit -n ${DESCRIPTORS} && exec "$@"`, "sh", command, ...args],
  };
}

/** Processor time of all threads of a process (proc(5), /proc/pid/stat, fields 14 and 15). */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS;
}

/** Connections that the kernel has taken, accepted by the proxy or not. */
async function connectAll(port: number, count: number): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  for (let i = 0; i < count; i++) clients.push(await RawClient.connect(port));
  return clients;
}

const TIMES = "    timeout client 20s\n    timeout connect 5s\n    timeout server 20s\n";

test(
  "more connections than descriptors wait, without spinning, until others close",
  { skip },
  async () => {
    await using proxy = await startProgram(
      limited(),
      `listen a\n    mode http\n${TIMES}    bind 127.0.0.1:\${P:fe}\n` +
        "    http-request return status 200\n",
    );
    using first = await RawClient.connect(proxy.port("fe"));
    assert.equal((await first.exchange(get("/"))).status, 200);
    const crowd = await connectAll(proxy.port("fe"), DESCRIPTORS * 2);
    const answered = new Set<RawClient>();
    const answers = Promise.allSettled(
      crowd.map(async (client) => {
        assert.equal((await client.exchange(get("/"), 20_000)).status, 200);
        answered.add(client);
      }),
    );
    await until(() => answered.size > DESCRIPTORS / 4, "answers to those who came first");

    const startMs = performance.now();
    const before = cpuMs(proxy.pid);
    await until(
      async () => {
        assert.equal((await first.exchange(get("/"))).status, 200);
        return performance.now() - startMs > 1000;
      },
      "a second of answers on a connection that is open",
      10_000,
    );
    const passedMs = performance.now() - startMs;
    assert.ok(
      cpuMs(proxy.pid) - before < passedMs / 2,
      `${cpuMs(proxy.pid) - before} ms of ${passedMs} ms`,
    );
    assert.ok(
      answered.size < DESCRIPTORS,
      `${answered.size} answered with ${DESCRIPTORS} descriptors`,
    );

    const leaving = setInterval(() => {
      for (const client of answered) client.close();
    }, 20);
    try {
      await answers;
    } finally {
      clearInterval(leaving);
      for (const client of crowd) client.close();
    }
    assert.equal(answered.size, crowd.length);
    assert.equal((await first.exchange(get("/"))).status, 200);
  },
);

test(
  "a server that cannot be dialed for want of descriptors costs its request a 503, no more",
  { skip },
  async () => {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    await using origin = await startOrigin(async () => {
      await opened;
      return okResponse("late");
    });
    const config = `listen a\n    mode http\n${TIMES}    retries 0\n    bind 127.0.0.1:\${P:fe}\n    server s 127.0.0.1:\${P:web}\n`;
    await using proxy = await startProgram(limited(), config, { ports: { web: origin.port } });
    const clients = await connectAll(proxy.port("fe"), DESCRIPTORS);
    const statuses: number[] = [];
    const startMs = performance.now();
    const answers = clients.map(async (client) => {
      statuses.push((await client.exchange(get("/"), 20_000)).status);
      await opened;
      client.close();
    });
    // Long enough for the proxy to look, in this state, whether descriptors are free again.
    await until(() => statuses.includes(503) && performance.now() - startMs > 400, "a 503");
    open();
    await Promise.all(answers);
    assert.deepEqual(
      [...new Set(statuses)].toSorted((a, b) => a - b),
      [200, 503],
    );
    using after = await RawClient.connect(proxy.port("fe"));
    assert.equal((await after.exchange(get("/"))).status, 200);
    assert.ok(!proxy.output.includes("ALERT"), proxy.output);
  },
);

test(
  "a frontend enabled while no descriptor is left accepts as soon as some are free",
  { skip: lost },
  async () => {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    await using origin = await startOrigin(async () => {
      await opened;
      return okResponse("late");
    });
    const config = `listen a\n    mode http\n${TIMES}    retries 0\n    bind 127.0.0.1:\${P:fe}\n    server s 127.0.0.1:\${P:web}\n`;
    await using proxy = await startProgram(limited(), config, { ports: { web: origin.port } });
    using admin = await RawClient.connect(proxy.adminSocket);
    const ask = async (command: string): Promise<string> => {
      admin.send(`${command}\n`);
      return admin.inbox.takeUntil("> ");
    };
    await ask("prompt");
    const clients = await connectAll(proxy.port("fe"), DESCRIPTORS / 2);
    const connections = async (): Promise<number> =>
      Number(/\nCurrConns: (\d+)/.exec(await ask("show info"))?.[1]);
    await until(async () => (await connections()) >= clients.length, "all connections");
    await ask("disable frontend a");
    const statuses: number[] = [];
    const answers = clients.map(
      async (client) => void statuses.push((await client.exchange(get("/"), 20_000)).status),
    );
    await until(() => statuses.includes(503), "a 503");
    await ask("enable frontend a");
    open();
    await Promise.all(answers);
    for (const client of clients) client.close();
    using after = await RawClient.connect(proxy.port("fe"));
    assert.equal((await after.exchange(get("/"))).status, 200);
    assert.ok(!proxy.output.includes("ALERT"), proxy.output);
  },
);
