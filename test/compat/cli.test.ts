/** The admin socket: what each command answers, in HAProxy's own words and columns. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okResponse } from "../support/origin.ts";
import { RawClient } from "../support/raw-client.ts";
import { severityCommands } from "./cli-severities.ts";

const config = `
global
    maxconn 1000
    node node-a
    description a test
    stats socket unix@numbered.sock level admin severity-output number
${httpDefaults}
    retries 0

frontend fe
    bind 127.0.0.1:\${P:fe} name main
    stick-table type ip size 1k expire 10m store gpc0,conn_cnt,http_req_cnt,http_req_rate(10m)
    http-request track-sc0 src
    http-request set-header X-M %[path,map_beg(paths.map,none)]
    http-request deny if { path -f denied.lst }
    use_backend %[path,map_beg(paths.map,be)]
    default_backend be

backend be
    cookie S insert
    server s1 127.0.0.1:\${P:web} cookie c1 weight 10
    server s2 127.0.0.1:\${P:web} cookie c2 weight 20 maxconn 5
    server s3 127.0.0.1:\${P:web} backup

backend other
    balance leastconn
    server o1 127.0.0.1:\${P:web} disabled
`;

const files = { "paths.map": "/a other\n/b be\n", "denied.lst": "/denied\n/also\n" };
const origins = { web: okResponse("ok") };
const area = { config, files, origins };

/** Values that differ from run to run: pointers, generations, durations. */
const volatile = /0x[0-9a-f]+|(?<=exp=)\d+|(?<=next_gen=)\d+|(?<=curr_ver=)\d+/g;

const say =
  (...commands: readonly string[]): Case =>
  async (side) => {
    const answers: string[] = [];
    for (const command of commands) {
      answers.push(command, (await side.proxy.cli(command)).replaceAll(volatile, "*"));
    }
    return answers;
  };

/** Answers without the commands that they list: each program lists those that it has. */
const sayFrames =
  (...commands: readonly string[]): Case =>
  async (side) => {
    const answers: string[] = [];
    for (const command of commands) {
      const lines = (await side.proxy.cli(command)).split("\n");
      answers.push(command, ...lines.filter((line) => !/^  (?!help|prompt|quit)/.test(line)));
    }
    return answers;
  };

/**
 * The rows of `show stat`, without the columns that measure time and those past agg_check_status,
 * which are other ones in each version.
 */
async function statRows(side: Side): Promise<unknown> {
  const [header = "", ...rows] = (await side.proxy.cli("show stat")).trim().split("\n");
  const all = header.replace("# ", "").split(",");
  const names = all.slice(0, all.indexOf("agg_check_status") + 1);
  // bin and bout: HAProxy counts its own form of a message, Sluice the bytes of the wire.
  const timed =
    /^bin$|^bout$|time|lastchg|lastsess|rate|pid|^downtime$|idle_conn|safe_conn|used_conn|need_conn|_cum|reuse|connect$|h1_|h2_|h3_/;
  return [
    names,
    rows.map((row) => {
      const values = row.split(",");
      return names
        .flatMap((name, at) => (timed.test(name) ? [] : [`${name}=${values[at]}`]))
        .join(" ");
    }),
  ];
}

/** The names of `show info` whose values the configuration alone decides. */
const decided =
  /^(Nbthread|Nbproc|Process_num|Maxconn|Hard_maxconn|Node|node|Description|description|Tainted|Stopping|Jobs|Listeners|CurrConns|CurrSslConns|MaxSslConns|ConnRateLimit|SessRateLimit|SslRateLimit|Maxpipes|Unstoppable Jobs)$/;

compareArea("CLI: show", area, {
  "show info, what the configuration decides": async (side) =>
    (await side.proxy.cli("show info"))
      .split("\n")
      .filter((line) => decided.test(line.split(":")[0]!)),
  "show stat before traffic": statRows,
  "show stat after traffic": async (side) => {
    await side.sendAll("fe", get("/", "Connection: close\r\n"));
    await side.sendAll("fe", get("/denied", "Connection: close\r\n"));
    await side.sendAll("fe", get("/a", "Connection: close\r\n"));
    await side.sendAll("fe", "BAD\r\n\r\n");
    return statRows(side);
  },
  "show stat of one proxy": async (side) =>
    (await side.proxy.cli("show stat be 4 -1"))
      .split("\n")
      .map((row) => row.split(",").slice(0, 2)),
  "show servers state": async (side) =>
    (await side.proxy.cli("show servers state")).replaceAll(
      /^(\d+ \S+ \d+ \S+ \S+ \d+ \d+ \d+ \d+) \d+/gm,
      "$1 *",
    ),
  "show servers state of one backend": async (side) =>
    (await side.proxy.cli("show servers state other")).replaceAll(
      /^(\d+ \S+ \d+ \S+ \S+ \d+ \d+ \d+ \d+) \d+/gm,
      "$1 *",
    ),
  "show servers state of none": say("show servers state nope"),
  "show backend": say("show backend"),
  "show version": async (side) => (await side.proxy.cli("show version")).trim().length > 0,
});

