/**
 * How many bytes a line tells of (manual 8.2.6 `%B`, `%U`): of replies in place of responses, of
 * bodies that nobody read, of coded ends, and of lines that are written before the end.
 */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults, post } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";
import { until } from "../support/deadline.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";

const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n";
const answers: Readonly<Record<string, string>> = {
  "/chunked": `${chunked}\r\n`,
  "/trailers": `${chunked}X-T: y\r\n\r\n`,
  "/204": "HTTP/1.1 204 No Content\r\n\r\n",
  "/304": "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
  "/500": "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops",
  "/bad": "NONSENSE\r\n\r\n",
  "/100": `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${okResponse("hello")}`,
};
const origins: Readonly<Record<string, OriginScript>> = {
  web: ({ request, send, end, reset }) => {
    const { target, startLine } = request;
    if (target === "/reset") return reset();
    if (target === "/close") {
      send("HTTP/1.1 200 OK\r\n\r\nhello");
      return end();
    }
    if (startLine.startsWith("HEAD")) return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    return answers[target] ?? okResponse("hello", "Server: origin\r\n");
  },
};

const rules = `
    http-request deny if { path /deny }
    http-request return status 200 content-type a/b string hello if { path /return }
    http-request set-var(txn.path) path
    http-response deny if { var(txn.path) -m str /res-deny }
    http-response return status 200 content-type a/b string replaced if { var(txn.path) -m str /res-return }
    http-response redirect location /x if { var(txn.path) -m str /res-redirect }
    http-response wait-for-body time 2s if { var(txn.path) -m str /waited }
    http-response set-header X-Added some-text if { var(txn.path) -m str /added }
    use_backend none if { path /none }
    default_backend be
`;
const config = `
global
    log 127.0.0.1:\${P:log} local0
${httpDefaults}
    log global
    retries 0

frontend end
    bind 127.0.0.1:\${P:end}
    log-format "%ST %ts %B %U %HM %HU %b/%s"
    ${rules}

frontend asap
    bind 127.0.0.1:\${P:asap}
    option logasap
    log-format "%ST %ts %B %U %HM %HU %b/%s"
    ${rules}

backend be
    server web 127.0.0.1:\${P:web}

backend none
`;

/** The lines of what is sent at once on a connection. */
const logged =
  (port: string, text: string, lines = 1): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    using client = await side.connect(port);
    client.send(text);
    await until(() => side.syslog.lines[from + lines - 1], `line ${lines} of the exchange`);
    return side.syslog.lines.slice(from).map(normaliseLog);
  };

const close = "Connection: close\r\n";
const closing = (target: string): string => get(target, close);
const coded = (target: string, body: string): string =>
  `POST ${target} HTTP/1.1\r\nHost: x\r\n${close}Transfer-Encoding: chunked\r\n\r\n${body}`;
const begun = (target: string): string =>
  `POST ${target} HTTP/1.1\r\nHost: x\r\n${close}Content-Length: 10\r\n\r\nabc`;

const requests: Readonly<Record<string, string>> = {
  "a response in place of which a rule denies": closing("/res-deny"),
  "… returns": closing("/res-return"),
  "… redirects": closing("/res-redirect"),
  "an answer that is none": closing("/bad"),
  "a body that was waited for": closing("/waited"),
  "a field that a rule added": closing("/added"),
  chunked: closing("/chunked"),
  "chunked with trailers": closing("/trailers"),
  "to the close": closing("/close"),
  "no content": closing("/204"),
  "not modified": closing("/304"),
  "an error": closing("/500"),
  HEAD: closing("/").replace("GET", "HEAD"),
  "the body of a denied request": post("/deny", "abcdef", close),
  "… that had begun": begun("/deny"),
  "… that is chunked": coded("/deny", "3\r\nabc\r\n0\r\nA: b\r\n\r\n"),
  "… that is chunked and goes on": coded("/return", "3\r\nabc\r\n4\r\nde"),
  "a request with a body and no server": post("/none", "abcdef", close),
  "a body and a server that resets": post("/reset", "abcdef", close),
  "a chunked request": coded("/", "3\r\nabc\r\n0\r\n\r\n"),
  "a chunked request with trailers": coded("/", "3\r\nabc\r\n0\r\nA: b\r\n\r\n"),
};

const cases: Record<string, Case> = {};
for (const [name, text] of Object.entries(requests)) {
  cases[name] = logged("end", text);
  cases[`logasap: ${name}`] = logged("asap", text);
}
cases["an informational response before the other"] = logged("end", closing("/100"));
cases["logasap: one after the other"] = logged("asap", get("/") + closing("/deny"), 2);

compareArea("bytes in log lines", { config, origins }, cases);
