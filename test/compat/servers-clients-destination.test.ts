/**
 * Servers at 0.0.0.0 or `*`: streams go to the address that their clients connected to, or that
 * rules and PROXY headers put in place of that; what logs and statistics say of it; which idle
 * connections serve whom.
 */
import { until } from "../support/deadline.ts";
import { compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";
import { okOrigin } from "./rule-table.ts";

const backends: Readonly<Record<string, string>> = {
  any: "server s 0.0.0.0:${P:web}",
  star: "server s *:${P:web}",
  family: "http-request set-dst-port int(${P:web})\n    server s ipv4@",
  six: "server s [::]:${P:web}",
  portless: "http-request set-dst-port int(${P:web})\n    server s 0.0.0.0",
  zero: "http-request set-dst str(127.0.0.1)\n    http-request set-dst-port int(${P:web})\n    server s 0.0.0.0:0",
  elsewhere: "http-request set-dst str(127.0.0.2)\n    retries 0\n    server s 0.0.0.0:${P:web}",
  offset: "http-request set-dst-port int(${P:web}),sub(3)\n    server s 0.0.0.0:+3",
  named: "http-send-name-header X-Server\n    server s 0.0.0.0:${P:web} weight 5",
  balanced: "balance first\n    server down 127.0.0.1:1 disabled\n    server s 0.0.0.0:${P:web}",
  keyed:
    "stick-table type string len 20 size 10 srvkey addr\n    stick on path\n    server s 0.0.0.0:${P:web}",
};

const config = `
defaults
    mode http
    log 127.0.0.1:\${P:log} local0
    log-format "%ST %tsc %b/%s %si %rc %[bc_dst]"
    timeout connect 500ms
    timeout client 3s
    timeout server 3s
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${Object.entries(backends)
  .map(([name, lines]) => `backend ${name}\n    ${lines}\n`)
  .join("")}
backend switching
    http-reuse always
    http-request set-dst hdr(x-to)
    retries 0
    server s 0.0.0.0:\${P:web}
listen raw
    mode tcp
    bind 127.0.0.1:\${P:raw}
    server s 0.0.0.0:\${P:web}
listen proxied
    mode tcp
    bind 127.0.0.1:\${P:proxied} accept-proxy
    server s *:0
backend checked
    server s 0.0.0.0:\${P:web} check inter 50ms
`;

async function lineOf(side: Side, proxy: string, from: number): Promise<string> {
  const lineNow = (): string | undefined =>
    side.syslog.lines.slice(from).find((each) => each.includes(` ${proxy}/`));
  const line = await until(lineNow, "the line of the stream");
  return line.replace(/^.*?\]: /s, "").trim();
}

async function ask(side: Side, name: string, fields = ""): Promise<unknown> {
  const from = side.syslog.lines.length;
  const request = get(`/${name}`, `Connection: close\r\n${fields}`);
  const answer = await side.ask("fe", request);
  return { answer, line: await lineOf(side, name, from), seen: side.seen("web") };
}

async function raw(side: Side, port: string, text: string): Promise<unknown> {
  const from = side.syslog.lines.length;
  using client = await side.connect(port);
  client.send(text);
  client.shutdown();
  return [await client.readAll(), await lineOf(side, port, from)];
}

const closing = get("/", "Connection: close\r\n");

compareArea(
  "servers at the client's destination",
  { config, origins: okOrigin },
  {
    ...Object.fromEntries(Object.keys(backends).map((name) => [name, (side) => ask(side, name)])),
    "tcp: where the client connected to": (side) => raw(side, "raw", closing),
    "tcp: where PROXY says": (side) =>
      raw(
        side,
        "proxied",
        `PROXY TCP4 127.0.0.9 127.0.0.1 4 ${side.proxy.port("web")}\r\n${closing}`,
      ),
    "tcp: nobody is there": (side) =>
      raw(side, "proxied", `PROXY TCP4 127.0.0.9 127.0.0.3 4 1\r\n${closing}`),
    "an idle connection serves its own destination only": async (side) => {
      const before = side.origin("web").connectionCount;
      using client = await side.connect("fe");
      const lines: string[] = [];
      for (const to of ["127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.1"]) {
        const { startLine } = await client.exchange(get("/switching", `X-To: ${to}\r\n`));
        lines.push(startLine);
      }
      return [lines, side.origin("web").connectionCount - before];
    },
    "checks go to this machine": async (side) =>
      await until(async () => {
        const rows = (await side.proxy.cli("show stat")).split("\n");
        const state = rows.find((row) => row.startsWith("checked,s,"))!;
        return state.includes("L4OK") && state.split(",")[17];
      }, "the first check"),
    "states and addresses": async (side) => {
      const rows = (await side.proxy.cli("show servers state any")).split("\n").slice(2);
      return rows.map((row) => row.split(" ").slice(3, 5));
    },
  },
);
