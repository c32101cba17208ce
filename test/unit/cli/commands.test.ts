import assert from "node:assert/strict";
import { test } from "node:test";
import type { Level } from "../../../src/cli/command.ts";
import { World } from "./world.ts";

/** Lines with the answers that haproxy 2.6 gives, the ending line feed left out. */
const ANSWERS: Readonly<Record<string, string>> = {
  "set server": "Require 'backend/server'.\n",
  "set server foo": "Require 'backend/server'.\n",
  "set server foo/bar": "No such backend.\n",
  "set server be/xx state ready": "No such server.\n",
  "set server be/s1":
    "usage: set server <backend>/<server> addr | agent | agent-addr | agent-port | agent-send | check-addr | check-port | fqdn | health | ssl | state | weight\n",
  "set server be/s1 state foo": "'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n",
  "set server be/s1 weight": "Require <weight> or <weight%>.\n",
  "set server be/s1 weight foo": "Empty weight string empty or preceded by garbage\n",
  "set server be/s1 weight 300": "Absolute weight can only be between 0 and 256 inclusive.\n",
  "set server be/s1 weight -1": "Absolute weight can only be between 0 and 256 inclusive.\n",
  "set server be/s1 health foo": "'set server <srv> health' expects 'up', 'stopping', or 'down'.\n",
  "set server be/s1 check-port": "set server <b>/<s> check-port requires a port.\n",
  "set server be/s1 check-port foo": "provided port is not an integer",
  "set server be/s1 check-port 99999": "provided port is invalid",
  "set server be/s1 check-addr foo": "invalid addr 'foo'",
  "set server be/s1 addr": "set server <b>/<s> addr requires an address and optionally a port.\n",
  "set server be/s1 addr foo": "Invalid addr 'foo' by 'stats socket command'\n",
  "set server be/s1 addr 127.0.0.1": "no need to change the addr by 'stats socket command'\n",
  "set server be/s1 addr 127.0.0.2":
    "IP changed from '127.0.0.1' to '127.0.0.2' by 'stats socket command'\n",
  "set server be/s1 addr 127.0.0.1 port":
    "no need to change the addr, problem converting port '' to an int by 'stats socket command'\n",
  "set server be/s1 addr 127.0.0.1 port 82":
    "no need to change the addr, port changed from '1' to '82' by 'stats socket command'\n",
  "set server be/s1 addr 127.0.0.1 port 1":
    "no need to change the addr, no need to change the port by 'stats socket command'\n",
  "set server be/s1 fqdn x.y":
    "set server <b>/<s> fqdn failed because no resolution is configured.\n",
  "get weight": "Require 'backend/server'.\n",
  "get weight be/s1": "10 (initial 10)\n",
  "get weight be/zz": "No such server.\n",
  "set weight be/s1": "Require <weight> or <weight%>.\n",
  "disable server be": "Require 'backend/server'.\n",
  "disable frontend": "A frontend name is expected.\n",
  "disable frontend zz": "No such frontend.\n",
  "enable frontend fe": "All sockets are already enabled.\n",
  "set maxconn frontend fe": "Integer value expected.\n",
  "set maxconn server be/s1": "Require <maxconn>.\n",
  "set maxconn server be/s1 foo": "maxconn string empty or preceded by garbage\n",
  "set maxconn global": "Expects an integer value.\n",
  "set maxconn global 5000000": "Value out of range.\n",
  "set timeout": "'set timeout' only supports 'cli'.\n",
  "set timeout cli": "Expects an integer value.\n",
  "set timeout cli foo": "Invalid timeout value.\n",
  "shutdown session": "Session pointer expected (use 'show sess').\n",
  "shutdown session 0x123": "No such session (use 'show sess').\n",
  "show map zz": "Unknown map identifier. Please use #<id> or <file>.\n",
  "show acl zz": "Unknown ACL identifier. Please use #<id> or <file>.\n",
  "get map": "Missing map identifier and/or key.\n",
  "get map /etc/m.map /zz": "type=str, case=sensitive, found=no\n",
  "get map /etc/m.map /a":
    'type=str, case=sensitive, found=yes, idx=tree, key="/a", value="A", type="str"\n',
  "get acl #1 /X": 'type=str, case=insensitive, match=yes, idx=list, pattern="/x"\n',
  "get acl #1 zz": "type=str, case=insensitive, match=no\n",
  "set map #0 /a": "'set map' expects three parameters: map identifier, key and value.\n",
  "set map #0 /zz NEW": "entry not found.\n",
  "add map #0 /c":
    "'add map' expects three parameters (map identifier, key and value) or one parameter (map identifier) and a payload\n",
  "add acl #1": "'add acl' expects two parameters: ACL identifier and pattern.\n",
  "del map #0": "This command expects two parameters: map identifier and key.\n",
  "del map #0 /zz": "Key not found.\n",
  "clear map": "Missing map identifier.\n",
  "show map":
    "# id (file) description\n0 (/etc/m.map) pattern loaded from file '/etc/m.map' used by map at file 'o.cfg' line 20. curr_ver=0 next_ver=0 entry_cnt=2\n",
  "show acl":
    "# id (file) description\n1 () acl 'path' file 'o.cfg' line 19. curr_ver=0 next_ver=0 entry_cnt=1\n",
  "show table": "# table: fe, type: ip, size:1024, used:2\n",
  "show table zz": "No such table\n",
  "show table fe data.gpc0 foo 3":
    'Filter entry #1: Require and operator among "eq", "ne", "le", "ge", "lt", "gt"\n',
  "show table fe data.gpc0 gt":
    "Filter entry #1: Require a valid integer value to compare against\n",
  "show table fe data.gpc99 gt 3": "Filter entry #1: Unknown data type\n",
  "show table fe foo":
    'Optional argument only supports "data.<store_data_type>" <operator> <value> or key <key> or ptr <ptr>\n',
  "show table fe key 9.9.9.9": "",
  "set table":
    "Required arguments: <table> key <key> [data.<store_data_type> <value>]* or <table> ptr <ptr> [data.<store_data_type> <value>]*\n",
  "set table fe key 1.2.3.4 data.foo 7": "Unknown data type\n",
  "set table fe key 1.2.3.4 data.gpc1 7": "Data type not stored in this table\n",
  "clear table":
    'Required arguments: <table> "data.<store_data_type>" <operator> <value> or <table> key <key> or <table> ptr <ptr>\n',
  "clear table zz": "No such table\n",
  "show errors zz": "No such proxy.\n",
  "show errors fe": "Total events captured on [date 0] : 0\n",
  "show stat zz 1 -1": "No such proxy.\n",
  "show servers state zz": "Can't find backend.\n",
  "show backend": "# name\nbe\n",
  "show env HOME": "HOME=/root\n",
  "show env NOPE": "Variable not found\n",
  "show cli sockets": "# socket lvl processes\nunix@/run/a.sock admin all\n",
  "show sess 0x1": "Session not found.\n",
  "show servers state be":
    "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port\n3 be 1 s1 127.0.0.1 0 0 10 10 1 8 2 0 6 0 0 0 - 1 - 0 0 - - 0\n",
  "show servers conn":
    "# bkname/svname bkid/svid addr port - purge_delay used_cur used_max need_est unsafe_nb safe_nb idle_lim idle_cur idle_per_thr[2]\nbe/s1 3/1 127.0.0.1 1 - 5000 0 1 1 0 0 -1 0 0 0\n",
};
for (const [line, answer] of Object.entries(ANSWERS)) {
  test(`"${line}" is answered as HAProxy does`, () => {
    assert.equal(new World().ask(line), `${answer}\n`);
  });
}

