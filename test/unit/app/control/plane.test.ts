/** The running proxy as commands, pages and metrics see it; rows recorded from HAProxy 2.6.12. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { prometheusSources } from "../../../../src/app/control/plane.ts";
import { applyForm } from "../../../../src/applet/stats-action.ts";
import { Status } from "../../../../src/server/check-status.ts";
import { toCsv } from "../../../../src/stats/csv.ts";
import { PROMETHEUS_SCOPES, toPrometheus } from "../../../../src/stats/prometheus.ts";
import { makeReport, NO_FILTER } from "../../../../src/stats/report.ts";
import { Slot } from "../../../../src/stats/slots.ts";
import { World } from "./world.ts";

const CONFIG = `global
  stats socket /tmp/none/a.sock level admin
  stats socket ipv4@127.0.0.1:29871 level user
  stats socket ipv6@::1:29881
  maxconn 500
  nbthread 2
  description "Hello world"
defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
frontend fe
  bind 127.0.0.1:29872
  bind 127.0.0.1:29873 name second maxconn 7
  bind unix@/tmp/none/fe.sock
  description my front
  default_backend be
backend be
  balance leastconn
  cookie SRV insert
  server s1 127.0.0.1:29874 weight 10 maxconn 5 maxqueue 9 cookie c1
  server s2 127.0.0.1:29875 check inter 200ms weight 3
  server s3 127.0.0.1:29876 backup pool-max-conn 8
  server s4 127.0.0.1:29876 disabled
  server s5 unix@/tmp/none.sock
  server s6 127.0.0.1 id 77
  server s7 [::1]:29876 weight 0
backend nos
  mode tcp
  stick-table type ip size 10 store gpc0
listen li
  mode tcp
  bind 127.0.0.1:29877
  balance source
  server a 127.0.0.1:+5
backend off
  disabled
  server x 127.0.0.1:1
`;

const REFUSED = {
  status: Status.l4Connection,
  code: 0,
  durationMs: 0.4,
  info: "Connection refused",
};

/** The world with s2 found down, as in the recording. */
async function recordedWorld(): Promise<World> {
  const world = await World.of(CONFIG);
  // As recorded; the configuration's compiler does not take `option socket-stats` yet.
  world.host.generation().model.proxies[0]!.switches.add("socket-stats");
  world.host.farmControl("be").setHealth(world.server("s2"), "up");
  for (let failures = 0; failures < 3; failures++) {
    world.host.farmControl("be").report(world.server("s2"), REFUSED);
  }
  return world;
}

/** The named columns of a CSV, a line as a text. */
function columns(csv: string, names: readonly string[]): string[] {
  const [head = "", ...lines] = csv.trim().split("\n");
  const all = head.replace("# ", "").split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return names.map((name) => cells[all.indexOf(name)]).join(",");
  });
}

const SHOWN = [
  "pxname",
  "svname",
  "slim",
  "status",
  "weight",
  "act",
  "bck",
  "qlimit",
  "iid",
  "sid",
  "type",
  "check_status",
  "last_chk",
  "addr",
  "cookie",
  "mode",
  "algo",
  "src_ilim",
  "uweight",
];

test("show stat tells of every proxy what HAProxy tells", async () => {
  const world = await recordedWorld();
  assert.deepEqual(columns(await world.ask("show stat"), SHOWN), [
    "fe,FRONTEND,500,OPEN,,,,,2,0,0,,,,,http,,,",
    "fe,sock-1,0,OPEN,,,,,2,1,3,,,127.0.0.1:29872,,http,,,",
    "fe,second,7,OPEN,,,,,2,2,3,,,127.0.0.1:29873,,http,,,",
    "fe,sock-3,0,OPEN,,,,,2,3,3,,,unix,,http,,,",
    "be,s1,5,no check,10,1,0,9,3,1,2,,,127.0.0.1:29874,c1,http,,,10",
    "be,s2,,DOWN,3,1,0,,3,2,2,L4CON,Connection refused,127.0.0.1:29875,,http,,,3",
    "be,s3,,no check,1,0,1,,3,3,2,,,127.0.0.1:29876,,http,,8,1",
    "be,s4,,MAINT,1,1,0,,3,4,2,,,127.0.0.1:29876,,http,,,1",
    "be,s5,,no check,1,1,0,,3,5,2,,,unix,,http,,,1",
    "be,s6,,no check,1,1,0,,3,77,2,,,127.0.0.1:0,,http,,,1",
    "be,s7,,no check,0,1,0,,3,7,2,,,[::1]:29876,,http,,,0",
    "be,BACKEND,50,UP,12,3,1,,3,0,1,,,,SRV,http,leastconn,,12",
    "nos,BACKEND,1,UP,0,0,0,,4,0,1,,,,,tcp,roundrobin,,0",
    "li,FRONTEND,500,OPEN,,,,,5,0,0,,,,,tcp,,,",
    "li,a,,no check,1,1,0,,5,1,2,,,127.0.0.1:5,,tcp,,,1",
    "li,BACKEND,50,UP,1,1,0,,5,0,1,,,,,tcp,source,,1",
  ]);
});

