/**
 * Where streams wait when the first of limits is reached, who goes next, and what becomes of those
 * who wait when a server leaves: listener, backend queue and server queue together with backup
 * servers, cookies, priorities and the administrator. Each case has a backend of its own whose
 * slot the first request holds. All as 2.6 does it: 3.2 ends killed streams without an answer
 * (KC), and leaves those who wait for a server in maintenance to it.
 */
import { okResponse } from "../support/origin.ts";
import { until } from "../support/deadline.ts";
import { RawClient } from "../support/raw-client.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { gated } from "./gated-origin.ts";
import { normaliseLog } from "./normalise.ts";

const backends: Readonly<Record<string, string>> = {
  order: "server s 127.0.0.1:${P:web} maxconn 1",
  backup: `server s 127.0.0.1:\${P:web} maxconn 1
    server spare 127.0.0.1:\${P:spare} backup`,
  cookie: `cookie S
    server s 127.0.0.1:\${P:web} maxconn 1 cookie s
    server spare 127.0.0.1:\${P:spare} cookie t`,
  priority: `cookie S
    http-request set-priority-class req.hdr(Class)
    http-request set-priority-offset req.hdr(Offset)
    server s 127.0.0.1:\${P:web} maxconn 1 cookie s`,
  drain: `cookie S
    server s 127.0.0.1:\${P:web} maxconn 1 cookie s
    server spare 127.0.0.1:\${P:spare} backup`,
  maint: `cookie S
    option redispatch
    server s 127.0.0.1:\${P:web} maxconn 1 cookie s
    server spare 127.0.0.1:\${P:spare} backup`,
  shutdown: "server s 127.0.0.1:${P:web} maxconn 1",
};

const config = `${httpDefaults}
    log 127.0.0.1:\${P:log} local0
    option httplog
    timeout queue 4s
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
frontend full
    bind 127.0.0.1:\${P:full}
    maxconn 1
    default_backend order
frontend tcp
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcp}
    default_backend tcp-be
${Object.entries(backends)
  .map(([name, lines]) => `backend ${name}\n    ${lines}`)
  .join("\n")}
backend tcp-be
    mode tcp
    server s 127.0.0.1:\${P:web} maxconn 1
`;

async function stat(side: Side, row: string, column: string): Promise<number> {
  const [header = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
  const at = header.replace("# ", "").split(",").indexOf(column);
  return Number(rows.find((one) => one.startsWith(`${row},`))?.split(",")[at]);
}

/** A client whose request the origin holds. */
async function hold(side: Side, port: string, path: string, fields = ""): Promise<RawClient> {
  const before = side.origin("web").requests.length;
  const client = await side.connect(port);
  client.send(get(`${path}/hold`, fields));
  await side.origin("web").waitForRequests(before + 1);
  return client;
}

/** A client whose request is the `count`-th that waits in the queue of `row`. */
async function wait(
  side: Side,
  target: string,
  row: string,
  count: number,
  fields = "",
  port = "fe",
): Promise<RawClient> {
  const client = await side.connect(port);
  client.send(get(target, `Connection: close\r\n${fields}`));
  await until(async () => (await stat(side, row, "qcur")) === count, `${count} waiting in ${row}`);
  return client;
}

async function release(side: Side): Promise<void> {
  using client = await RawClient.connect(side.origin("web").port);
  await client.exchange(get("/go"));
}

async function logged(side: Side, text: string): Promise<string> {
  return normaliseLog(await side.syslog.waitFor(text)).replace(/^.*<time>\] /, "");
}

/** The paths that the origin saw, in order. */
const paths = (side: Side): unknown =>
  side.seen("web").map(({ startLine }) => startLine.split(" ")[1]);

const answer = async (client: RawClient): Promise<unknown> => {
  const { status, body } = await client.readFinal();
  return [status, body.length > 10 ? "page" : body];
};

const cookie = "Cookie: S=s\r\n";

