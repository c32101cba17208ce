/** What logs, `capture.req.*` and `method` tell of a request that rules rewrote; HEAD that became GET. */
import { until } from "../support/deadline.ts";
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { okOrigin, sending } from "./rule-table.ts";

const config = `
global
    expose-experimental-directives

defaults
    mode http
    log 127.0.0.1:\${P:log} local0
    log-format "%{+Q}r HM=%HM HU=%HU HP=%HP HPO=%HPO HQ=%HQ m=%[method] cm=%[capture.req.method] cu=%[capture.req.uri] %ST %B %tsc"
    timeout connect 2s
    timeout client 3s
    timeout server 3s

frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-path /new%[path] if { path_beg /path }
    http-request replace-path /re(.*) /by\\1 if { path_beg /replace }
    http-request set-pathq /new?q if { path_beg /pathq }
    http-request set-query n=1 if { path_beg /query }
    http-request set-uri http://other/x?y if { path_beg /uri }
    http-request set-header host changed if { path_beg /host }
    http-request normalize-uri path-merge-slashes if { path_beg //n }
    http-request set-method GET if { hdr(x-method) get }
    http-request set-method PUT if { hdr(x-method) put }
    http-request set-header x-was "%[method] %[capture.req.method] %[capture.req.uri] %[url]"
    http-request return status 200 content-type text/plain string kept if { path /kept }
    http-request deny if { path_beg /new/path/deny }
    default_backend be

backend be
    http-request set-header x-put yes if METH_PUT
    http-response set-header x-was "%[method] %[capture.req.method] %[capture.req.uri] %r"
    server web 127.0.0.1:\${P:web}
`;

const targets = [
  "/path",
  "/path?x=1",
  "/path/deny",
  "/replace/a?b",
  "/pathq?x",
  "/query?x",
  "/uri",
  "/host",
  "//n//m",
  "/untouched?a=b",
  "http://www.example.com/path?x",
  "http://www.example.com/host",
  "http://www.example.com",
  `/path${"a".repeat(1100)}`,
];

const rewritten = targets.map((target): [string, Case] => [
  target.slice(0, 40),
  sending(get(target, "Connection: close\r\n")),
]);

/** That request and another behind it on one connection: what the client reads, two log lines. */
function followed(request: string): Case {
  return async (side) => {
    const from = side.syslog.lines.length;
    const answers = await side.sendAll("fe", request + get("/next", "Connection: close\r\n"));
    await until(() => side.syslog.lines[from + 1], "the lines of both requests");
    const lines = side.syslog.lines.slice(from).map((line) => line.replace(/^.*?\]: /s, ""));
    return { answers, lines, seen: side.seen("web") };
  };
}

const made = ["get", "put"].flatMap((other) =>
  ["GET", "HEAD"].flatMap((method) =>
    ["/x", "/kept"].map((target): [string, Case] => [
      `${method} ${target} made ${other}`,
      followed(get(target, `X-Method: ${other}\r\n`).replace("GET", method)),
    ]),
  ),
);

compareArea(
  "what is told of a request that rules rewrote",
  { config, origins: okOrigin },
  {
    ...Object.fromEntries([...rewritten, ...made]),
    "OPTIONS *": sending("OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
  },
);
