/**
 * When a line is logged (manual 4.2 "option logasap"): with the response's head, or in TCP mode once
 * the server is connected, if no format of the frontend shows what only the end tells; else at the
 * end. Without a format, as a request or a connection comes.
 */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults, post } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";

/** What sends the rest of a held response, by the port of its origin. */
const releases: Map<number, () => void> = new Map();

const origins: Readonly<Record<string, OriginScript>> = {
  web: ({ request, send, socket }) => {
    const { target } = request;
    if (target === "/held") {
      releases.set(socket.localPort ?? 0, () => send("0123456789"));
      return send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    }
    if (target === "/100") send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
    if (target === "/500") return "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
    return okResponse("hello", "Server: origin\r\n");
  },
};

const formats: Readonly<Record<string, string>> = {
  early: 'log-format "%ST %HM %HU %tsc %b/%s"',
  static: "log-format static",
  final: 'log-format "%ST %ts"',
  error: "log-format %ST\n    error-log-format %B",
  sd: 'log-format %ST\n    log-format-sd "[a %B]"',
  rule: "log-format %ST\n    http-request set-header X-Time %Tt",
  id: 'log-format "%ST %ID"',
  unused: 'log-format "%ST"\n    http-request set-header X-Time %Ts',
  normal: 'log-format "%ST %HU %tsc"\n    option dontlog-normal',
  asapnormal: 'log-format "%ST %HU %tsc"\n    option dontlog-normal\n    option logasap',
  empty: "log-format %hr",
  greeting: "option dontlog-normal",
};

const rawFormats: Readonly<Record<string, string>> = {
  tcpearly: 'log-format "%b/%s %tsc"',
  tcpfinal: 'log-format "%b/%s %ts"',
  tcpgreeting: "tcp-request inspect-delay 5s\n    tcp-request content accept if { req.len gt 0 }",
};

const config = `
global
    log 127.0.0.1:\${P:log} local0
${httpDefaults}
    log global
    timeout server 20s
    timeout client 20s

${Object.entries(formats)
  .map(
    ([name, lines]) => `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    ${lines}
    http-request deny if { path /deny }
    http-request set-log-level silent if { path /silent }
    http-response set-log-level silent if { var(txn.quiet) -m found }
    http-request set-var(txn.quiet) int(1) if { path /quiet }
    default_backend be
`,
  )
  .join("")}
${Object.entries(rawFormats)
  .map(
    ([name, lines]) => `
frontend ${name}
    mode tcp
    bind 127.0.0.1:\${P:${name}}
    ${lines}
    default_backend tcp-be
`,
  )
  .join("")}
frontend mark
    bind 127.0.0.1:\${P:mark}
    log-format "%HU"
    http-request return status 200

backend be
    server web 127.0.0.1:\${P:web}

backend tcp-be
    mode tcp
    server web 127.0.0.1:\${P:web}
`;

const closing = (target: string): string => get(target, "Connection: close\r\n");

/** The lines since line `from`: a marking request shows that no further one is on its way. */
async function linesSince(side: Side, from: number): Promise<string[]> {
  const mark = `/mark-${from}-${side.syslog.lines.length}`;
  await side.ask("mark", get(mark));
  await side.syslog.waitFor(mark);
  return side.syslog.lines
    .slice(from)
    .filter((line) => !line.includes("/mark-"))
    .map(normaliseLog);
}

/** The lines while the body is held back, and those when all of it was sent. */
const held =
  (port: string): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    using client = await side.connect(port);
    client.send(closing("/held"));
    await client.inbox.takeUntil("\r\n\r\n");
    const meanwhile = await linesSince(side, from);
    releases.get(side.origin("web").port)!();
    client.shutdown();
    await client.readAll();
    return { meanwhile, atEnd: await linesSince(side, from) };
  };

/** All that is logged of an exchange that ends with the connection. */
const logged =
  (port: string, text: string): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    await side.sendAll(port, text).catch(() => "");
    return await linesSince(side, from);
  };

compareArea(
  "moments of log lines",
  { config, origins },
  {
    "early: with the response's head": held("early"),
    "a static line: with the head": held("static"),
    "a figure of the end: at the end": held("final"),
    "the connection's id: at the end": held("id"),
    "a figure in error-log-format": held("error"),
    "a figure in log-format-sd": held("sd"),
    "a figure in a rule's format": held("rule"),
    "another figure in a rule's format": held("unused"),
    "early: not with an informational response": logged("early", closing("/100")),
    "early: denied": logged("early", closing("/deny")),
    "early: two requests": logged("early", get("/") + closing("/500")),
    "early: no request": logged("early", "NONSENSE\r\n\r\n"),
    "early: silenced by the request's rules": logged("early", closing("/silent")),
    "early: silenced by the response's rules": logged("early", closing("/quiet")),
    "an early line of what is normal is not the last word": logged("normal", closing("/")),
    "… of an error is": logged("normal", closing("/500")),
    "logasap: neither": logged("asapnormal", closing("/")),
    "no message, no line": logged("empty", closing("/")),
    "no format: with each request": logged("greeting", get("/") + closing("/deny")),
    "no format: before the body": async (side) => {
      const from = side.syslog.lines.length;
      using client = await side.connect("greeting");
      client.send(post("/", "body").slice(0, -4));
      await side.syslog.waitFor("(greeting/HTTP)");
      return await linesSince(side, from);
    },
    "no format: no request": logged("greeting", "NONSENSE\r\n\r\n"),
    "tcp: once the server is connected": async (side) => {
      const from = side.syslog.lines.length;
      using _client = await side.connect("tcpearly");
      await side.syslog.waitFor("tcp-be/web");
      return await linesSince(side, from);
    },
    "tcp: a figure of the end": held("tcpfinal"),
    "tcp, no format: before content": async (side) => {
      const from = side.syslog.lines.length;
      using _client = await side.connect("tcpgreeting");
      await side.syslog.waitFor("(tcpgreeting/TCP)");
      return await linesSince(side, from);
    },
  },
);
