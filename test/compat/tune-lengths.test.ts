/** What `tune.http.logurilen` and `tune.http.cookielen` leave of requests and cookies in logs. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { until } from "../support/deadline.ts";
import { get, httpDefaults } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";

const origins = {
  web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: C=98765432109\r\n\r\n",
};

function config(lengths: string): string {
  return `
global
    log 127.0.0.1:\${P:log} len 8000 local0
    ${lengths}
${httpDefaults}
    log global

frontend fe
    bind 127.0.0.1:\${P:fe}
    capture cookie C len 100
    log-format "%HM %HU@%HP@%HPO@%HQ@%HV@%{+Q}r@%r@%{+E}HU@%CC@%CS"
    default_backend be

backend be
    server web 127.0.0.1:\${P:web}
`;
}

const cookie = (length: number): string => `Cookie: C=${"c".repeat(length)}\r\n`;

/** As many lines as follow those before `from`. */
async function logLines(side: Side, from: number, count: number): Promise<string[]> {
  const { lines: received } = side.syslog;
  await until(() => (received.length >= from + count ? true : undefined), `${count} log lines`);
  return received.slice(from, from + count);
}

/** Log lines of requests to `targets`, one after the other. */
function lines(targets: readonly string[], fields = ""): Case {
  return async (side) => {
    const from = side.syslog.lines.length;
    for (const target of targets) await side.ask("fe", get(target, fields));
    const received = await logLines(side, from, targets.length);
    return received.map(normaliseLog);
  };
}

const around = [5, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 40].map(
  (length) => `/${"u".repeat(length)}?a=b`,
);
const absolute = [2, 14, 40].map((length) => `http://www.example.com/${"u".repeat(length)}`);

compareArea(
  "thirty characters of a request line, eight of a cookie",
  { config: config("tune.http.logurilen 30\n    tune.http.cookielen 8"), origins },
  {
    "targets around the limit": lines(around),
    "absolute targets": lines(absolute),
    cookies: lines(["/"], cookie(20)),
  },
);

compareArea(
  "a request line that ends within its method",
  { config: config("tune.http.logurilen 3\n    tune.http.cookielen 1"), origins },
  { "method only": lines(["/", "/long"], cookie(20)) },
);

compareArea(
  "no lengths given",
  { config: config("maxconn 100"), origins },
  {
    "targets around the limit": lines(
      [1008, 1009, 1010, 1020, 2000].map((n) => `/${"u".repeat(n)}`),
    ),
    "a long cookie": lines(["/"], cookie(200)),
  },
);
