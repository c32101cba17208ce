/** Servers that track others: states, flags and log lines through a scripted life of a chain. */
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";
import { compareArea, type Side } from "./compare.ts";
import { httpDefaults } from "./configs.ts";
import { statOf } from "./health-table.ts";

const config = `
global
    log 127.0.0.1:\${P:log} local0
${httpDefaults}
    timeout check 500ms
    log global
    http-check disable-on-404

backend root
    option httpchk GET /health
    server a 127.0.0.1:\${P:web} check inter 60ms rise 1 fall 1

backend middle
    server b 127.0.0.1:\${P:web} track root/a
    server c 127.0.0.1:\${P:web} track b weight 3
    server d 127.0.0.1:\${P:web} backup

listen end
    bind 127.0.0.1:\${P:end}
    server e 127.0.0.1:\${P:web} track middle/c

backend idle
    server off 127.0.0.1:\${P:web} check inter 60ms disabled
    server with 127.0.0.1:\${P:web} track off
    server own 127.0.0.1:\${P:web} track with disabled
`;

const chain: readonly (readonly [string, string])[] = [
  ["root", "a"],
  ["middle", "b"],
  ["middle", "c"],
  ["middle", "d"],
  ["end", "e"],
];
const COLUMNS = ["status", "tracked", "act", "bck", "weight", "check_rise"] as const;

async function pictureOf(side: Side, servers: typeof chain): Promise<string[]> {
  const rows: string[] = [];
  for (const [backend, server] of servers) {
    const stat = await statOf(side, backend, server);
    rows.push(`${server} ${COLUMNS.map((name) => stat[name]).join(" ")}`);
  }
  const dump = await side.proxy.cli("show servers state");
  for (const line of dump.split("\n").slice(2)) {
    const words = line.split(" ");
    const known = servers.some(([backend, server]) => words[1] === backend && words[3] === server);
    // A check that ends as maintenance begins still counts: the counter is left out.
    if (known) rows.push([words[3], ...words.slice(5, 9), words[14]].join(" "));
  }
  return rows;
}

/** The lines logged since the last call, without times. */
function newLines(side: Side, from: number): string[] {
  return side.syslog.lines
    .slice(from)
    .map((line) => line.replace(/^(<\d+>).*?\]: /, "$1").replace(/duration: \d+ms/, "duration"))
    .filter((line) => !line.includes("idle/"));
}

async function after(side: Side, act: () => Promise<void>, wanted: string): Promise<unknown> {
  const from = side.syslog.lines.length;
  await act();
  await until(async () => (await statOf(side, "end", "e"))["status"] === wanted, wanted);
  await until(async () => (await statOf(side, "root", "a"))["check_status"] !== "INI", "a check");
  await turn(side, "maint");
  const seen = [newLines(side, from), await pictureOf(side, chain)];
  await turn(side, "ready");
  return seen;
}

/** A change whose line comes behind all that were logged before. */
async function turn(side: Side, state: "maint" | "ready"): Promise<void> {
  const from = side.syslog.lines.length;
  await side.proxy.cli(`set server middle/d state ${state}`);
  const isTold = (): boolean =>
    side.syslog.lines.slice(from).some((line) => line.includes("middle/d"));
  await until(isTold, `middle/d being ${state}`);
}

function answering(status: string, wanted: string): (side: Side) => Promise<unknown> {
  return (side) =>
    after(
      side,
      async () => {
        side.origin("web").script = okResponse("x").replace("200 OK", status);
      },
      wanted,
    );
}

function saying(commands: string, wanted: string): (side: Side) => Promise<unknown> {
  return async (side) => {
    let answer = "";
    const seen = await after(
      side,
      async () => {
        answer = await side.proxy.cli(commands);
      },
      wanted,
    );
    return [answer, seen];
  };
}

compareArea(
  "tracking servers",
  { config, origins: { web: okResponse("fine") } },
  {
    "begin with what they track": (side) =>
      pictureOf(side, [
        ["idle", "off"],
        ["idle", "with"],
        ["idle", "own"],
      ]),
    "are up with it": answering("200 OK", "UP"),
    "go down with it": answering("500 Bad", "DOWN"),
    "come up with it": answering("200 OK", "UP"),
    "stop with it": answering("404 Gone", "NOLB"),
    "start again with it": answering("200 OK", "UP"),
    "inherit drain": saying("set server root/a state drain", "DRAIN"),
    "go down while they drain": answering("500 Bad", "DOWN"),
    "come up while they drain": answering("200 OK", "DRAIN"),
    "drain by their own will too": saying("set server middle/b state drain", "DRAIN"),
    "keep their own drain": saying("set server root/a state ready", "DRAIN"),
    "end their own drain": saying("set server middle/b state ready", "UP"),
    "inherit maintenance": saying("set server root/a state maint", "MAINT (via middle/c)"),
    "have maintenance of their own": saying(
      "set server middle/b state maint",
      "MAINT (via middle/c)",
    ),
    "keep it": saying("set server root/a state ready", "MAINT (via middle/c)"),
    "end it": saying("set server middle/b state ready", "UP"),
    "drain in maintenance": saying(
      "set server root/a state drain; set server middle/b state maint; set server middle/b state drain",
      "DRAIN",
    ),
    "have left all that": saying(
      "set server root/a state ready; set server middle/b state ready",
      "UP",
    ),
    "are told of as down before maintenance": async (side) => [
      await answering("500 Bad", "DOWN")(side),
      await saying("disable server root/a", "MAINT (via middle/c)")(side),
      await answering("200 OK", "MAINT (via middle/c)")(side),
      await saying("enable server root/a", "UP")(side),
    ],
    "take no orders about their health": (side) =>
      side.proxy.cli(
        [
          "set server middle/b health down",
          "enable health middle/b",
          "disable health middle/b",
          "set server middle/b agent up",
          "set weight middle/c 50%",
        ].join("; "),
      ),
    "have no checks while theirs are off": saying("disable health root/a", "no check"),
    "follow orders about what they track": saying("set server root/a health down", "DOWN"),
    "are as new": saying("set server root/a health up; enable health root/a", "UP"),
  },
);
