import assert from "node:assert/strict";
import { test } from "node:test";
import { connectionOptions } from "../../../../src/app/compile/keep-alive.ts";
import { blankTuning } from "../../../../src/config/model/blank/tuning.ts";
import type { TuningModel } from "../../../../src/config/model/tuning.ts";

const unset = { count: 0, idleSec: 0, intervalSec: 0 };

function optionsOf(
  switches: readonly string[],
  side: "client" | "server",
  tuning: TuningModel = blankTuning(),
): unknown {
  const keepAlive = { client: { count: 3, idleSec: 90, intervalSec: 7 }, server: unset };
  const options = connectionOptions({ switches: new Set(switches), keepAlive }, { tuning }, side);
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

test("memory of sockets is asked for on its side", () => {
  const tuning = blankTuning();
  Object.assign(tuning.clientSockets, { receiveBytes: 4096, unsentBytes: 16_384 });
  tuning.serverSockets.sendBytes = 8192;
  assert.deepEqual(optionsOf([], "client", tuning), [
    ["receiveBytes", 4096],
    ["unsentBytes", 16_384],
  ]);
  assert.deepEqual(optionsOf([], "server", tuning), [["sendBytes", 8192]]);
});