/** Lines that change something, with what reached the control plane. */
const CHANGES: Readonly<Record<string, string>> = {
  "set server be/s1 state drain": "state drain",
  "set server #3/#1 state maint": "state maint",
  "set server be/s1 weight 50%": "weight 5",
  "set weight be/s1 20": "weight 20",
  "set server be/s1 health stopping": "health stopping",
  "set server be/s1 addr 127.0.0.2 port 82": "address 127.0.0.2 82",
  "set server be/s1 check-port 80": "check - 80",
  "set server be/s1 check-addr 127.0.0.1 port 81": "check 127.0.0.1 81",
  "set server be/s1 agent-port 0": "agent - 0",
  "set server be/s1 agent-addr ::1 port 65535": "agent ::1 65535",
  "set server be/s1 agent-send hello\\\\n": "send hello\\n",
  "set server be/s1 agent-send": "send ",
  "disable server be/s1": "state maint",
  "enable server be/s1": "state ready",
  "disable health be/s1": "checking false",
  "enable health be/s1": "checking true",
  "set maxconn server be/s1 7": "maxconn s1 7",
  "shutdown sessions server be/s1": "shutdown sessions",
  "disable frontend fe": "pause fe",
  "shutdown frontend fe": "shutdown fe",
  "set maxconn frontend fe 100": "maxconn fe 100",
  "set maxconn global 50": "maxconn 50",
  "enable dynamic-cookie backend be": "dynamic cookies be true",
  "disable dynamic-cookie backend be": "dynamic cookies be false",
  "set dynamic-cookie-key backend be k": "dynamic cookie key be k",
  "clear counters": "clear false",
  "clear counters all": "clear true",
  "set table fe key 1.2.3.4 data.gpc0 5": "set 1.2.3.4 gpc0,5",
};
for (const [line, call] of Object.entries(CHANGES)) {
  test(`"${line}" asks the proxy for "${call}"`, () => {
    const world = new World();
    const answer = world.ask(line);
    assert.ok(answer === "\n" || line.includes(" addr "));
    assert.equal(world.calls[0], call);
  });
}

