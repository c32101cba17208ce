/**
 * Which server the requests of one client's connection go to: `prefer-last-server`, the connection
 * a server's NTLM belongs to, how many connections a client keeps; and servers that redirect.
 */
import { type OriginScript, okResponse } from "../support/origin.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults, post } from "./configs.ts";

const names = ["a", "b", "c", "d"] as const;
const servers = (options = ""): string =>
  names.map((name) => `    server ${name} 127.0.0.1:\${P:${name}} ${options}`).join("\n");

const backends = {
  never: "http-reuse never\n    option prefer-last-server",
  "never-not": "http-reuse never",
  always: "http-reuse always\n    option prefer-last-server",
  safe: "option prefer-last-server",
  plain: "",
  close: "http-reuse never\n    option prefer-last-server\n    option http-server-close",
  static: "http-reuse never\n    option prefer-last-server\n    balance static-rr",
} as const;

const config = `${httpDefaults}
    log 127.0.0.1:\${P:log} local0
    option httplog
frontend fe
    bind 127.0.0.1:\${P:fe}
    max-session-srv-conns 2
    http-response set-header X-Front 1
    http-after-response set-header X-After 1
    use_backend %[path,field(2,/)]
${Object.entries(backends)
  .map(([name, lines]) => `backend ${name}\n    ${lines}\n${servers()}`)
  .join("\n")}
backend sticky
    cookie S insert
${servers("cookie x redir http://x.example/p")}
backend pretend
    option http-server-close
    option http-pretend-keepalive
    server a 127.0.0.1:\${P:a}
backend no-pretend
    option http-server-close
    server a 127.0.0.1:\${P:a}
`;

/** Answers with its name, or asks for credentials of the scheme that the path names. */
function origin(name: string): OriginScript {
  return ({ request }) => {
    const [, path = ""] = request.startLine.split(" ");
    const at = path.indexOf("/ask-");
    if (at < 0) return okResponse(name);
    const scheme = decodeURIComponent(path.slice(at + 5));
    return `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ${scheme}\r\nContent-Length: 1\r\n\r\n${name}`;
  };
}

/** What servers ask for: alone, in a list, and what only looks like it. */
const schemes: readonly string[] = [
  "NTLM",
  "Negotiate",
  "Basic",
  "ntlm x",
  "Basic realm=NTLM",
  "Nego2",
  "neg",
  "Basic realm=x, NTLM",
  ",,nego",
  'Basic realm="a, NTLM"',
];

/** Who answers the requests of one connection, relative to the first: farms go on turning. */
async function walk(side: Side, paths: readonly string[]): Promise<number[]> {
  using client = await side.connect("fe");
  const who: number[] = [];
  for (const path of paths) {
    const { body } = await client.exchange(get(path));
    who.push(names.indexOf(body as (typeof names)[number]));
  }
  return who.map((index) => (index - who[0]! + names.length) % names.length);
}

compareArea(
  "the last server",
  {
    config,
    origins: Object.fromEntries(names.map((name) => [name, origin(name)])),
  },
  {
    ...Object.fromEntries(
      Object.keys(backends).flatMap((name) => [
        [`six requests to ${name}`, (side: Side) => walk(side, Array(6).fill(`/${name}/x`))],
        ...schemes.map(
          (scheme) =>
            [
              `${scheme} at ${name}`,
              (side: Side) =>
                walk(side, [
                  `/${name}/x`,
                  `/${name}/ask-${encodeURIComponent(scheme)}`,
                  `/${name}/x`,
                  `/${name}/x`,
                ]),
            ] as const,
        ),
      ]),
    ),
    "a server that redirects": async (side) => [
      await side.ask("fe", get("/sticky//a/../b?c=%20d")),
      await side.ask("fe", "HEAD /sticky HTTP/1.1\r\nHost: a\r\n\r\n"),
      await side.ask("fe", get("http://www.example.com/sticky/x")),
      (await side.ask("fe", post("/sticky", "x"))).startLine,
      (await side.syslog.waitFor("POST /sticky")).replace(/.*\d+ (?=[23]0)/, ""),
      (await side.syslog.waitFor("c=%20d")).replace(/.*\d+ (?=[23]0)/, ""),
    ],
    "what servers are told of their connection": async (side) => {
      await side.ask("fe", get("/pretend"));
      await side.ask("fe", get("/no-pretend"));
      return side.seen("a");
    },
  },
);