test("show servers state follows the commands as HAProxy's does", async () => {
  const world = await recordedWorld();
  for (const command of [
    "set server be/s1 state drain",
    "set server be/s3 state maint",
    "set server be/s2 check-port 99",
    "set server be/s2 check-addr 127.0.0.9",
    "disable health be/s2",
  ])
    assert.equal(await world.ask(command), "", command);
  const lines = (await world.ask("show servers state")).trim().split("\n");
  assert.deepEqual(lines.slice(2), [
    "3 be 1 s1 127.0.0.1 2 8 10 10 0 1 0 2 0 0 0 0 - 29874 - 0 0 - - 0",
    "3 be 2 s2 127.0.0.1 0 0 3 3 0 8 2 0 2 0 0 0 - 29875 - 0 99 127.0.0.9 - 0",
    "3 be 3 s3 127.0.0.1 0 1 1 1 0 1 0 0 0 0 0 0 - 29876 - 0 0 - - 0",
    "3 be 4 s4 127.0.0.1 0 5 1 1 0 1 0 0 8 0 0 0 - 29876 - 0 0 - - 0",
    "3 be 5 s5 - 2 0 1 1 0 1 0 2 0 0 0 0 - 0 - 0 0 - - 0",
    "3 be 77 s6 127.0.0.1 2 0 1 1 0 1 0 2 0 0 0 1 - 0 - 0 0 - - 0",
    "3 be 7 s7 ::1 2 0 0 0 0 1 0 2 0 0 0 0 - 29876 - 0 0 - - 0",
    "5 li 1 a 127.0.0.1 2 0 1 1 0 1 0 2 0 0 0 0 - 5 - 0 0 - - 0",
  ]);
  assert.deepEqual(
    columns(await world.ask("show stat 3 4 2"), ["svname", "status", "check_status", "chkfail"]),
    ["s2,DOWN,,"],
  );
  assert.equal(await world.ask("enable health be/s2"), "");
  const [row] = columns(await world.ask("show stat 3 4 2"), [
    "status",
    "check_status",
    "check_desc",
    "chkfail",
    "chkdown",
  ]);
  assert.equal(row, "DOWN,L4CON,Layer4 connection problem,3,1");
});

test("times down count up to now", async () => {
  const world = await recordedWorld();
  world.machine.clock.advance(7000);
  const rows = columns(await world.ask("show stat"), ["svname", "lastchg", "downtime"]);
  assert.ok(rows.includes("s2,7,7"), rows.join(" "));
  assert.ok(rows.includes("s1,7,"), rows.join(" "));
});

test("show servers conn counts the idle connections of each thread", async () => {
  const world = await recordedWorld();
  world.server("s3").counters.addIdle(2, false);
  const lines = (await world.ask("show servers conn be")).trim().split("\n");
  assert.equal(lines[3], "be/s3 3/3 127.0.0.1 29876 - 5000 0 0 0 2 0 8 2 2 0");
  assert.equal(lines[5], "be/s5 3/5 - 0 - 5000 0 0 0 0 0 -1 0 0 0");
});

test("a new address drops idle connections and is what the next stream connects to", async () => {
  const world = await recordedWorld();
  await world.ask("set server be/s1 addr 10.0.0.1 port 81");
  assert.deepEqual(world.server("s1").target(0), { kind: "ip", host: "10.0.0.1", port: 81 });
  assert.deepEqual(world.calls, ["drop idle s1"]);
  assert.match(
    await world.ask("set server be/s5 addr 10.0.0.1"),
    /is a path, which cannot be changed/,
  );
});

test("frontends change their state and limit on all threads", async () => {
  const world = await recordedWorld();
  await world.ask("disable frontend fe");
  await world.ask("set maxconn frontend li 33");
  assert.deepEqual(world.calls, ['frontend fe "pause"', 'frontend li {"maxconn":33}']);
  const [row] = columns(await world.ask("show stat fe 1 -1"), ["status"]);
  assert.equal(row, "PAUSED");
  assert.equal(await world.ask("shutdown frontend fe"), "");
  assert.equal(
    await world.ask("enable frontend fe"),
    "Frontend was previously shut down, cannot enable.\n",
  );
});