compareArea(
  "the cascade of limits",
  { config, origins: { web: gated("web"), spare: okResponse("spare") } },
  {
    "a full listener: the next connection waits to be accepted": async (side) => {
      using first = await hold(side, "full", "/full");
      using second = await side.connect("full");
      second.send(get("/full/2", "Connection: close\r\n"));
      const before = await stat(side, "full,FRONTEND", "scur");
      await release(side);
      const held = await answer(first);
      first.close();
      return [before, held, await answer(second), await logged(side, "/full/2 ")];
    },
    "a full server: who waits is served in order": async (side) => {
      using first = await hold(side, "fe", "/order");
      using second = await wait(side, "/order/2", "order,BACKEND", 1);
      using third = await wait(side, "/order/3", "order,BACKEND", 2);
      using fourth = await wait(side, "/order/4", "order,BACKEND", 3);
      await release(side);
      const answers = [];
      for (const each of [first, second, third, fourth]) answers.push(await answer(each));
      const lines = [await logged(side, "/order/3 "), await logged(side, "/order/4 ")];
      return [answers, paths(side), lines];
    },
    "backup servers: who waits does not go there while the server is up": async (side) => {
      using first = await hold(side, "fe", "/backup");
      using second = await wait(side, "/backup/2", "backup,BACKEND", 1);
      await release(side);
      return [await answer(first), await answer(second), await logged(side, "/backup/2 ")];
    },
    "a cookie for a full server: waits for it, another one is free": async (side) => {
      using first = await hold(side, "fe", "/cookie", cookie);
      using second = await wait(side, "/cookie/2", "cookie,s", 1, cookie);
      await release(side);
      return [await answer(first), await answer(second), await logged(side, "/cookie/2 ")];
    },
    "priorities: of both queues the lowest class goes first, then the lowest offset": async (
      side,
    ) => {
      using first = await hold(side, "fe", "/priority", cookie);
      const clients = [
        await wait(side, "/priority/a", "priority,s", 1, `${cookie}Class: 5\r\n`),
        await wait(side, "/priority/b", "priority,BACKEND", 1, "Class: 1\r\n"),
        await wait(side, "/priority/c", "priority,s", 2, `${cookie}Class: -3\r\n`),
        await wait(side, "/priority/d", "priority,BACKEND", 2, "Class: 1\r\nOffset: -5000\r\n"),
      ];
      await release(side);
      const answers = [await answer(first)];
      for (const client of clients) answers.push(await answer(client));
      for (const client of clients) client.close();
      return [answers, paths(side), await logged(side, "/priority/a ")];
    },
    "drain: who waits in the server's queue still goes there": async (side) => {
      using first = await hold(side, "fe", "/drain", cookie);
      using second = await wait(side, "/drain/2", "drain,s", 1, cookie);
      await side.proxy.cli("set server drain/s state drain");
      const waits = await stat(side, "drain,s", "qcur");
      await release(side);
      const answers = [await answer(first), await answer(second)];
      await side.proxy.cli("set server drain/s state ready");
      return [waits, answers, await logged(side, "/drain/2 ")];
    },
    "maint: who waits in the server's queue goes elsewhere": async (side) => {
      using first = await hold(side, "fe", "/maint", cookie);
      using second = await wait(side, "/maint/2", "maint,s", 1, cookie);
      await side.proxy.cli("set server maint/s state maint");
      const moved = await answer(second);
      await release(side);
      await side.proxy.cli("set server maint/s state ready");
      const counts = [
        await stat(side, "maint,s", "wredis"),
        await stat(side, "maint,BACKEND", "wredis"),
      ];
      return [moved, await answer(first), counts, await logged(side, "/maint/2 ")];
    },
    "shutdown sessions server: who waits gets the slot": async (side) => {
      using first = await hold(side, "fe", "/shutdown", "Connection: close\r\n");
      using second = await wait(side, "/shutdown/2", "shutdown,BACKEND", 1);
      await side.proxy.cli("shutdown sessions server shutdown/s");
      const answers = [await answer(second)];
      await release(side);
      return [
        answers,
        await first.readAll(),
        await logged(side, "/shutdown/hold "),
        await logged(side, "/shutdown/2 "),
      ];
    },
    "tcp: who waits is served in order": async (side) => {
      const from = side.syslog.lines.length;
      using first = await hold(side, "tcp", "/tcp");
      using second = await wait(side, "/tcp/2", "tcp-be,BACKEND", 1, "", "tcp");
      using third = await wait(side, "/tcp/3", "tcp-be,BACKEND", 2, "", "tcp");
      await release(side);
      const answers = [];
      for (const each of [first, second, third]) {
        answers.push(await answer(each));
        each.shutdown();
        await each.readAll();
      }
      await until(() => side.syslog.lines[from + 2], "three lines");
      const lines = side.syslog.lines.slice(from).map((line) => normaliseLog(line));
      return [answers, paths(side), lines];
    },
    "tcp: shutdown sessions server": async (side) => {
      const from = side.syslog.lines.length;
      using first = await hold(side, "tcp", "/tcp");
      using second = await wait(side, "/tcp/4", "tcp-be,BACKEND", 1, "", "tcp");
      await side.proxy.cli("shutdown sessions server tcp-be/s");
      const served = await answer(second);
      second.shutdown();
      await second.readAll();
      await first.readAll().catch(() => "");
      await release(side);
      await until(() => side.syslog.lines[from + 1], "two lines");
      return [served, side.syslog.lines.slice(from).map((line) => normaliseLog(line))];
    },
  },
);
