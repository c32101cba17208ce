/** `monitor-uri` and `monitor fail`: which requests are the prober's, and what it is told. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okOrigin } from "./rule-table.ts";

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    monitor-uri /alive
    monitor fail if { var(proc.stopping) -m int gt 0 } || { nbsrv(be) lt 2 }
    default_backend be

frontend query
    bind 127.0.0.1:\${P:query}
    monitor-uri /alive?a=b
    default_backend be

frontend whole
    bind 127.0.0.1:\${P:whole}
    monitor-uri http://www/alive
    default_backend be

backend be
    server web 127.0.0.1:\${P:web}
    server spare 127.0.0.1:\${P:web}
`;

const close = "Connection: close\r\n";

/** The answers to requests for these targets, each on a connection of its own. */
function asking(port: string, ...targets: readonly string[]): Case {
  return async (side) => {
    const answers: string[] = [];
    for (const target of targets) {
      const host = /^https?:\/\/([^/]+)/.exec(target)?.[1] ?? "www.example.com";
      const request = get(target, close).replace("www.example.com\r\n", `${host}\r\n`);
      answers.push(await side.sendAll(port, request));
    }
    return { answers, seen: side.seen("web") };
  };
}

/** What the prober is told after a command, and once it is taken back. */
function told(command: string, back: string): Case {
  return async (side) => {
    const said = [await side.proxy.cli(command)];
    said.push(await side.sendAll("fe", get("/alive", close)));
    said.push(await side.proxy.cli(back));
    said.push(await side.sendAll("fe", get("/alive", close)));
    return said;
  };
}

compareArea(
  "monitor-uri",
  { config, origins: okOrigin },
  {
    "paths around it": asking("fe", "/alive", "/alive?a", "/alive/", "/ALIVE", "//alive", "/a"),
    "with a host": asking(
      "fe",
      "http://www/alive",
      "https://www/alive",
      "http://www/alive?a",
      "http://www/alive/",
    ),
    "with a query": asking("query", "/alive", "/alive?a=b", "/alive?a=b&c", "http://www/alive?a=b"),
    "as a whole target": asking("whole", "/alive", "http://www/alive", "http://www/alive?a"),
    "HTTP/1.0": (side) => side.sendAll("fe", "GET /alive HTTP/1.0\r\n\r\n"),
    HEAD: (side) => side.sendAll("fe", get("/alive", close).replace("GET", "HEAD")),
    "a variable that stops it": told(
      "experimental-mode on; set var proc.stopping int(1)",
      "experimental-mode on; set var proc.stopping int(0)",
    ),
    "too few servers": told("disable server be/spare", "enable server be/spare"),
  },
);