test("maps and ACLs are changed and shown", () => {
  const world = new World();
  world.ask("add map #0 /c C C2; del map #0 /a; set map #0 /b NEW; add acl #1 /new");
  assert.equal(world.ask("show map #0"), "0x000000000002 /b NEW\n0x000000000003 /c C\n\n");
  assert.equal(world.ask("show acl #1"), "0x000000000001 /x\n0x000000000002 /new\n\n");
  assert.equal(world.ask("set map #0 #0x2 BY-ID; get map #0 /b").split('"')[3], "BY-ID");
  world.ask("clear map #0");
  assert.equal(world.ask("show map #0"), "\n");
});

test("a payload line without a value ends the addition", () => {
  const world = new World();
  const socket = world.connect();
  socket.type("add map #0 <<\n/ok v\nbad\n\n");
  assert.equal(socket.received, "Missing value for key 'bad'.\n\n");
  assert.equal(world.patterns.byId(0)!.size, 3);
});

test("a version is filled beside the current one and takes its place at once", () => {
  const world = new World();
  assert.equal(world.ask("prepare map #0"), "New version created: 1\n\n");
  assert.equal(
    world.ask("add map @2 #0 /v V"),
    "Version number in the future, please use 'prepare map' before.\n\n",
  );
  world.ask("add map @1 #0 /v V");
  assert.equal(world.ask("get map #0 /v"), "type=str, case=sensitive, found=no\n\n");
  assert.match(world.ask("show map @1 #0"), /^0x[0-9a-f]+ \/v V\n\n$/);
  assert.match(world.ask("show map"), /curr_ver=0 next_ver=1 entry_cnt=3\n/);
  assert.equal(world.ask("commit map @1 #0"), "\n");
  assert.match(world.ask("show map #0"), /^0x[0-9a-f]+ \/v V\n\n$/);
  assert.equal(world.ask("commit map @1 #0"), "Version number out of range.\n\n");
});

