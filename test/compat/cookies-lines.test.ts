/**
 * Cookie lines as nobody should write them, in requests and answers: what the server sees of them,
 * what the client gets, what the log says. `Set-Cookie2`, which 2.6 treats as `Set-Cookie`, is left
 * alone as 3.2 does; it is not asked.
 */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { until } from "../support/deadline.ts";
import type { OriginScript } from "../support/origin.ts";

const MODES: Readonly<Record<string, string>> = {
  none: "",
  passive: "cookie S",
  rewrite: "cookie S rewrite",
  prefix: "cookie S prefix",
  insert: "cookie S insert",
  indirect: "cookie S insert indirect",
  preserve: "cookie S insert preserve",
  ignored: "cookie S insert indirect\n    ignore-persist if TRUE",
  unprefixed: "cookie S prefix\n    ignore-persist if TRUE",
};

const config = `${httpDefaults}
    log 127.0.0.1:\${P:log} local0
    log-format "%s %tsc %CC|%CS|%{+Q}CC|%{+E}CS"
${Object.entries(MODES)
  .map(
    ([name, line]) => `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    ${name === "none" ? "" : "capture cookie S len 30"}
    default_backend b-${name}
backend b-${name}
    ${line}
    server a 127.0.0.1:\${P:a} cookie ca
    server b 127.0.0.1:\${P:a} cookie cb`,
  )
  .join("")}
`;

/** Answers with the Set-Cookie lines that the request asks for. */
const origin: OriginScript = ({ request }) => {
  const wanted = request.fields.find(([name]) => name.toLowerCase() === "x-set")?.[1];
  const line = wanted === undefined ? "" : `Set-Cookie: ${decodeURIComponent(wanted)}\r\n`;
  return `HTTP/1.1 200 OK\r\nContent-Length: 0\r\n${line}\r\n`;
};

const cookies: readonly string[] = [
  "x=1;S=cb;y=2",
  "x=1;S=cb;;y=2",
  "x=1   ;  S=cb  ;   y=2",
  "S=cb;   x=1",
  "; S=cb; x=1",
  ";;S=cb;;",
  ";S=ca|AAAA ; , S=cb;\t",
  "S=cb;",
  "x;S=ca ;S=cb,x=1",
  "$Version=1; S=cb; $Path=/",
  '$Version=1;S=cb;$Path="/";x=y',
  "$Version=1; S=cb;",
  "S=cb; $Path=/; x=1; $Path=/x; S=ca; $Path=/y",
  "$v = 1; x = 1; S = cb",
  "x= ; S=cb",
  "x=1 ; = q; S=cb",
  'x="S=ca;\\";S=ca"; S="cb"',
  'S="cb;x=1',
  "S=cb~app~more; x=~1; S=~; S= ~2 ;y",
  "S\t=\tcb ; S=ca",
  "S==cb; S=cb=",
  "S=\xe9\\]",
  "x=1\r\nCookie: S=cb\r\nCookie: y=2",
];

const answers: readonly string[] = [
  "x = 1 ; p = q",
  "S= ; p",
  'S = "a ; b" ; p',
  "S ; p = q",
  "$S = 1; S = 1",
  "x = 1, S = 2",
  "S = ~a b ; p=1\r\nSet-Cookie: S=2",
  " = 1; S=2",
  "",
];

/** Each request in turn on one connection. */
const exchanges =
  (port: string): Case =>
  async (side: Side) => {
    const seen: unknown[] = [];
    using client = await side.connect(port);
    const ask = async (fields: string): Promise<void> => {
      const from = side.syslog.lines.length;
      const answer = await client.exchange(get("/", fields));
      const line = await until(() => side.syslog.lines[from], "the log line");
      seen.push([
        side
          .seen("a")
          .at(-1)!
          .fields.filter(([name]) => name.toLowerCase() === "cookie"),
        answer.fields.filter(([name]) => name.toLowerCase() === "set-cookie"),
        line.replace(/^.*?\]: /s, ""),
      ]);
    };
    for (const cookie of cookies) await ask(`Cookie: ${cookie}\r\n`);
    for (const answer of answers) {
      const wanted = `X-Set: ${encodeURIComponent(answer)}\r\n`;
      for (const cookie of ["", "Cookie: S=ca\r\n"]) await ask(cookie + wanted);
    }
    return seen;
  };

compareArea(
  "odd cookie lines",
  { config, origins: { a: origin } },
  Object.fromEntries(Object.keys(MODES).map((name) => [name, exchanges(name)])),
);
