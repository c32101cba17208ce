/**
 * Termination states (manual 8.5) that the operator, a change of servers, a rule on the response or a
 * queue in TCP mode brings about, with all of the line around them. PC, RC and LC want a process or
 * a machine without sockets left, which no test brings about on both sides alike.
 */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";
import { until } from "../support/deadline.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";

const origins: Readonly<Record<string, OriginScript>> = {
  web: ({ request, send }) => {
    const { target } = request;
    if (target.startsWith("/hang")) return undefined;
    if (target.startsWith("/half")) {
      send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
      return undefined;
    }
    return okResponse("hello");
  },
};

const config = `
global
    log 127.0.0.1:\${P:log} local0
${httpDefaults}
    log global
    option httplog
    retries 0

frontend http
    bind 127.0.0.1:\${P:http}
    use_backend down if { path_end /down }
    use_backend up if { path_end /up }
    default_backend be

frontend slow-http
    bind 127.0.0.1:\${P:slowhttp}
    timeout client 200ms
    default_backend queue

frontend holder
    bind 127.0.0.1:\${P:holder}
    default_backend queue

frontend tcp
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcp}
    default_backend tcp-be

frontend tcp-reject
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcpreject}
    default_backend tcp-rules

frontend tcp-late
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcplate}
    default_backend tcp-queue

frontend tcp-holder
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcpholder}
    default_backend tcp-long

frontend tcp-idle
    mode tcp
    option tcplog
    timeout client 200ms
    bind 127.0.0.1:\${P:tcpidle}
    default_backend tcp-long

backend be
    server web 127.0.0.1:\${P:web}

backend down
    server web 127.0.0.1:\${P:web} check inter 100s on-marked-down shutdown-sessions

backend up
    server first 127.0.0.1:\${P:web} check inter 100s on-marked-up shutdown-backup-sessions
    server last 127.0.0.1:\${P:web} backup

backend queue
    timeout queue 700ms
    server web 127.0.0.1:\${P:web} maxconn 1

backend tcp-be
    mode tcp
    server web 127.0.0.1:\${P:web}

backend tcp-rules
    mode tcp
    tcp-response inspect-delay 1s
    tcp-response content reject if { res.len gt 0 }
    server web 127.0.0.1:\${P:web}

backend tcp-queue
    mode tcp
    timeout queue 100ms
    server web 127.0.0.1:\${P:web} maxconn 1

backend tcp-long
    mode tcp
    timeout queue 700ms
    server web 127.0.0.1:\${P:web} maxconn 1
`;

/** The first lines of an exchange that contain `part`; who held the slot may log its end as well. */
async function logged(
  side: Side,
  lines: number,
  part: string,
  exchange: () => Promise<unknown>,
): Promise<string[]> {
  const from = side.syslog.lines.length;
  const fresh = (): string[] => side.syslog.lines.slice(from).filter((line) => line.includes(part));
  await exchange();
  await until(() => fresh().length >= lines, `line ${lines} of the exchange`);
  return fresh().slice(0, lines).map(normaliseLog);
}

/** Sends a request, waits for `part` of the answer or for the origin to have it, and does `then`. */
const underWay =
  (port: string, target: string, then: (side: Side) => Promise<unknown>): Case =>
  (side) =>
    logged(side, 1, `${port} `, async () => {
      using client = await side.connect(port);
      const before = side.origin("web").requests.length;
      client.send(get(target, "Connection: close\r\n"));
      if (target.startsWith("/half")) await client.inbox.takeUntil("half");
      else await side.origin("web").waitForRequests(before + 1);
      await then(side);
      await client.readAll().catch(() => "");
    });

/** Ends the only session of the frontend from the admin socket. */
const killed =
  (frontend: string) =>
  async ({ proxy }: Side): Promise<void> => {
    const lines = (await proxy.cli("show sess")).split("\n");
    const id = /^(0x[0-9a-f]+):/.exec(lines.find((line) => line.includes(`fe=${frontend} `)) ?? "");
    await proxy.cli(`shutdown session ${id![1]}`);
  };

const told =
  (...commands: string[]) =>
  async ({ proxy }: Side): Promise<void> => {
    for (const command of commands) await proxy.cli(command);
  };

/** A connection to `holder` has the only slot, one to `port` waits until the proxy ends it. */
const behind =
  (holder: string, port: string, frontend: string, text: string): Case =>
  (side) =>
    logged(side, 1, `${frontend} `, async () => {
      using first = await side.connect(holder);
      const before = side.origin("web").requests.length;
      first.send(get("/half"));
      await side.origin("web").waitForRequests(before + 1);
      await side.sendAll(port, text).catch(() => "");
    });

compareArea(
  "termination states by rules, operators and queues",
  { config, origins },
  {
    "KD: the operator ends it in the response": underWay("http", "/half", killed("http")),
    "KH: the operator ends it before the response": underWay("http", "/hang", killed("http")),
    "tcp K-: the operator ends it": underWay("tcp", "/half", killed("tcp")),
    "DD: its server goes down": underWay(
      "http",
      "/half/down",
      told("set server down/web health down"),
    ),
    "DH: its server goes down before the response": async (side) => {
      await side.proxy.cli("set server down/web health up");
      return underWay("http", "/hang/down", told("set server down/web health down"))(side);
    },
    "UD: a server that is no backup comes": async (side) => {
      await side.proxy.cli("set server up/first health down");
      return underWay("http", "/half/up", told("set server up/first health up"))(side);
    },
    "tcp PD: a rule on the response": (side) =>
      logged(side, 1, " tcp-reject ", () => side.sendAll("tcpreject", get("/")).catch(() => "")),
    "sQ: the body stops while its request waits": behind(
      "holder",
      "slowhttp",
      "slow-http",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf",
    ),
    "tcp sQ: the queue takes too long": behind("tcplate", "tcplate", "tcp-late", get("/half")),
    // 3.2 lets the client's timeout end it first, as cQ.
    "tcp sQ: the client is idle, but the queue ends it": behind(
      "tcpholder",
      "tcpidle",
      "tcp-idle",
      get("/half"),
    ),
  },
);