test("tables are shown with keys, uses, expiry and data, and filtered", () => {
  const world = new World();
  const head = "# table: fe, type: ip, size:1024, used:2\n";
  const first = "0x10: key=1.2.3.4 use=0 exp=60000 gpc0=5 http_req_rate(10000)=0\n";
  const second = "0x11: key=1.2.3.5 use=1 exp=60000 gpc0=1 http_req_rate(10000)=2\n";
  assert.equal(world.ask("show table fe"), `${head}${first}${second}\n`);
  assert.equal(world.ask("show table fe data.gpc0 gt 3"), `${head}${first}\n`);
  assert.equal(
    world.ask("show table fe data.gpc0 le 5 data.http_req_rate ne 0"),
    `${head}${second}\n`,
  );
  assert.equal(world.ask("show table fe key 1.2.3.5"), `${head}${second}\n`);
  assert.equal(
    world.ask("show table fe", "user"),
    `${head}# contents not dumped due to insufficient privileges\n\n`,
  );
});

test("rates of the process are limited as HAProxy reads the number", () => {
  const world = new World();
  for (const value of ["5", "6x", "x"]) world.ask(`set rate-limit sessions global ${value}`);
  world.ask("set rate-limit connections global 7");
  world.ask("set rate-limit ssl-sessions global 8");
  const calls = world.calls.filter((call) => call.startsWith("rate "));
  assert.deepEqual(calls, ["rate 1 5", "rate 1 6", "rate 1 0", "rate 0 7", "rate 2 8"]);
  assert.equal(world.ask("set rate-limit sessions global"), "Expects an integer value.\n\n");
  assert.match(world.ask("set rate-limit sessions fe 5"), /^'set rate-limit' only supports :\n/);
});

test("entries are cleared by key, by condition or all, but not those in use", () => {
  const world = new World();
  assert.equal(
    world.ask("clear table fe key 1.2.3.5"),
    "Entry currently in use, cannot remove\n\n",
  );
  world.ask("clear table fe data.gpc0 eq 1");
  assert.equal(world.table.length, 2);
  world.ask("clear table fe");
  assert.deepEqual(
    world.table.map((entry) => entry.key),
    ["1.2.3.5"],
  );
});

/** Who may do what. */
const DENIED: Readonly<Record<string, Level>> = {
  "clear counters": "user",
  "clear counters all": "operator",
  "show sess": "user",
  "show errors": "user",
  "show env": "user",
  "set server be/s1 weight 1": "operator",
  "disable frontend fe": "operator",
  "set maxconn global 5": "operator",
  "set table fe key 1.2.3.4": "user",
  reload: "operator",
};
for (const [line, level] of Object.entries(DENIED)) {
  test(`"${line}" is denied to ${level}`, () => {
    const world = new World();
    assert.equal(world.ask(line, level), "Permission denied\n\n");
    assert.deepEqual(
      world.calls.filter((call) => call !== "closed"),
      [],
    );
  });
}

test("a level can be lowered, never raised", () => {
  assert.equal(
    new World().ask("user; show cli level; operator; show cli level"),
    "\nuser\n\nPermission denied\n\nuser\n\n",
  );
});

test("help lists all commands sorted, or those asked for", () => {
  const lines = new World().ask("help").trimEnd().split("\n");
  assert.equal(lines[0], "The following commands are valid at this level:");
  const words = lines.slice(1).map((line) => line.trim());
  assert.deepEqual(words.slice(0, -3), words.slice(0, -3).toSorted());
  assert.deepEqual(new World().ask("help show stat").split("\n"), [
    "The following commands are valid at this level:",
    "  show stat [desc|json|no-maint|typed|up]*: report counters for each proxy and server",
    "  help [<command>]                        : list matching or all commands",
    "  prompt                                  : toggle interactive mode with prompt",
    "  quit                                    : disconnect",
    "",
    "",
  ]);
});

