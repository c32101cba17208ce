/**
 * Termination states (manual 8.5) that the client, a queue or the proxy itself brings about once a
 * request is under way, in both modes: who left in which phase, with all of the line around it.
 */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";
import { until } from "../support/deadline.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";

const origins: Readonly<Record<string, OriginScript>> = {
  web: ({ request, send, reset, end }) => {
    const { target } = request;
    if (target.startsWith("/hang")) return undefined;
    if (target === "/half" || target === "/half-reset" || target === "/half-end")
      send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    if (target === "/half") return undefined;
    // What came together with the reset HAProxy may take for an end.
    if (target === "/half-reset") return void setTimeout(reset, 50);
    if (target === "/half-end") return end();
    return okResponse("hello");
  },
};

const config = `
global
    log 127.0.0.1:\${P:log} local0
${httpDefaults}
    log global
    option httplog
    option abortonclose
    retries 0
    timeout queue 4s

frontend http
    bind 127.0.0.1:\${P:http}
    use_backend queue if { path_beg /hang-queue }
    default_backend be

frontend tcp
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcp}
    default_backend tcp-be

frontend tcp-slow
    mode tcp
    option tcplog
    timeout client 200ms
    bind 127.0.0.1:\${P:tcpslow}
    default_backend tcp-be

frontend tcp-none
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcpnone}
    default_backend tcp-nothing

backend be
    server web 127.0.0.1:\${P:web}

backend queue
    server web 127.0.0.1:\${P:web} maxconn 1

backend tcp-be
    mode tcp
    server web 127.0.0.1:\${P:web}

backend tcp-nothing
    mode tcp
`;

/** The first `lines` lines of an exchange. */
async function logged(
  side: Side,
  lines: number,
  exchange: () => Promise<unknown>,
): Promise<string[]> {
  const from = side.syslog.lines.length;
  await exchange();
  await until(() => side.syslog.lines[from + lines - 1], `line ${lines} of the exchange`);
  return side.syslog.lines.slice(from, from + lines).map(normaliseLog);
}

/** Leaves once the origin has the request. */
const leftAtOrigin =
  (port: string, target: string, leave: "shutdown" | "reset" = "shutdown"): Case =>
  (side) =>
    logged(side, 1, async () => {
      using client = await side.connect(port);
      const before = side.origin("web").requests.length;
      client.send(get(target));
      await side.origin("web").waitForRequests(before + 1);
      client[leave]();
      if (leave === "shutdown") await client.readAll();
    });

/** Leaves once the head of the response has come. */
const leftInBody =
  (port: string): Case =>
  (side) =>
    logged(side, 1, async () => {
      using client = await side.connect(port);
      client.send(get("/half"));
      await client.inbox.takeUntil("half");
      client.reset();
    });

const asked =
  (port: string, target: string): Case =>
  (side) =>
    logged(side, 1, () => side.sendAll(port, get(target, "Connection: close\r\n")).catch(() => ""));

/** Leaves while another request holds the only slot. */
const behind =
  (target: string): Case =>
  (side) =>
    logged(side, 2, async () => {
      using first = await side.connect("http");
      const before = side.origin("web").requests.length;
      first.send(get(`${target}-1`));
      await side.origin("web").waitForRequests(before + 1);
      const backend = target.slice("/hang-".length);
      const queued = async (): Promise<boolean> => {
        const [head = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
        const row = rows.find((one) => one.startsWith(`${backend},BACKEND,`)) ?? "";
        return row.split(",")[head.split(",").indexOf("qcur")] === "1";
      };
      using second = await side.connect("http");
      second.send(get(`${target}-2`));
      await until(queued, "the second request in the queue");
      second.reset();
      await until(() => side.syslog.lines.some((line) => line.includes(`${target}-2`)), "a line");
      first.shutdown();
      await first.readAll();
    });

compareArea(
  "termination states under way",
  { config, origins },
  {
    "CH: the client leaves before the response": leftAtOrigin("http", "/hang"),
    "CD: the client resets before the response": leftAtOrigin("http", "/hang", "reset"),
    "CD: the client leaves in the response": leftInBody("http"),
    "CQ: the client leaves the queue": behind("/hang-queue"),
    "SD: the server closes in the body": asked("http", "/half-end"),
    "tcp CD: the client leaves": leftInBody("tcp"),
    "tcp SD: the server resets": asked("tcp", "/half-reset"),
    "tcp cD: nothing moves any more": asked("tcpslow", "/half"),
    "tcp SC: no server": asked("tcpnone", "/"),
  },
);
