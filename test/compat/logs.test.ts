/** Log lines as a syslog server receives them, times taken out: formats, flags, dontlognull. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";
import { until } from "../support/deadline.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";

const origins: Readonly<Record<string, OriginScript>> = {
  web: ({ request, send, end, reset }) => {
    if (request.target === "/reset") return reset();
    if (request.target === "/hang") return undefined;
    if (request.target === "/cut") {
      send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
      return end();
    }
    return okResponse("hello", "Server: origin\r\nSet-Cookie: id=7\r\n");
  },
};

const guideFormat =
  '"%ci [%tr] %ft %b/%s %ST %B %CC %CS %tsc %sq/%bq %hr %hs %{+Q}r %ID %[src] %{+Q}[capture.req.hdr(1)] %[var(txn.v)]"';

const config = `
global
    log 127.0.0.1:\${P:log} local0
    log-tag proxy
${httpDefaults}
    log global
    retries 0

frontend plain
    bind 127.0.0.1:\${P:plain}
    default_backend be

frontend http
    bind 127.0.0.1:\${P:http}
    option httplog
    capture request header User-Agent len 10
    capture request header X-None len 8
    capture response header Server len 20
    http-request deny if { path /deny }
    http-request tarpit if { path /tarpit }
    http-request redirect location /there if { path /redirect }
    http-request return status 200 if { path /return }
    http-request set-log-level silent if { path /silent }
    http-request set-log-level err if { path /err }
    use_backend none if { path /none }
    use_backend refused if { path /refused }
    default_backend be

frontend clf
    bind 127.0.0.1:\${P:clf}
    option httplog clf
    default_backend be

frontend custom
    bind 127.0.0.1:\${P:custom}
    unique-id-format id-%[req.hdr(x-id)]
    unique-id-header X-Unique
    http-request set-var(txn.v) str(seen)
    capture request header Host len 30
    capture request header X-Q len 30
    capture response header Server len 20
    capture cookie id len 20
    log-format ${guideFormat}
    default_backend be

frontend quiet
    bind 127.0.0.1:\${P:quiet}
    option httplog
    option dontlognull
    default_backend be

frontend normal-only
    bind 127.0.0.1:\${P:dontlog}
    option httplog
    option dontlog-normal
    default_backend be

frontend asap
    bind 127.0.0.1:\${P:asap}
    option httplog
    option logasap
    default_backend be

frontend asap-tcp
    mode tcp
    bind 127.0.0.1:\${P:asaptcp}
    option tcplog
    option logasap
    default_backend tcp-be

frontend separate
    bind 127.0.0.1:\${P:separate}
    option httplog
    option log-separate-errors
    default_backend be

frontend probes
    bind 127.0.0.1:\${P:probes}
    option httplog
    option http-ignore-probes
    default_backend be

frontend tcp
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcp}
    default_backend tcp-be

backend be
    timeout server 300ms
    timeout tarpit 50ms
    server web 127.0.0.1:\${P:web}

backend none

backend refused
    server gone 127.0.0.1:\${P:gone}

backend tcp-be
    mode tcp
    server web 127.0.0.1:\${P:web}
`.replace("timeout server 5s", "timeout server 5s\n    timeout tarpit 50ms");

/** The lines logged by `exchange`, and by a marking request after it, so that silence is seen. */
async function logged(side: Side, exchange: () => Promise<unknown>): Promise<string[]> {
  const from = side.syslog.lines.length;
  await exchange();
  const mark = `/mark-${from}-${side.proxy.pid}`;
  await side.ask("plain", get("/"));
  await side.ask("clf", get(mark));
  await side.syslog.waitFor(mark);
  return side.syslog.lines
    .slice(from)
    .filter((line) => !line.includes("/mark-") && !line.includes("plain/HTTP"))
    .map(normaliseLog);
}

const asked =
  (port: string, text: string): ((side: Side) => Promise<string[]>) =>
  (side) =>
    logged(side, () => side.sendAll(port, text));
/** How much of the body had come when the line was made is the network's matter. */
const asap =
  (script: (side: Side) => Promise<string[]>): Case =>
  async (side) =>
    (await script(side)).map((line) => line.replace(/ \+\d+ /g, " +<bytes> "));
