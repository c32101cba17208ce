/** Error pages: HAProxy's own for each status, errorfile, and who closes. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults, oneToOne } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

const statuses = [
  200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 425, 429, 500, 501, 502, 503, 504,
];

const denyEach = statuses
  .map((status) => `    http-request deny deny_status ${status} if { path /${status} }`)
  .join("\n");

compareArea(
  "default error pages",
  { config: oneToOne(`\n${denyEach}`), origins: { web: okResponse() } },
  Object.fromEntries(
    statuses.map((status): [string, Case] => [
      `deny_status ${status}`,
      async (side) => [
        await side.sendAll("fe", get(`/${status}`, "Connection: close\r\n")),
        side.seen("web"),
      ],
    ]),
  ),
);

const page = (status: number): string =>
  `HTTP/1.0 ${status} Custom\r\nCache-Control: no-cache\r\nContent-Type: text/plain\r\nX-Page: ${status}\r\n\r\ncustom ${status}\n`;

compareArea(
  "errorfile",
  {
    config: `${httpDefaults}
    errorfile 403 403.http
    errorfile 503 503.http

frontend fe
    bind 127.0.0.1:\${P:fe}
    errorfile 400 400.http
    http-request deny if { path /deny }
    http-request deny deny_status 404 if { path /missing }
    use_backend empty if { path /empty }
    default_backend refused

backend empty

backend refused
    errorfile 503 refused.http
    server gone 127.0.0.1:\${P:gone}
`,
    files: {
      "400.http": page(400),
      "403.http": page(403),
      "503.http": page(503),
      "refused.http": page(503).replace("custom", "refused"),
    },
  },
  {
    "deny takes the defaults' file": async (side) => side.ask("fe", get("/deny")),
    "a status without a file": async (side) => side.ask("fe", get("/missing")),
    "a backend without servers": async (side) => side.ask("fe", get("/empty")),
    "the backend's own file for a refused server": async (side) => side.ask("fe", get("/")),
    "a bad request": async (side) => side.sendAll("fe", "GARBAGE\r\n\r\n"),
    "a denied HEAD": async (side) => side.ask("fe", "HEAD /deny HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a denied POST": async (side) =>
      side.ask("fe", "POST /deny HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"),
  },
);

compareArea(
  "server failures",
  {
    config: oneToOne("", "retries 0"),
    origins: {
      web: ({ request, reset, end, send }) => {
        if (request.target === "/reset") return reset();
        if (request.target === "/close") return end();
        if (request.target === "/garbage") return "not http at all\r\n\r\n";
        if (request.target === "/two-lengths") {
          return "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd";
        }
        if (request.target === "/bad-header") return "HTTP/1.1 200 OK\r\nBad Name: 1\r\n\r\n";
        if (request.target === "/half-head") {
          send("HTTP/1.1 200 OK\r\nX-A");
          return end();
        }
        return okResponse();
      },
    },
  },
  Object.fromEntries(
    ["/reset", "/close", "/garbage", "/two-lengths", "/bad-header", "/half-head"].map(
      (path): [string, Case] => [`the server answers ${path}`, (side) => side.ask("fe", get(path))],
    ),
  ),
);
