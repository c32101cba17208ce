/**
 * Streams that wait for a server's slot: how they end when none comes, and who gets one that does.
 * Each case has a backend of its own whose only slot the first request holds.
 */
import { type OriginScript, okResponse } from "../support/origin.ts";
import { until } from "../support/deadline.ts";
import { RawClient } from "../support/raw-client.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const backends = {
  timeout: ["timeout queue 100ms\n    cookie S", "maxconn 1 cookie s"],
  "full-queue": ["cookie S", "maxconn 1 maxqueue 1 cookie s"],
  "full-redispatch": ["cookie S\n    option redispatch", "maxconn 1 maxqueue 1 cookie s"],
  raised: ["", "maxconn 1"],
  maint: ["cookie S\n    option redispatch", "maxconn 1 cookie s"],
} as const;

const config = `${httpDefaults}
    log 127.0.0.1:\${P:log} local0
    option httplog
    timeout queue 4s
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${Object.entries(backends)
  .map(
    ([name, [lines, options]]) => `backend ${name}
    ${lines}
    server s 127.0.0.1:\${P:web} ${options}
    server spare 127.0.0.1:\${P:spare} backup`,
  )
  .join("\n")}
`;

/** Requests whose path has "/hold" are answered when one with "/go" comes to the same origin. */
function gated(): OriginScript {
  const held = new Map<number | undefined, (() => void)[]>();
  return async ({ request, socket }) => {
    const own = held.get(socket.localPort) ?? [];
    held.set(socket.localPort, own);
    if (request.startLine.includes("/hold")) await new Promise<void>((open) => own.push(open));
    if (request.startLine.includes("/go")) for (const open of own.splice(0)) open();
    return okResponse("ok");
  };
}

/** A column of `show stat`. */
async function stat(side: Side, row: string, column: string): Promise<number> {
  const [header = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
  const at = header.replace("# ", "").split(",").indexOf(column);
  return Number(rows.find((one) => one.startsWith(`${row},`))?.split(",")[at]);
}

/** A client that asked, once `count` streams are where `row` and `column` of the statistics say. */
async function ask(
  side: Side,
  path: string,
  [row, column, count]: readonly [string, string, number],
  fields = "",
): Promise<RawClient> {
  const client = await side.connect("fe");
  client.send(get(path, fields));
  await until(
    async () => (await stat(side, row, column)) === count,
    `${row} with ${column} ${count} after ${path}`,
  );
  return client;
}

/** Server, status and state of the log line about `path`. */
async function logged(side: Side, path: string): Promise<unknown> {
  const line = await side.syslog.waitFor(`${path} HTTP`);
  const words = line.slice(line.indexOf(" fe ")).trim().split(" ");
  return [words[1], words[3], words[7], words[9]];
}

/** Frees the slot that a held request has. */
async function release(side: Side): Promise<void> {
  using client = await RawClient.connect(side.origin("web").port);
  await client.exchange(get("/go"));
}

const cookie = "Cookie: S=s\r\n";

compareArea(
  "queues",
  { config, origins: { web: gated(), spare: okResponse("spare") } },
  {
    "timeout queue": async (side) => {
      using _first = await ask(side, "/timeout/hold", ["timeout,s", "scur", 1]);
      using second = await side.connect("fe");
      const { status } = await second.exchange(get("/timeout/late"));
      const bound = await side.ask("fe", get("/timeout/bound", cookie));
      await release(side);
      const rows = ["timeout,s", "timeout,BACKEND"];
      const counts = await Promise.all(rows.map((row) => stat(side, row, "econ")));
      const lines = [await logged(side, "/timeout/late"), await logged(side, "/timeout/bound")];
      return [status, bound.startLine, lines, counts];
    },
    "a full queue": async (side) => {
      using _first = await ask(side, "/full-queue/hold", ["full-queue,s", "scur", 1], cookie);
      using second = await ask(side, "/full-queue/2", ["full-queue,s", "qcur", 1], cookie);
      const third = await side.ask("fe", get("/full-queue/3", cookie));
      await release(side);
      const { status } = await second.readFinal();
      const columns = ["econ", "eresp", "stot", "cli_abrt", "wredis"];
      const counts = await Promise.all(columns.map((name) => stat(side, "full-queue,s", name)));
      return [third.startLine, status, await logged(side, "/full-queue/3"), counts];
    },
    "a full queue with redispatch": async (side) => {
      const name = "full-redispatch";
      using _first = await ask(side, `/${name}/hold`, [`${name},s`, "scur", 1], cookie);
      using second = await ask(side, `/${name}/2`, [`${name},s`, "qcur", 1], cookie);
      using third = await ask(side, `/${name}/3`, [`${name},BACKEND`, "scur", 3], cookie);
      await release(side);
      const statuses = [(await second.readFinal()).status, (await third.readFinal()).status];
      const rows = [`${name},s`, `${name},BACKEND`];
      const counts = await Promise.all(rows.map((row) => stat(side, row, "wredis")));
      return [statuses, await logged(side, `/${name}/3`), counts];
    },
    "a limit that is raised": async (side) => {
      using _first = await ask(side, "/raised/hold", ["raised,s", "scur", 1]);
      using second = await ask(side, "/raised/2", ["raised,BACKEND", "qcur", 1]);
      using third = await ask(side, "/raised/3", ["raised,BACKEND", "qcur", 2]);
      const answer = await side.proxy.cli("set maxconn server raised/s 3");
      const statuses = [(await second.readFinal()).status, (await third.readFinal()).status];
      await release(side);
      // Who waited for any server was not balanced to the one that had a slot.
      const rows = ["raised,s", "raised,BACKEND"];
      const counts = await Promise.all(rows.map((row) => stat(side, row, "lbtot")));
      return [answer, statuses, await logged(side, "/raised/3"), counts];
    },
    "waiting streams of a server that goes into maintenance": async (side) => {
      using _first = await ask(side, "/maint/hold", ["maint,s", "scur", 1], cookie);
      using second = await ask(side, "/maint/2", ["maint,s", "qcur", 1], cookie);
      await side.proxy.cli("set server maint/s state maint");
      const { body } = await second.readFinal();
      await release(side);
      return [body, await logged(side, "/maint/2"), await stat(side, "maint,spare", "stot")];
    },
  },
);
