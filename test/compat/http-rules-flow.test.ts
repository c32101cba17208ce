/** Actions that wait, hint, retry or give up: what they do to both sides and to the log. */
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { getting, gettingEach, okOrigin, ruleDefaults, sending } from "./rule-table.ts";
import { until } from "../support/deadline.ts";
import type { OriginScript } from "../support/origin.ts";

const big = "x".repeat(9000);
const post = (target: string, body: string, announced = body.length): string =>
  `POST ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ${announced}\r\n\r\n${body}`;

const config = `${ruleDefaults}
    retry-on empty-response conn-failure

frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(txn.path) path
    http-request set-header X-Body %[req.body_len] if { path_beg /early }
    http-request wait-for-body time 100ms if { path_beg /body }
    http-request wait-for-body time 5s at-least 3 if { path_beg /least }
    http-request set-header X-Body %[req.body,lower] if { path_beg /body /least }
    http-request early-hint Link </a.css> if { path /hint-one }
    http-request early-hint Link b%[path] if { path_beg /hint }
    http-request early-hint X-More c if { path /hint-return }
    http-request return status 200 if { path /hint-return }
    http-request set-header X-Grown %[req.hdr(x-big)]%[req.hdr(x-big)] if { path /grow }
    http-request strict-mode off if { path /soft }
    http-request set-header X-Grown %[req.hdr(x-big)]%[req.hdr(x-big)] if { path /soft }
    http-request strict-mode on if { path /soft }
    http-request add-header X-After yes if { path /soft }
    http-request replace-header X-Big (.*) \\1\\1 if { path /replace }
    http-request set-query %[req.hdr(x-big)]%[req.hdr(x-big)] if { path /query }
    http-request disable-l7-retry if { path /no-retry }
    http-request wait-for-handshake if { path /handshake }
    http-request auth if { path /auth }
    http-request auth realm "a realm" if { path /realm }
    http-response redirect location /moved?%[var(txn.path)] code 303 if { var(txn.path) -m beg /moved }
    http-response redirect location %[res.hdr(x-none)] ignore-empty if { var(txn.path) -m beg /stays }
    http-response set-header X-Grown %[res.hdr(x-big)]%[res.hdr(x-big)] if { var(txn.path) -m beg /res-grow }
    http-response wait-for-body time 100ms if { var(txn.path) -m beg /res-body }
    http-response wait-for-body time 2s at-least 2 if { var(txn.path) -m beg /res-least }
    http-after-response set-header X-Seen after
    http-after-response set-header X-Grown %[res.hdr(x-big)]%[res.hdr(x-big)] if { var(txn.path) -m beg /after-grow }
    http-after-response set-header X-Seen2 after
    default_backend be

backend be
    http-request early-hint X-Back end if { path /hint-one }
    http-request set-header X-Grown %[req.hdr(x-big)]%[req.hdr(x-big)] if { path /back-grow }
    server web 127.0.0.1:\${P:web}
`;

const answers: Readonly<Record<string, string>> = {
  "/res-grow": `HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Big: ${big}\r\n\r\n`,
  "/after-grow": `HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Big: ${big}\r\n\r\n`,
  "/res-body": "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
  "/res-body-chunked":
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-T: 1\r\n\r\n",
  "/res-body-none": "HTTP/1.1 204 No Content\r\n\r\n",
};

const web: OriginScript = async ({ request, send, end }) => {
  const { target } = request;
  if (target === "/no-retry" || target === "/retry") return end();
  if (target === "/res-least") {
    send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo");
    await new Promise((over) => setTimeout(over, 150));
    return "dy";
  }
  return answers[target] ?? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
};

/** Whether the connection stays open after a time-out differs between 2.6 and 3.2: it is not compared. */
const late: Case = async (side) => {
  const from = side.syslog.lines.length;
  using client = await side.connect("fe");
  client.send(post("/body", "abc", 10));
  const { head, body } = await client.readResponse();
  const line = await until(() => side.syslog.lines[from], "the line of the request");
  return [head, body, line.replace(/^.*?\]: /s, "").trim()];
};

compareArea(
  "actions that wait or give up",
  { config, origins: { ...okOrigin, web } },
  {
    "the body is there": sending(post("/body", "ABC")),
    "the body comes in pieces": sending(post("/body", "ABC", 6), 30, "DEF"),
    "the body comes in chunks": sending(
      "POST /body HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
      20,
      "3\r\nABC\r\n",
      20,
      "0\r\n\r\n",
    ),
    "the body is too late": late,
    "enough of the body is there": sending(post("/least", "ABCD", 6), 60, "EF"),
    "a request without a body": getting("/body"),
    "rewrites that do not fit": getting("/grow", `X-Big: ${big}\r\n`),
    "rewrites that do not fit, and need not": getting("/soft", `X-Big: ${big}\r\n`),
    "strictness is back in the backend": getting("/back-grow", `X-Big: ${big}\r\n`),
    "a replacement that does not fit": getting("/replace", `X-Big: ${big}\r\n`),
    "a query that does not fit": getting("/query", `X-Big: ${big}\r\n`),
    "no hints for HTTP/1.0": sending(get("/hint-one", "", "1.0")),
    ...gettingEach(
      "/hint-one",
      "/hint-two",
      "/hint-return",
      "/retry",
      "/no-retry",
      "/handshake",
      "/auth",
      "/realm",
      "/moved",
      "/stays",
      "/res-grow",
      "/after-grow",
      "/res-body",
      "/res-body-chunked",
      "/res-body-none",
      "/res-least",
    ),
  },
);