const closing = (target: string, fields = ""): string =>
  get(target, `Connection: close\r\n${fields}`);

compareArea(
  "log lines",
  { config, origins },
  {
    httplog: asked("http", closing("/path?query", "User-Agent: a-very-long-agent\r\n")),
    // Not DEL: HAProxy 2.6 lets it pass in values, Sluice refuses it as RFC 9110 5.5 asks.
    "httplog: unprintable bytes": asked("http", closing("/x", 'User-Agent: \xe9\x80{}"\r\n')),
    "httplog clf": asked("clf", closing("/path")),
    "log-format of the guide": asked(
      "custom",
      closing("/path", 'X-Id: 12\r\nX-Q: with "quotes"\r\nCookie: id=5\r\n'),
    ),
    "the default format": async (side) => {
      const from = side.syslog.lines.length;
      await side.sendAll("plain", closing("/"));
      const line = await until(() => side.syslog.lines[from], "the line of the request");
      return normaliseLog(line);
    },
    deny: asked("http", closing("/deny")),
    tarpit: asked("http", closing("/tarpit")),
    redirect: asked("http", closing("/redirect")),
    return: asked("http", closing("/return")),
    silent: asked("http", closing("/silent")),
    "level err": asked("http", closing("/err")),
    "no server": asked("http", closing("/none")),
    refused: asked("http", closing("/refused")),
    "server resets": asked("http", closing("/reset")),
    "server hangs": asked("http", closing("/hang")),
    "server cuts the body": asked("http", closing("/cut")),
    "a bad request": asked("http", "BAD REQUEST\r\n\r\n"),
    "a connection without data": (side) =>
      logged(side, async () => {
        using client = await side.connect("http");
        client.shutdown();
        await client.readAll();
      }),
    "a connection without data, dontlognull": (side) =>
      logged(side, async () => {
        using client = await side.connect("quiet");
        client.shutdown();
        await client.readAll();
      }),
    logasap: asap(asked("asap", closing("/"))),
    "logasap, failing": asap(asked("asap", closing("/reset"))),
    "logasap, cut": asap(asked("asap", closing("/cut"))),
    "logasap, tcp": asap((side) =>
      logged(side, async () => {
        using client = await side.connect("asaptcp");
        client.send(closing("/tcp"));
        client.shutdown();
        await client.readAll();
      }),
    ),
    "log-separate-errors, normal": asked("separate", closing("/")),
    "log-separate-errors, failing": asked("separate", closing("/reset")),
    "http-ignore-probes": (side) =>
      logged(side, async () => {
        using client = await side.connect("probes");
        client.shutdown();
        await client.readAll();
      }),
    "dontlog-normal, normal": asked("dontlog", closing("/")),
    "dontlog-normal, failing": asked("dontlog", closing("/reset")),
    "keep-alive: one line a request": (side) =>
      logged(side, async () => {
        using client = await side.connect("http");
        await client.exchange(get("/1"));
        await client.exchange(get("/2"));
      }),
    tcplog: (side) =>
      logged(side, async () => {
        using client = await side.connect("tcp");
        client.send(closing("/tcp"));
        client.shutdown();
        await client.readAll();
      }),
  },
);

/**
 * The client shuts down. One that resets is another matter: HAProxy waits for the server all the
 * same, Sluice ends the exchange, as it has nobody to answer.
 */
compareArea(
  "log lines with abortonclose",
  {
    config: config.replace("    log global\n", "    log global\n    option abortonclose\n"),
    origins,
  },
  {
    // HAProxy's own 400 page says "Connection: close" and has that counted; here the mux says it.
    "a client leaves while the server hangs": async (side) => {
      const lines = await logged(side, async () => {
        using client = await side.connect("http");
        const before = side.origin("web").requests.length;
        client.send(get("/hang"));
        await side.origin("web").waitForRequests(before + 1);
        client.shutdown();
        await client.readAll();
        await side.syslog.waitFor("/hang");
      });
      return lines.map((line) => line.replace(" 400 206 ", " 400 191 "));
    },
  },
);