test("what is no command is answered with the nearest ones", () => {
  const world = new World();
  assert.deepEqual(world.ask("show servers foo").split("\n").slice(0, 3), [
    "Unknown command, but maybe one of the following ones is a better match:",
    "  show servers conn [<backend>]           : dump server connections status (all or for a single backend)",
    "  show servers state [<backend>]          : dump volatile server information (all or for a single backend)",
  ]);
  assert.match(world.ask("shwo info"), /\n {2}show info /);
  assert.ok(
    world.ask("").startsWith("Unknown command. Please enter one of the following commands only:\n"),
  );
});

test("a command that HAProxy has and Sluice has not says so", () => {
  assert.equal(new World().ask("show ssl cert"), "Sluice has no 'show ssl' command.\n\n");
});

test("show stat, typed and json, and show info answer in each format", () => {
  const world = new World();
  assert.ok(world.ask("show stat").startsWith("# pxname,svname,"));
  assert.ok(world.ask("show stat typed").startsWith("F.2.0.0.pxname.1:KNS:str:fe\n"));
  assert.ok(world.ask("show stat json").startsWith('[[{"objType":"Frontend"'));
  assert.ok(world.ask("show info").startsWith("Name: Sluice\nVersion: 0.1.0\n"));
  assert.ok(world.ask("show info typed").startsWith("0.Name.1:POS:str:Sluice\n"));
  const lines = world.ask("show stat be 4 2").trimEnd().split("\n");
  assert.deepEqual(
    lines.slice(1).map((line) => line.slice(0, 6)),
    ["be,s2,"],
  );
  assert.ok(!world.ask("show stat", "user").includes("127.0.0.1"));
});

test("show errors dumps the message with the place of the error", () => {
  const world = new World();
  world.records.push({
    wallMs: 5,
    direction: "request",
    proxyName: "fe",
    proxyId: 2,
    proxyKind: "frontend",
    backendName: null,
    backendId: -1,
    serverName: null,
    serverId: -1,
    eventId: 0,
    source: "127.0.0.1:55206",
    bytes: `G\x01T / HTTP/1.1\r\nX: ${"a".repeat(80)}\r\n\r\n`,
    position: 1,
  });
  assert.deepEqual(world.ask("show errors").split("\n"), [
    "Total events captured on [date 0] : 1",
    " ",
    "[date 5] frontend fe (#2): invalid request",
    "  backend <NONE> (#-1), server <NONE> (#-1), event #0, src 127.0.0.1:55206",
    "  len 103, error at position 1:",
    "  ",
    "  00000  G\\x01T / HTTP/1.1\\r\\n",
    `  00016  X: ${"a".repeat(67)}`,
    `  00086+ ${"a".repeat(13)}\\r\\n`,
    "  00101  \\r\\n",
    "",
    "",
  ]);
  assert.equal(world.ask("show errors fe response"), "Total events captured on [date 0] : 1\n\n");
});

test("show sess lists the streams", () => {
  assert.equal(
    new World().ask("show sess"),
    "0x1f: proto=tcpv4 src=127.0.0.1:5000 fe=fe be=be srv=s1 age=3s\n\n",
  );
});

test("reload tells of success, and of the reason when the old configuration stays", async () => {
  const world = new World();
  const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
  const good = world.connect();
  good.type("reload\n");
  await settled();
  assert.equal(good.received, "Success=1\n\n");
  world.reloadFault = "edge.cfg:3: unknown keyword";
  const bad = world.connect();
  bad.type("reload\n");
  await settled();
  assert.equal(bad.received, "Success=0\n--\nedge.cfg:3: unknown keyword\n\n");
});

test("a command that throws is answered, and the session goes on", () => {
  const world = new World();
  Object.assign(world.control, {
    environment: () => {
      throw new Error("boom");
    },
  });
  assert.equal(world.ask("show env; show version"), "Internal error: boom\n\n0.1.0\n\n");
});
