/**
 * What counts for the entries that a connection, a session, a request and a response track: requests,
 * errors of clients, failures of servers, bytes, connections; also when counters share an entry.
 */
import { until } from "../support/deadline.ts";
import type { OriginScript } from "../support/origin.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults, post } from "./configs.ts";

const STORED =
  "conn_cnt,conn_cur,sess_cnt,http_req_cnt,http_err_cnt,http_fail_cnt,http_req_rate(1h)," +
  "http_err_rate(1h),http_fail_rate(1h),bytes_in_cnt,bytes_out_cnt";

const TABLES = ["connection", "session", "content", "request", "backend", "response"];

const config = `${httpDefaults}
userlist users
    user a insecure-password b
frontend fe
    bind 127.0.0.1:\${P:fe}
    timeout http-request 300ms
    timeout tarpit 50ms
    tcp-request connection track-sc0 src table connection
    tcp-request session track-sc1 src table session
    tcp-request content track-sc2 src table content
    http-request deny if { path /deny-before }
    http-request track-sc1 src table request if { path_beg /request }
    http-request track-sc2 src table request if { path_beg /request }
    http-request deny if { path_end /deny }
    http-request deny deny_status 500 if { path_end /deny500 }
    http-request deny deny_status 404 if { path_end /deny404 }
    http-request tarpit if { path_end /tarpit }
    http-request tarpit deny_status 503 if { path_end /tarpit503 }
    http-request reject if { path_end /reject }
    http-request silent-drop if { path_end /drop }
    http-request return status 400 if { path_end /return400 }
    http-request return status 500 if { path_end /return500 }
    http-request return status 200 if { path_end /return200 }
    http-request redirect location / if { path_end /redirect }
    http-request auth if { path_end /auth }
    monitor-uri /monitor
    use_backend nobody if { path_end /nobody }
    use_backend refused if { path_end /refused }
    default_backend be
backend be
    http-request track-sc1 src table backend if { path_beg /backend }
    http-response track-sc2 src table response if { status 200 } or { res.hdr(x-track) -m found }
    http-response set-header x-seen "%[sc0_http_err_cnt] %[sc0_http_fail_cnt]"
    http-after-response set-header x-seen-after "%[sc0_http_err_cnt] %[sc0_http_fail_cnt]"
    http-response deny if { res.hdr(x-deny) -m found }
    http-response return status 418 if { res.hdr(x-return) -m found }
    http-response set-status 500 if { res.hdr(x-500) -m found }
    timeout server 300ms
    retries 0
    server s 127.0.0.1:\${P:s}
backend nobody
backend refused
    retries 0
    server s 127.0.0.1:\${P:closed}
${TABLES.map((name) => `backend ${name}\n    stick-table type ip size 10 store ${STORED}\n`).join("")}`;

/** Answers with the status that the path ends in, or with nothing right. */
const origin: OriginScript = ({ request }) => {
  const { target } = request;
  const status = /(\d{3})(?:\?|$)/.exec(target)?.[1] ?? "200";
  const fields = /\?(\S+)$/.exec(target)?.[1] ?? "";
  if (target.endsWith("/garbage")) return "NONSENSE\r\n\r\n";
  if (target.endsWith("/hang")) return new Promise(() => {});
  const field = fields === "" ? "" : `${fields}: 1\r\n`;
  return `HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n${field}\r\n`;
};

/** The tables' entries when no stream is left, without keys and times. */
async function counted(side: Side): Promise<Record<string, string>> {
  const entries: Record<string, string> = {};
  for (const table of TABLES) {
    const text = await until(async () => {
      const dump = await side.proxy.cli(`show table ${table}`);
      return / use=[1-9]/.test(dump) ? undefined : dump;
    }, "the end of the streams");
    entries[table] = text
      .split("\n")
      .slice(1)
      .join("")
      .replaceAll(/0x\w+: key=\S+ use=0 | (exp|shard)=\d+|\(3600000\)/g, "");
    await side.proxy.cli(`clear table ${table}`);
  }
  return entries;
}

const asks =
  (...requests: readonly string[]): Case =>
  async (side) => {
    for (const request of requests) await side.sendAll("fe", request, 4000).catch(() => "");
    return counted(side);
  };

const close = "Connection: close\r\n";
const paths = [
  "/deny-before",
  "/monitor",
  "/nobody",
  "/refused",
  "/garbage",
  "/hang",
  ...["deny", "deny500", "deny404", "tarpit", "tarpit503", "reject", "return400", "return500"].map(
    (name) => `/request/${name}`,
  ),
  ...["return200", "redirect", "auth", "nobody", "refused", "garbage", "hang"].map(
    (name) => `/request/${name}`,
  ),
  ...[200, 301, 399, 400, 401, 403, 404, 407, 408, 429, 451, 499].map((s) => `/request/${s}`),
  ...[500, 501, 502, 503, 504, 505, 506, 599].map((status) => `/request/${status}`),
  "/backend/404",
  "/backend/503",
  "/200",
  "/404",
  "/503",
  "/backend?X-Deny",
  "/backend?X-Return",
  "/backend?X-500",
  "/request/?X-Deny",
  ...[404, 501, 503, 505].map((status) => `/${status}?X-Track`),
];

compareArea(
  "what streams count",
  { config, origins: { s: origin } },
  {
    ...Object.fromEntries(paths.map((path) => [path, asks(get(path, close))])),
    "a post": asks(post("/request/200", "x".repeat(500), close)),
    "what rules of the response see of it": async (side) => {
      const seen: unknown[] = [];
      for (const path of [
        "/404",
        "/503",
        "/501",
        "/garbage",
        "/backend/deny",
        "/refused",
        "/200",
      ]) {
        const { startLine, fields } = await side.ask("fe", get(path, close));
        seen.push(path, startLine, fields);
      }
      return [seen, await counted(side)];
    },
    "no request": async (side) => {
      (await side.connect("fe")).close();
      await until(
        async () => / conn_cnt=1 /.test(await side.proxy.cli("show table connection")),
        "the connection",
      );
      return counted(side);
    },
    "half a request, and gone": async (side) => {
      const client = await side.connect("fe");
      client.send("GET / HT");
      await until(
        async () => / conn_cnt=1 /.test(await side.proxy.cli("show table connection")),
        "the connection",
      );
      client.close();
      return counted(side);
    },
    "gone after an answer": async (side) => {
      const client = await side.connect("fe");
      await client.exchange(get("/request/200"));
      client.close();
      return counted(side);
    },
    "a bad request": asks("BAD\r\n\r\n"),
    "HTTP/2's preface as a request": asks("PRI * HTTP/1.1\r\nHost: a\r\n\r\n"),
    "its method in another case": asks("pri /request/404 HTTP/1.0\r\n\r\n"),
    "a bad request after a good one": asks(`${get("/request/200")}BAD\r\n\r\n`),
    "a header that is too long": asks(get("/", `X: ${"x".repeat(20_000)}\r\n`)),
    "half a request": asks("GET / HTTP/1.1\r\nHost: a\r\n"),
    "half a request after a good one": asks(`${get("/request/200")}GET / HTTP/1.1\r\n`),
    "several on a connection": asks(
      get("/request/200") + get("/request/404") + get("/request/503") + get("/200", close),
    ),
  },
);
