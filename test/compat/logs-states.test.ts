/**
 * Termination states (manual 8.5) in both modes: who ended the stream and in which phase, with all
 * of the line around them.
 */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";
import { until } from "../support/deadline.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";

const origins: Readonly<Record<string, OriginScript>> = {
  web: ({ request, send, end, reset }) => {
    const { target } = request;
    if (target === "/reset") return reset();
    if (target === "/close") return end();
    if (target.startsWith("/hang")) return undefined;
    if (target === "/bad") return "NONSENSE\r\n\r\n";
    if (target === "/stall") send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    if (target === "/stall") return undefined;
    if (target === "/cut-chunk") {
      send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
      return undefined;
    }
    if (target === "/reset-body") {
      send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
      return reset();
    }
    // Without a body: HAProxy counts what of it had come before the denial.
    if (target === "/deny-response") return okResponse("", "X-Deny: 1\r\n");
    return okResponse("hello");
  },
};

const config = `
global
    log 127.0.0.1:\${P:log} local0
${httpDefaults.replace("timeout client 5s", "timeout client 400ms")}
    log global
    option httplog
    retries 0
    timeout queue 100ms
    timeout tarpit 80ms

frontend http
    bind 127.0.0.1:\${P:http}
    timeout http-request 200ms
    timeout http-keep-alive 150ms
    http-request deny if { path /deny }
    http-request tarpit if { path /tarpit }
    http-request redirect location / if { path /redirect }
    http-request return status 200 if { path /return }
    http-response deny if { res.hdr(X-Deny) -m found }
    http-response return status 200 if { var(txn.r) -m found }
    http-request set-var(txn.r) int(1) if { path /return-response }
    use_backend none if { path /none }
    use_backend refused if { path /refused }
    use_backend queue if { path_beg /hang-queue }
    use_backend cookie if { path_beg /cookie }
    use_backend passive if { path_beg /passive }
    default_backend be

frontend mark
    bind 127.0.0.1:\${P:mark}
    http-request return status 200

frontend null
    bind 127.0.0.1:\${P:null}
    timeout http-request 200ms
    option dontlognull
    default_backend be

frontend tcp
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcp}
    default_backend tcp-be

frontend tcp-refused
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcprefused}
    default_backend tcp-gone

frontend tcp-reject
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcpreject}
    tcp-request content reject
    default_backend tcp-be

backend be
    timeout server 200ms
    server web 127.0.0.1:\${P:web}

backend none

backend refused
    server gone 127.0.0.1:\${P:gone}

backend queue
    timeout server 300ms
    server web 127.0.0.1:\${P:web} maxconn 1

backend cookie
    cookie SRV insert indirect
    server one 127.0.0.1:\${P:web} cookie a
    server two 127.0.0.1:\${P:web} cookie b disabled

backend passive
    cookie SRV
    server one 127.0.0.1:\${P:web} cookie a

backend tcp-be
    mode tcp
    timeout server 200ms
    server web 127.0.0.1:\${P:web}

backend tcp-gone
    mode tcp
    server gone 127.0.0.1:\${P:gone}
`;

/** The lines of an exchange; a marking request after it shows where they end. */
async function logged(
  side: Side,
  lines: number,
  exchange: () => Promise<unknown>,
): Promise<unknown> {
  const from = side.syslog.lines.length;
  await exchange();
  await until(() => side.syslog.lines[from + lines - 1], `line ${lines} of the exchange`);
  const mark = `/mark-${from}`;
  await side.ask("mark", get(mark));
  await side.syslog.waitFor(mark);
  return side.syslog.lines
    .slice(from)
    .filter((line) => !line.includes("/mark-"))
    .map(normaliseLog);
}

const closing = (target: string, fields = ""): string =>
  get(target, `Connection: close\r\n${fields}`);
const asked =
  (target: string, fields = ""): Case =>
  (side) =>
    logged(side, 1, () => side.sendAll("http", closing(target, fields)));
/** Sends what is there of a request and keeps the connection until the proxy ends it. */
const held =
  (port: string, text: string): Case =>
  (side) =>
    logged(side, 1, () => side.sendAll(port, text));
const left =
  (port: string, text: string): Case =>
  (side) =>
    logged(side, 1, async () => {
      using client = await side.connect(port);
      client.send(text);
      client.shutdown();
      await client.readAll();
    });

/** The proxy may have closed before the client has noticed that it is connected. */
const refused =
  (port: string): Case =>
  (side) =>
    logged(side, 1, () => side.sendAll(port, "").catch(() => ""));

compareArea(
  "termination states",
  { config, origins },
  {
    "--: all is well": asked("/"),
    "LR: a redirect": asked("/redirect"),
    "LR: a return": asked("/return"),
    "PR: a deny": asked("/deny"),
    "PT: a tarpit": asked("/tarpit"),
    // Before 3.2 HAProxy forgets when the response came.
    "PH: a response that is denied": async (side) =>
      String(await asked("/deny-response")(side)).replace("n/n/n/-1/n", "n/n/n/n/n"),
    "PR: a request that is none": held("http", "NONSENSE\r\n\r\n"),
    "CR: the client leaves in the head": left("http", "GET / HTTP/1.1\r\nHo"),
    "CR: the client leaves without a word": left("http", ""),
    "cR: the head does not end": held("http", "GET / HTTP/1.1\r\nHo"),
    "cR: nothing comes": held("http", ""),
    "SC: refused": asked("/refused"),
    "SC: no server": asked("/none"),
    "SH: the server closes": asked("/close"),
    "SH: the server resets": asked("/reset"),
    "sH: the server hangs": asked("/hang"),
    "PH: the response is none": asked("/bad"),
    "SD: the server resets in the body": asked("/reset-body"),
    "sD: the body stalls": asked("/stall"),
    "sQ: the queue takes too long": (side) =>
      logged(side, 2, async () => {
        using first = await side.connect("http");
        const before = side.origin("web").requests.length;
        first.send(closing("/hang-queue-1"));
        await side.origin("web").waitForRequests(before + 1);
        await side.sendAll("http", closing("/hang-queue-2"));
        await first.readAll();
      }),
    "cookie: none": asked("/cookie"),
    "cookie: valid": asked("/cookie", "Cookie: SRV=a\r\n"),
    "cookie: of no server": asked("/cookie", "Cookie: SRV=x\r\n"),
    "cookie: of a server that is down": asked("/cookie", "Cookie: SRV=b\r\n"),
    "cookie: passive": asked("/passive", "Cookie: SRV=a\r\n"),
    "keep-alive: nothing follows, and that is no line": (side) =>
      logged(side, 1, async () => {
        using client = await side.connect("http");
        await client.exchange(get("/"));
        await client.readAll();
      }),
    "dontlognull: half a head is a line": held("null", "GET / HTTP/1.1\r\nHo"),
    "dontlognull: nothing is none": (side) =>
      logged(side, 0, async () => {
        await side.sendAll("null", "");
        using client = await side.connect("null");
        client.shutdown();
        await client.readAll();
      }),
    "tcp --: both close": left("tcp", closing("/")),
    "tcp sD: the server hangs": held("tcp", closing("/hang")),
    "tcp SC: refused": refused("tcprefused"),
    "tcp PR: rejected": refused("tcpreject"),
    "PD: a chunk that is none": asked("/cut-chunk"),
  },
);
