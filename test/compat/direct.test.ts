/**
 * Streams that go to an address instead of to a server (`dispatch`, `option transparent`): where
 * they arrive, what the log says of that, retries and cookies, connections, what the statistics
 * count, and with what else the two may stand.
 */
import { until } from "../support/deadline.ts";
import { okOrigin } from "./rule-table.ts";
import { compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";

const config = `
defaults
    mode http
    log 127.0.0.1:\${P:log} local0
    log-format "%ST %tsc %b/%s %si %rc %sq/%bq [%[srv_id]] [%[srv_name]]"
    timeout connect 100ms
    timeout client 3s
    timeout server 3s
    option redispatch
`;

const backends: Readonly<Record<string, string>> = {
  dispatch: "dispatch 127.0.0.1:${P:web}",
  both: "option transparent\n    dispatch 127.0.0.1:${P:web}",
  refused: "dispatch 127.0.0.1:1",
  balanced: "dispatch 127.0.0.1:1\n    balance roundrobin\n    server s 127.0.0.1:${P:web}",
  beside: "dispatch 127.0.0.1:1\n    retries 0\n    server s 127.0.0.1:${P:web}",
  used: "dispatch 127.0.0.1:1\n    use-server s if TRUE\n    server s 127.0.0.1:${P:web}",
  named: "http-send-name-header X-Server\n    dispatch 127.0.0.1:${P:web}",
  inserting:
    "cookie c insert indirect\n    dispatch 127.0.0.1:${P:web}\n    server s 127.0.0.1:${P:web} cookie one",
  nowhere: "http-request set-dst-port int(1)\n    option transparent",
  redirected: "http-request set-dst-port int(${P:web})\n    option transparent",
  old: "http-request set-dst-port int(${P:web})\n    transparent",
  back: "option transparent\n    no option transparent\n    server s 127.0.0.1:${P:web}",
};

const http = `${config}
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${Object.entries(backends)
  .map(([name, lines]) => `backend ${name}\n    ${lines}\n`)
  .join("")}
listen raw
    mode tcp
    bind 127.0.0.1:\${P:raw}
    dispatch 127.0.0.1:\${P:web}
listen proxied
    mode tcp
    bind 127.0.0.1:\${P:proxied} accept-proxy
    option transparent
listen rawrefused
    mode tcp
    bind 127.0.0.1:\${P:rawrefused}
    dispatch 127.0.0.1:1
`;

/** The line of a proxy's stream: those of others may come late. */
async function lineOf(side: Side, proxy: string, from: number): Promise<string> {
  const lineNow = (): string | undefined =>
    side.syslog.lines.slice(from).find((each) => each.includes(` ${proxy}/`));
  const line = await until(lineNow, "the line of the stream");
  return line.replace(/^.*?\]: /s, "").trim();
}

async function ask(side: Side, path: string, fields = ""): Promise<unknown> {
  const from = side.syslog.lines.length;
  const {
    startLine,
    fields: got,
    body,
  } = await side.ask("fe", get(path, `Connection: close\r\n${fields}`));
  const line = await lineOf(side, path.slice(1), from);
  return { startLine, got, body, line, seen: side.seen("web") };
}

async function raw(side: Side, port: string, text: string): Promise<unknown> {
  const from = side.syslog.lines.length;
  using client = await side.connect(port);
  client.send(text);
  client.shutdown();
  const answer = await client.readAll();
  return { answer, line: await lineOf(side, port, from), seen: side.seen("web") };
}

const columns = ["svname", "econ", "eresp", "wretr", "wredis", "lbtot", "status", "hrsp_2xx"];
const closing = get("/", "Connection: close\r\n");

compareArea(
  "direct",
  { config: http, origins: okOrigin },
  {
    ...Object.fromEntries(
      Object.keys(backends).map((name) => [name, (side: Side) => ask(side, `/${name}`)]),
    ),
    "a cookie that names a server": (side) => ask(side, "/inserting", "Cookie: c=one\r\n"),
    "a cookie that names none": (side) => ask(side, "/inserting", "Cookie: c=two\r\n"),
    "two requests of a connection": async (side) => {
      const before = side.origin("web").connectionCount;
      using client = await side.connect("fe");
      for (const path of ["/dispatch", "/dispatch"]) await client.exchange(get(path));
      return side.origin("web").connectionCount - before;
    },
    "two clients share no connection": async (side) => {
      const before = side.origin("web").connectionCount;
      using one = await side.connect("fe");
      using two = await side.connect("fe");
      for (const client of [one, two]) await client.exchange(get("/dispatch"));
      return side.origin("web").connectionCount - before;
    },
    "what is counted": async (side) => {
      await side.ask("fe", get("/dispatch", "Connection: close\r\n"));
      const [head = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
      const names = head.replace("# ", "").split(",");
      return rows
        .map((row) => row.split(","))
        .filter(([proxy]) => proxy === "dispatch" || proxy === "refused")
        .map((row) => columns.map((name) => `${name} ${row[names.indexOf(name)]}`));
    },
    "tcp: dispatch": (side) => raw(side, "raw", closing),
    "tcp: refused": (side) => raw(side, "rawrefused", closing),
    "tcp: the destination that PROXY gave": (side) =>
      raw(
        side,
        "proxied",
        `PROXY TCP4 127.0.0.9 127.0.0.1 4 ${side.proxy.port("web")}\r\n${closing}`,
      ),
  },
);
