/** Where checks and agents are asked: what the line says, what was set since, a reload. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../src/core/arena.ts";
import { parseIp } from "../../../src/core/ip.ts";
import type { ServerModel } from "../../../src/config/model.ts";
import { changeCheckTarget, checkHost, checkPort } from "../../../src/server/check-target.ts";
import type { Server } from "../../../src/server/server.ts";
import { newControlledFarm, serverModel } from "./new-farm.ts";

const told = (server: Server): string[] =>
  (["check", "agent"] as const).map(
    (checked) => `${checkHost(server, checked)} ${checkPort(server, checked)}`,
  );

/** The servers of one process: each call is a configuration of it. */
function newProcess(): (line: Partial<ServerModel>) => Server {
  const arena = new Arena();
  return (line) => newControlledFarm([serverModel("s1", line)], { arena }).server("s1");
}

test("checks and agent go to the server unless told otherwise", () => {
  assert.deepEqual(told(newProcess()({})), ["null null", "null null"]);
});

test("addr and port are those of the agent too, unless it has its own", () => {
  const checkAddr = "127.0.0.2";
  assert.deepEqual(told(newProcess()({ checkAddr, checkPort: 2 })), ["127.0.0.2 2", "127.0.0.2 2"]);
  const own = { checkAddr, checkPort: 2, agentAddr: "::3", agentPort: 3 };
  assert.deepEqual(told(newProcess()(own)), ["127.0.0.2 2", "::3 3"]);
});

test("the port of addr is where there is no other, and not the agent's", () => {
  const line = { checkAddr: "127.0.0.2", checkAddrPort: 4 };
  assert.deepEqual(told(newProcess()(line)), ["127.0.0.2 4", "127.0.0.2 null"]);
  assert.deepEqual(told(newProcess()({ ...line, checkPort: 2 })), ["127.0.0.2 2", "127.0.0.2 2"]);
});

test("what was set stays over a reload until the line says something else", () => {
  const load = newProcess();
  const line = { agentPort: 3, agentSend: "one" };
  const first = load(line);
  changeCheckTarget(first, "agent", parseIp("127.0.0.9")!, null);
  changeCheckTarget(first, "check", parseIp("::8")!, 8);
  first.agentSend.set("two");
  const same = load({ ...line, weight: 7 });
  assert.deepEqual(told(same), ["::8 8", "127.0.0.9 3"]);
  assert.equal(same.agentSend.get(), "two");
  assert.deepEqual(told(load({ ...line, agentPort: 4 })), ["::8 8", "null 4"]);
  assert.equal(load({ agentSend: "three" }).agentSend.get(), "three");
});

test("port 0 is the server's own", () => {
  const server = newProcess()({ agentPort: 3 });
  changeCheckTarget(server, "agent", null, 0);
  assert.equal(checkPort(server, "agent"), null);
});
