/** Tables of persistence cookies: what each request's answer was, what its server saw, what was logged. */
import type { MessageView, Side } from "./compare.ts";
import { get, post } from "./configs.ts";
import { until } from "../support/deadline.ts";
import type { OriginScript } from "../support/origin.ts";

/** An origin that says its name, and sets the cookie SRV itself when the path asks for it. */
function cookieOrigin(name: string): OriginScript {
  return ({ request }) => {
    const sets = request.target.startsWith("/sets") ? "Set-Cookie: SRV=app; path=/x\r\n" : "";
    const age = request.target.includes("private") ? "Cache-Control: private\r\n" : "";
    return `HTTP/1.1 200 OK\r\nContent-Length: 1\r\n${sets}${age}\r\n${name}`;
  };
}

/** Origins a and b. */
export const cookieOrigins: Readonly<Record<string, OriginScript>> = {
  a: cookieOrigin("a"),
  b: cookieOrigin("b"),
};

/** A frontend before a backend of those lines and servers; the log tells the states of the cookie. */
export function cookieConfig(lines: string, servers: Readonly<Record<string, string>>): string {
  return `
defaults
    mode http
    log 127.0.0.1:\${P:log} local0
    log-format "%s %tsc %ST"
    timeout connect 2s
    timeout client 3s
    timeout server 3s
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be
backend be
    ${lines}
${Object.entries(servers)
  .map(([name, options]) => `    server ${name} 127.0.0.1:\${P:${name}} ${options}\n`)
  .join("")}`;
}

interface Exchange {
  readonly answer: MessageView;
  readonly seen: MessageView | undefined;
  readonly log: string;
}

/** One request on a connection of its own. */
export async function exchange(side: Side, request: string): Promise<Exchange> {
  const from = side.syslog.lines.length;
  const before = [side.seen("a").length, side.seen("b").length];
  const answer = await side.ask("fe", request);
  const isTraffic = (line: string): boolean => !line.includes("Server be/");
  const line = await until(() => side.syslog.lines.slice(from).find(isTraffic), "the log line");
  const seen =
    side.seen("a").length > before[0]! ? side.seen("a") : side.seen("b").slice(before[1]);
  return { answer, seen: seen.at(-1), log: line.replace(/^.*?\]: /s, "").trim() };
}

/** Requests with each way a cookie may stand, to servers with the cookies `ca` and `cb`. */
const cookieRequests: readonly string[] = [
  get("/"),
  ...[
    "SRV=ca",
    "SRV=cb",
    "SRV=nobody",
    "SRV=",
    "SRV",
    "SRV=cb~app",
    "SRV=ca~",
    "x=1; SRV=cb; y=2",
    "SRV=nobody; SRV=cb",
    "SRV=cb; SRV=ca",
    'SRV="cb"',
    "srv=cb",
    "SRVX=cb; XSRV=ca",
    "SRV=cb|XyZ12|XyZ12",
  ].flatMap((cookie) => [get("/", `Cookie: ${cookie}\r\n`), get("/sets", `Cookie: ${cookie}\r\n`)]),
  get("/sets"),
  get("/sets-private"),
  get("/private"),
  post("/", "x"),
  post("/", "x", "Cookie: SRV=cb\r\n"),
  post("/sets", "x", "Cookie: SRV=ca\r\n"),
];

/** All of them in a row. */
export async function exchanges(
  side: Side,
  requests: readonly string[] = cookieRequests,
): Promise<Exchange[]> {
  const seen = [];
  for (const request of requests) seen.push(await exchange(side, request));
  return seen;
}