compareArea("CLI: maps and ACLs", area, {
  "show map list": say("show map"),
  "show map": say("show map paths.map"),
  "show acl": say("show acl denied.lst"),
  "get map": say(
    "get map paths.map /a",
    "get map paths.map /zzz",
    "get acl denied.lst /denied",
    "get acl denied.lst /no",
  ),
  "add, set, del": say(
    "add map paths.map /c other",
    "show map paths.map",
    "set map paths.map /c be",
    "get map paths.map /c",
    "del map paths.map /c",
    "del map paths.map /c",
    "show map paths.map",
  ),
  "a payload": say(
    "add map paths.map <<\n/p1 other\n/p2 be\n",
    "show map paths.map",
    "clear map paths.map",
    "show map paths.map",
  ),
  "add acl, del acl": say(
    "add acl denied.lst /new",
    "show acl denied.lst",
    "del acl denied.lst /new",
    "clear acl denied.lst",
    "show acl denied.lst",
  ),
  "unknown names": say(
    "show map nope",
    "get map nope x",
    "add map nope a b",
    "del map nope a",
    "clear map nope",
    "set map nope a b",
    "show acl nope",
    "add acl nope a",
  ),
  "missing arguments": say(
    "get map",
    "add map paths.map",
    "add map paths.map k",
    "set map paths.map k",
    "del map paths.map",
    "get map paths.map",
  ),
  "a change decides the next request": async (side) => {
    const before = await side.ask("fe", get("/late"));
    await side.proxy.cli("add acl denied.lst /late");
    return [before, await side.ask("fe", get("/late"))];
  },
});

compareArea("CLI: servers", area, {
  weights: say(
    "get weight be/s1",
    "set weight be/s1 50%",
    "get weight be/s1",
    "set server be/s1 weight 7",
    "get weight be/s1",
    "set weight be/s1 300",
    "set weight be/nope 1",
    "set weight nope/s1 1",
    "set weight be/s1",
    "set server be/s1 weight 100%",
  ),
  // HAProxy ends this one answer with a single line feed; here every answer ends alike.
  "a weight that is none": async (side) => (await side.proxy.cli("set weight be/s1 x")).trim(),
  states: say(
    "disable server be/s1",
    "enable server be/s1",
    "set server be/s1 state drain",
    "set server be/s1 state maint",
    "set server be/s1 state ready",
    "set server be/s1 state nope",
    "disable server",
    "disable server be/nope",
    "enable server x/y",
    "set server be/s1",
    "set server",
    "set server be/s1 nope 1",
  ),
  addresses: say(
    "set server be/s2 addr 127.0.0.2",
    "set server be/s2 addr 127.0.0.2",
    "set server be/s2 addr 127.0.0.3 port 1234",
    "set server be/s2 addr nonsense",
    "set server be/s2 port 99999",
  ),
  frontends: say(
    "disable frontend fe",
    "enable frontend fe",
    "disable frontend nope",
    "set maxconn frontend fe 500",
    "set maxconn server be/s2 9",
    "set maxconn global 900",
    "set maxconn frontend nope 1",
  ),
});

compareArea("CLI: tables", area, {
  "show table": async (side) => {
    const empty = await side.proxy.cli("show table fe");
    await side.sendAll("fe", get("/", "Connection: close\r\n"));
    await side.sendAll("fe", get("/", "Connection: close\r\n"));
    return [empty, await side.proxy.cli("show table"), await side.proxy.cli("show table fe")].map(
      (text) => text.replaceAll(volatile, "*"),
    );
  },
  "set and clear": say(
    "set table fe key 10.0.0.1 data.gpc0 5",
    "show table fe key 10.0.0.1",
    "show table fe data.gpc0 gt 4",
    "show table fe data.gpc0 gt 5",
    "clear table fe key 10.0.0.1",
    "show table fe key 10.0.0.1",
    "clear table fe",
    "show table fe",
  ),
  errors: say(
    "show table nope",
    "set table fe",
    "set table fe key",
    // Not compared: a key that is none. HAProxy answers nothing, Sluice says what is wrong.
    "set table fe key 1.1.1.1 data.nope 1",
    "clear table nope",
    "show table fe key",
    "show table fe data.nope gt 1",
  ),
});

compareArea("CLI: session", area, {
  "unknown commands": sayFrames("nonsense", "show", "show nonsense", "set", "get", "", ";"),
  "several commands": say(
    "get weight be/s1;get weight be/s2",
    "get weight be/s1 ; get weight be/s2",
  ),
  "several commands and one that is empty": sayFrames("get weight be/s1 ; get weight be/s2;"),
  // HAProxy lists two sets more, which belong to its own HTTP client.
  "two listings": async (side) =>
    (await side.proxy.cli("show map;show acl"))
      .replaceAll(volatile, "*")
      .replaceAll(/^.*'httpclient'.*\n/gm, ""),
  "show errors when none": async (side) =>
    (await side.proxy.cli("show errors")).replace(/\[.*\]/, "[*]"),
  prompt: async (side) => (await side.proxy.cli("prompt\nget weight be/s1\nquit")).trim(),
  "comments in a payload-free line": say(
    "get weight be/s1 # not a comment",
    "get  weight   be/s1",
    "get weight be\\/s1",
  ),
  // HAProxy 2.6 ends some messages with one line feed less.
  severities: async (side) => {
    const answers: string[] = [];
    for (const command of severityCommands) {
      const answer = await side.proxy.cli(`set severity-output string; ${command}`);
      answers.push(command, answer.replaceAll(volatile, "*").trimEnd());
    }
    return answers;
  },
  "severities of a socket": async (side) => {
    const client = await RawClient.connect(`${side.proxy.folder}/numbered.sock`);
    client.send("get weight be/nope; get weight be/s1\n");
    return client.readAll();
  },
});