test("show cli sockets has HAProxy's address forms", async () => {
  const world = await recordedWorld();
  const lines = (await world.ask("show cli sockets")).trim().split("\n").slice(1);
  assert.deepEqual(lines, [
    "unix@/tmp/none/a.sock admin all",
    "ipv4@127.0.0.1:29871 user all",
    "ipv6@[::1]:29881 operator all",
  ]);
});

test("clear counters all forgets what servers counted, not how often a backend was down", async () => {
  const world = await recordedWorld();
  const { counters } = world.host.generation().backends[0]!.backend;
  counters.add(Slot.chkdown, 2);
  counters.add(Slot.stot, 5);
  assert.equal(await world.ask("clear counters all"), "");
  assert.equal(counters.sum(Slot.chkdown), 2);
  assert.equal(counters.sum(Slot.stot), 0);
  assert.equal(world.server("s2").counters.sum(Slot.chkfail), 0);
});

test("streams, pattern changes, limits and reload are the program's", async () => {
  const world = await recordedWorld();
  assert.equal(
    await world.ask("show sess"),
    "0x1: proto=tcpv4 src=1.2.3.4:5 fe=fe be=<NONE> srv=<none> age=3s\n",
  );
  assert.equal(await world.ask("shutdown session 0x1"), "");
  assert.equal(await world.ask("shutdown session 0x2"), "No such session (use 'show sess').\n");
  await world.ask("shutdown sessions server be/s1");
  await world.ask("set maxconn global 400");
  assert.deepEqual(world.calls, ["shutdown sessions s1", "maxconn 400"]);
  assert.equal(await world.plane.reload(), "no");
});

test("show info tells the truth about the process", async () => {
  const world = await recordedWorld();
  world.host.counters.add(Slot.bout, 1000);
  // Half a second of CPU in a second of two threads.
  world.machine.cpuSeconds += 0.5;
  world.machine.clock.advance(1000);
  const info = new Map(
    (await world.ask("show info"))
      .trim()
      .split("\n")
      .map((line) => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      }),
  );
  assert.equal(info.get("Name"), "Sluice");
  assert.equal(info.get("Nbthread"), "2");
  assert.equal(info.get("Uptime_sec"), "6");
  assert.equal(info.get("Start_time_sec"), "1800000001");
  assert.equal(info.get("Maxconn"), "500");
  assert.equal(info.get("node"), "node-1");
  assert.equal(info.get("description"), "Hello world");
  assert.equal(info.get("BytesOutRate"), "1000");
  assert.equal(info.get("Idle_pct"), "75");
});

test("another thread reads the same, and its changes go to the control thread", async () => {
  const world = await recordedWorld();
  const moment = { nowMs: world.plane.info.nowMs(), legends: true };
  const csvOf = (proxies: typeof world.plane): string =>
    toCsv(makeReport(proxies.proxies(), NO_FILTER, moment));
  assert.equal(toCsv(makeReport(world.worker.proxies(), NO_FILTER, moment)), csvOf(world.plane));
  assert.equal(await applyForm("action=drain&s=s1&s=zz&b=%233", world.worker.servers()), "PART");
  assert.equal(world.server("s1").stateText(), "DRAIN");
  assert.equal(await applyForm("action=hdown&s=s1&b=be", world.worker.servers()), "DONE");
  assert.equal(await applyForm("action=dhlth&s=s2&b=be", world.worker.servers()), "DONE");
  assert.equal(await applyForm("action=ehlth&s=s1&b=be", world.worker.servers()), "DONE");
  assert.equal(await applyForm("action=shutdown&s=s1&b=be", world.worker.servers()), "DONE");
  assert.deepEqual(world.forwarded, [
    "set server be/s1 state drain",
    "set server be/s1 health down",
    "disable health be/s2",
    "enable health be/s1",
    "shutdown sessions server be/s1",
  ]);
});

test("metrics are made on any thread", async () => {
  const world = await recordedWorld();
  // What the process uses of the machine changes at any time.
  const scopes = new Set(PROMETHEUS_SCOPES.filter((scope) => scope !== "global"));
  const text = toPrometheus(prometheusSources(world.worker), scopes);
  assert.match(text, /^haproxy_sticktable_size\{name="nos",type="ip"\} 10$/m);
  assert.match(text, /^haproxy_server_weight\{proxy="be",server="s1"\} 10$/m);
  assert.equal(text, toPrometheus(prometheusSources(world.plane), scopes));
});

test("a table's entries are shown and let go of", async () => {
  const world = await recordedWorld();
  assert.equal(await world.ask("set table nos key 1.2.3.4 data.gpc0 7"), "");
  assert.match(await world.ask("show table nos"), /key=1\.2\.3\.4 use=0 .*gpc0=7/);
  assert.equal(await world.ask("clear table nos key 1.2.3.4"), "");
  assert.match(await world.ask("show table nos"), /used:0/);
});
