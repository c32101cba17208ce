import assert from "node:assert/strict";
import { test } from "node:test";
import { connectionOptions } from "../../../../src/app/compile/keep-alive.ts";

const unset = { count: 0, idleSec: 0, intervalSec: 0 };

function optionsOf(switches: readonly string[], side: "client" | "server"): unknown {
  const keepAlive = { client: { count: 3, idleSec: 90, intervalSec: 7 }, server: unset };
  const options = connectionOptions({ switches: new Set(switches), keepAlive }, side);
  return options === null ? null : [...options];
}

test("none are set unless asked for", () => {
  assert.equal(optionsOf([], "client"), null);
  assert.equal(optionsOf(["srvtcpka"], "client"), null);
});

test("keepalive of a side, with what the system is not to choose", () => {
  const client = [
    ["keepAlive", 1],
    ["keepAliveCount", 3],
    ["keepAliveIdleSec", 90],
    ["keepAliveIntervalSec", 7],
  ];
  assert.deepEqual(optionsOf(["tcpka"], "client"), client);
  assert.deepEqual(optionsOf(["clitcpka"], "client"), client);
  assert.deepEqual(optionsOf(["tcpka"], "server"), [["keepAlive", 1]]);
});

test("nolinger resets connections of its proxy's side", () => {
  assert.deepEqual(optionsOf(["nolinger"], "server"), [["resetAtClose", 1]]);
});
