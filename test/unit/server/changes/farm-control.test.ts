/** State changes and their log lines; the texts and levels were recorded from HAProxy 2.6. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../../src/core/arena.ts";
import { changeAddress } from "../../../../src/server/address.ts";
import { type CheckReport, type CheckStatus, Status } from "../../../../src/server/check-status.ts";
import { serversState } from "../../../../src/server/saved-state/line.ts";
import { ServerWord } from "../../../../src/server/state.ts";
import { Slot } from "../../../../src/stats/slots.ts";
import { parseWeight } from "../../../../src/server/weight.ts";
import { ControlledFarm, newControlledFarm, newFarm, serverModel } from "../new-farm.ts";

const checked = { check: true, rise: 2, fall: 3 };
const NO_SESSIONS = "0 sessions active, 0 requeued, 0 remaining in queue.";

function report(status: CheckStatus, code: number = 0, info: string = ""): CheckReport {
  return { status, code, info, durationMs: 2.7 };
}
const refused = report(Status.l4Connection, 0, "Connection refused");
const passed = report(Status.l7Ok, 200);

test("a server goes down after fall failures and up after rise successes", () => {
  const controlled = newControlledFarm([serverModel("s1", checked)]);
  const { control } = controlled;
  const s1 = controlled.server("s1");
  control.report(s1, passed);
  assert.equal(s1.stateText(), "UP");
  control.report(s1, refused);
  assert.equal(s1.stateText(), "UP 2/3");
  control.report(s1, refused);
  assert.equal(s1.stateText(), "UP 1/3");
  assert.deepEqual(controlled.takeLog(), []);
  controlled.nowSec += 7;
  control.report(s1, refused);
  assert.equal(s1.stateText(), "DOWN");
  assert.deepEqual(controlled.takeLog(), [
    '1 Server bk/s1 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 2ms. ' +
      `0 active and 0 backup servers left. ${NO_SESSIONS}`,
    "0 backend bk has no server available!",
  ]);
  assert.equal(s1.counters.sum(Slot.chkfail), 3);
  control.report(s1, refused);
  assert.equal(s1.counters.sum(Slot.chkfail), 3);
  control.report(s1, passed);
  assert.equal(s1.stateText(), "DOWN 1/2");
  controlled.nowSec += 5;
  control.report(s1, passed);
  assert.equal(s1.stateText(), "UP");
  assert.equal(s1.words[ServerWord.downtimeSec], 5);
  assert.deepEqual(controlled.takeLog(), [
    "5 Server bk/s1 is UP, reason: Layer7 check passed, code: 200, check duration: 2ms. " +
      "1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.",
  ]);
});

test("backup servers take over, the first only unless allbackups says all", () => {
  const servers = [
    serverModel("s1"),
    serverModel("b1", { backup: true }),
    serverModel("b2", { backup: true }),
  ];
  const one = newControlledFarm(servers);
  assert.deepEqual(
    one.farm.usable().map(({ name }) => name),
    ["s1"],
  );
  one.control.maintain(one.server("s1"));
  assert.deepEqual(one.takeLog(), [
    "1 Server bk/s1 is going DOWN for maintenance. 0 active and 2 backup servers left. Running on backup. " +
      NO_SESSIONS,
  ]);
  assert.deepEqual(
    one.farm.usable().map(({ name }) => name),
    ["b1"],
  );
  const all = newControlledFarm(servers, { changes: { switches: new Set(["allbackups"]) } });
  all.control.maintain(all.server("s1"));
  assert.deepEqual(
    all.farm.usable().map(({ name }) => name),
    ["b1", "b2"],
  );
});

test("404 with disable-on-404 stops a server softly, and a success brings it back", () => {
  const controlled = newControlledFarm([serverModel("s1", { ...checked, fall: 1 })], {
    changes: { kind: "listen" },
  });
  const s1 = controlled.server("s1");
  controlled.control.report(s1, report(Status.l7OkConditional, 404));
  assert.equal(s1.stateText(), "NOLB");
  assert.deepEqual([s1.isUsable(), s1.isRunning()], [false, true]);
  assert.deepEqual(controlled.takeLog(), [
    "5 Server bk/s1 is stopping, reason: Layer7 check conditionally passed, code: 404, check duration: 2ms. " +
      "0 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.",
    "0 proxy bk has no server available!",
  ]);
  controlled.control.report(s1, passed);
  assert.equal(s1.stateText(), "UP");
});

test("drain, maintenance and ready", () => {
  const controlled = newControlledFarm([serverModel("s1", checked), serverModel("s2")]);
  const { control } = controlled;
  const s1 = controlled.server("s1");
  control.drain(s1);
  assert.deepEqual([s1.stateText(), s1.isUsable(), s1.isRunning()], ["DRAIN 1/3", false, true]);
  control.ready(s1);
  control.maintain(s1);
  control.maintain(s1);
  assert.deepEqual([s1.stateText(), s1.isRunning()], ["MAINT", false]);
  control.report(s1, passed);
  assert.equal(s1.stateText(), "MAINT");
  control.drain(s1);
  control.ready(s1);
  assert.equal(s1.stateText(), "UP 1/3");
  control.maintain(s1);
  control.ready(s1);
  const tail = "1 active and 0 backup servers";
  assert.deepEqual(controlled.takeLog(), [
    `5 Server bk/s1 enters drain state. ${tail} online. 0 sessions requeued, 0 total in queue.`,
    "5 Server bk/s1 is UP (leaving forced drain).",
    `1 Server bk/s1 is going DOWN for maintenance. ${tail} left. ${NO_SESSIONS}`,
    "5 Server bk/s1 is UP/DRAIN (leaving forced maintenance).",
    "5 Server bk/s1 remains in forced drain mode.",
    "5 Server bk/s1 is UP (leaving forced drain).",
    `1 Server bk/s1 is going DOWN for maintenance. ${tail} left. ${NO_SESSIONS}`,
    "5 Server bk/s1 is UP/READY (leaving forced maintenance).",
  ]);
});

test("servers without checks show no check; health is set from the CLI", () => {
  const controlled = newControlledFarm([serverModel("s1"), serverModel("s2")]);
  const s1 = controlled.server("s1");
  assert.equal(s1.stateText(), "no check");
  controlled.control.setHealth(s1, "down");
  assert.equal(
    controlled.takeLog()[0],
    `1 Server bk/s1 is DOWN, changed from CLI. 1 active and 0 backup servers left. ${NO_SESSIONS}`,
  );
  controlled.control.setHealth(s1, "up");
  controlled.control.setHealth(s1, "stopping");
  assert.equal(s1.stateText(), "NOLB");
});

test("the dump of states is HAProxy's", () => {
  const controlled = newControlledFarm([
    serverModel("s1", {
      ...checked,
      address: { kind: "ip", host: "127.0.0.1", port: 44413, family: null },
    }),
    serverModel("s2", {
      check: true,
      disabled: true,
      address: { kind: "ip", host: "192.0.2.1", port: 80, family: null },
    }),
    serverModel("s3", { weight: 3 }),
  ]);
  controlled.control.report(controlled.server("s1"), report(Status.l4Ok));
  controlled.control.drain(controlled.server("s3"));
  controlled.nowSec += 4;
  assert.equal(
    serversState(controlled.farm, false, controlled.nowSec),
    "3 bk 1 s1 127.0.0.1 2 0 1 1 4 6 3 4 6 0 0 0 - 44413 - 0 0 - - 0\n" +
      "3 bk 2 s2 192.0.2.1 0 5 1 1 4 1 0 0 14 0 0 0 - 80 - 0 0 - - 0\n" +
      "3 bk 3 s3 127.0.0.1 2 8 3 3 4 1 0 2 0 0 0 0 - 80 - 0 0 - - 0\n",
  );
});

test("a reload keeps states and changes made at run time, and takes over what the file changed", () => {
  const arena = new Arena();
  const before = newControlledFarm(
    [serverModel("s1", { ...checked, weight: 5 }), serverModel("s2")],
    { arena },
  );
  before.control.setHealth(before.server("s1"), "down");
  before.control.setWeight(before.server("s1"), 9);
  before.control.setWeight(before.server("s2"), 7);
  changeAddress(before.server("s1"), "127.0.0.9", 99, "stats socket command");
  const after = new ControlledFarm(
    newFarm([serverModel("s1", { ...checked, weight: 5 }), serverModel("s2", { weight: 2 })], {
      arena,
    }),
  );
  const s1 = after.server("s1");
  assert.deepEqual(
    [s1.stateText(), s1.weight(), String(s1.address), s1.port],
    ["DOWN", 9, "127.0.0.9", 99],
  );
  assert.equal(after.server("s2").weight(), 2);
  assert.equal(after.farm.usableServers(), 1);
});

test("addresses change in HAProxy's words, and the target follows", () => {
  const controlled = newControlledFarm([serverModel("s1")]);
  const s1 = controlled.server("s1");
  assert.deepEqual(s1.target(0), { kind: "ip", host: "127.0.0.1", port: 80 });
  assert.equal(
    changeAddress(s1, "127.0.0.9", 99, "stats socket command"),
    "IP changed from '127.0.0.1' to '127.0.0.9', port changed from '80' to '99' by 'stats socket command'",
  );
  assert.equal(
    changeAddress(s1, "127.0.0.9", 99, "stats socket command"),
    "no need to change the addr, no need to change the port by 'stats socket command'",
  );
  assert.equal(
    changeAddress(s1, "x", null, "stats socket command"),
    "Invalid addr 'x' by 'stats socket command'",
  );
  assert.deepEqual(s1.target(0), { kind: "ip", host: "127.0.0.9", port: 99 });
  changeAddress(s1, "2001:db8::1", null, "stats socket command");
  assert.deepEqual(s1.target(0), { kind: "ip", host: "2001:db8::1", port: 99 });
});

test("a server without a port of its own, or with an offset, follows the client's port", () => {
  const controlled = newControlledFarm([
    serverModel("own", {
      mapPorts: "client",
      address: { kind: "ip", host: "127.0.0.1", port: 0, family: null },
    }),
    serverModel("plus", { mapPorts: "offset", portOffset: 80 }),
    serverModel("unknown", {
      address: { kind: "ip", host: "app.example", port: 80, family: null },
    }),
  ]);
  assert.deepEqual(controlled.server("own").target(8443), {
    kind: "ip",
    host: "127.0.0.1",
    port: 8443,
  });
  assert.deepEqual(controlled.server("plus").target(8000), {
    kind: "ip",
    host: "127.0.0.1",
    port: 8080,
  });
  assert.equal(controlled.server("unknown").target(0), null);
  changeAddress(controlled.server("unknown"), "127.0.0.3", null, "DNS cache");
  assert.deepEqual(controlled.server("unknown").target(0), {
    kind: "ip",
    host: "127.0.0.3",
    port: 80,
  });
});

test("weights are read as HAProxy reads them", () => {
  const good: readonly (readonly [string, number])[] = [
    ["7", 7],
    ["50%", 2],
    ["300%", 12],
    ["10000%", 256],
    ["12%", 0],
    [" 7", 7],
  ];
  for (const [text, weight] of good) assert.deepEqual(parseWeight(text, 4, true), { weight }, text);
  const bad: readonly (readonly [string, string])[] = [
    ["-5%", "Relative weight must be positive."],
    ["5x", "Trailing garbage in weight string"],
    ["%", "Empty weight string empty or preceded by garbage"],
    ["", "Require <weight> or <weight%>."],
    ["300", "Absolute weight can only be between 0 and 256 inclusive."],
    ["1.5", "Trailing garbage in weight string"],
  ];
  for (const [text, error] of bad) assert.deepEqual(parseWeight(text, 4, true), { error }, text);
  for (const [text, accepted] of [
    ["0", true],
    ["100%", true],
    ["4", true],
    ["50%", false],
  ] as const) {
    assert.equal("weight" in parseWeight(text, 4, false), accepted, text);
  }
});
