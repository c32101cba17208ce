/**
 * Limits and queues in TCP mode: a connection that waits for the server's only slot and gets it, or
 * gives up after `timeout queue`, or finds the queue full. Each case has a proxy of its own.
 */
import { okResponse } from "../support/origin.ts";
import { until } from "../support/deadline.ts";
import type { RawClient } from "../support/raw-client.ts";
import { compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";

const proxies: Readonly<Record<string, string>> = {
  served: "timeout queue 20s\n    server s 127.0.0.1:${P:web} maxconn 1",
  timeout: "timeout queue 100ms\n    server s 127.0.0.1:${P:web} maxconn 1",
  connect: "timeout connect 100ms\n    server s 127.0.0.1:${P:web} maxconn 1",
  full: "timeout queue 20s\n    balance source\n    server s 127.0.0.1:${P:web} maxconn 1 maxqueue 1",
};

const config = `
global
    stats timeout 5s
defaults
    mode tcp
    log 127.0.0.1:\${P:log} local0
    log-format "%b/%s %ts %B %sq/%bq"
    timeout connect 2s
    timeout client 20s
    timeout server 20s
${Object.entries(proxies)
  .map(([name, lines]) => `listen ${name}\n    bind 127.0.0.1:\${P:${name}}\n    ${lines}\n`)
  .join("")}`;

/** A client whose request was answered: it holds the slot until it closes. */
async function holder(side: Side, proxy: string): Promise<RawClient> {
  const client = await side.connect(proxy);
  await client.exchange(get("/held"));
  return client;
}

/** The proxy's lines once there are `count` of them, without their prefix. */
async function linesOf(side: Side, proxy: string, count: number): Promise<string[]> {
  const lines = await until(() => {
    const found = side.syslog.lines.filter((line) => line.includes(` ${proxy}/`));
    return found.length >= count ? found : undefined;
  }, `${count} lines of ${proxy}`);
  return lines.map((line) => line.replace(/^.*?\]: /s, "").trim());
}

/** True when `count` connections wait in the proxy, for any server or for its own. */
async function waits(side: Side, proxy: string, count: number): Promise<boolean> {
  const rows = (await side.proxy.cli("show stat")).split("\n").map((row) => row.split(","));
  const queued = rows
    .filter(([name, row]) => name === proxy && row !== "FRONTEND")
    .map((row) => Number(row[2]));
  return Math.max(...queued) >= count;
}

const givesUp = (proxy: string) => async (side: Side) => {
  using first = await holder(side, proxy);
  using second = await side.connect(proxy);
  second.send(get("/late"));
  const answer = await second.readAll();
  const [line] = await linesOf(side, proxy, 1);
  first.close();
  return { answer, line };
};

compareArea(
  "queues in tcp mode",
  { config, origins: { web: okResponse("ok") } },
  {
    "a slot becomes free": async (side) => {
      using first = await holder(side, "served");
      using second = await side.connect("served");
      second.send(get("/next"));
      await until(() => waits(side, "served", 1), "the second connection in the queue");
      first.close();
      return (await second.readFinal()).body;
    },
    "timeout queue": givesUp("timeout"),
    "timeout connect in its place": givesUp("connect"),
    "a full queue": async (side) => {
      using _first = await holder(side, "full");
      using second = await side.connect("full");
      second.send(get("/waits"));
      await until(() => waits(side, "full", 1), "the second connection in the queue");
      // It is closed at once, which may come before the client knows that it is connected.
      await side.sendAll("full", "").catch(() => undefined);
      return (await linesOf(side, "full", 1))[0];
    },
  },
);
