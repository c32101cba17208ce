/** `http-check send-state`: what a server is told of itself in each state it goes through. */
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";
import { valueOf } from "../support/http-reading.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const config = `
global
    node probe-node
    max-spread-checks 50ms
${httpDefaults}
    timeout queue 4s
    timeout check 5s
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
backend life
    option httpchk GET /life
    http-check send-state
    http-check disable-on-404
    server s 127.0.0.1:\${P:life} check inter 150ms rise 3 fall 3 weight 20
    server spare 127.0.0.1:9 weight 30
    server kept 127.0.0.1:9 backup weight 50
backend followed
    server leader 127.0.0.1:\${P:leader} check inter 60s
    server s 127.0.0.1:\${P:followed} track leader
backend mapped
    option httpchk GET /mapped
    http-check send-state
    hash-type consistent
    balance uri
    server one 127.0.0.1:\${P:one} check inter 60ms weight 3
    server two 127.0.0.1:\${P:two} check inter 60ms weight 5
backend asked
    option httpchk GET /asked
    http-check send-state
    server s 127.0.0.1:\${P:asked} check inter 60ms agent-check agent-port 9 agent-inter 60s
backend six
    option httpchk GET /six
    http-check send-state
    server s [::1]:\${P:six} check inter 60ms addr 127.0.0.1 fall 1
    server t 127.0.0.1:9 disabled
backend loaded
    option httpchk GET /check
    http-check send-state
    cookie C
    server s 127.0.0.1:\${P:loaded} check inter 60ms maxconn 1 cookie s
    server t 127.0.0.1:9 maxconn 1 weight 0
`;

const told = (side: Side, origin: string): string[] =>
  side.origin(origin).requests.map((request) => valueOf(request, "x-haproxy-server-state") ?? "");

/** All different texts since the last call, once one is `last`. */
async function through(side: Side, origin: string, from: number, last: RegExp): Promise<string[]> {
  await until(
    () =>
      told(side, origin)
        .slice(from)
        .some((text) => last.test(text)),
    String(last),
  );
  const seen = told(side, origin).slice(from);
  const end = seen.findIndex((text) => last.test(text));
  return seen.slice(0, end + 1).filter((text, at, all) => text !== all[at - 1]);
}

const answering =
  (status: string, last: RegExp): Case =>
  async (side) => {
    const from = side.origin("life").requests.length;
    side.origin("life").script = okResponse("x").replace("200 OK", status);
    return (await through(side, "life", from, last)).slice(-4);
  };

const commanded =
  (command: string, last: RegExp, origin = "life"): Case =>
  async (side) => {
    await side.proxy.cli(command);
    const now = side.origin(origin).requests.length;
    await side.origin(origin).waitForRequests(now + 2);
    const from = now + 1;
    return (await through(side, origin, from, last)).slice(-1);
  };

compareArea(
  "what send-state says",
  {
    config,
    origins: Object.fromEntries(
      ["life", "leader", "followed", "one", "two", "asked", "six", "loaded"].map((name) => [
        name,
        okResponse("x"),
      ]),
    ),
  },
  {
    "first of all": async (side) => {
      await side.origin("life").waitForRequests(4);
      return told(side, "life").slice(0, 4);
    },
    "of a server that is up": answering("200 OK", /^UP;/),
    "going down": answering("500 Bad", /^DOWN;|^DOWN 0/),
    "coming up": answering("200 OK", /^UP;/),
    stopping: answering("404 Gone", /^NOLB;/),
    "starting again": answering("200 OK", /^UP;/),
    draining: commanded("set server life/s state drain", /./),
    "with another weight": commanded(
      "set server life/s state ready; set weight life/s 50%",
      /weight=10/,
    ),
    "with no weight": commanded("set weight life/s 0", /weight=0/),
    again: commanded("set weight life/s 100%", /weight=20/),
    "its agent is down": commanded("set server asked/s agent down", /./, "asked"),
    "its agent drains it": commanded(
      "set server asked/s agent up; set server asked/s state drain",
      /./,
      "asked",
    ),
    "drained and down": commanded("set server asked/s health down", /./, "asked"),
    "a hash": async (side) => (await through(side, "one", 0, /weight=3\/8/)).slice(-1),
    two: async (side) => (await through(side, "two", 0, /weight=5\/8/)).slice(-1),
    load: async (side) => {
      const held: (() => void)[] = [];
      side.origin("loaded").script = async ({ request }) => {
        if (request.startLine.includes("hold")) await new Promise<void>((open) => held.push(open));
        return okResponse("x");
      };
      using first = await side.connect("fe");
      first.send(get("/loaded/hold"));
      await until(() => held.length === 1, "hold");
      using second = await side.connect("fe");
      second.send(get("/loaded/2", "Cookie: C=s\r\n"));
      const from = side.origin("loaded").requests.length;
      const seen = await through(side, "loaded", from, /qcur=[1-9]/);
      for (const open of held) open();
      return seen.slice(-1);
    },
  },
);
