/** Agents, checks and maintenance of one server: who has the last word, what counts, what is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerModel } from "../../../src/config/model.ts";
import type { FarmControl } from "../../../src/server/changes/farm-control.ts";
import type { Server } from "../../../src/server/server.ts";
import { Slot } from "../../../src/stats/slots.ts";
import { newControlledFarm, serverModel } from "./new-farm.ts";

const asked = { check: true, agentCheck: true, rise: 2, fall: 3 };

function served(model: Partial<ServerModel> = asked): { control: FarmControl; s1: Server } {
  const farm = newControlledFarm([serverModel("s1", model), serverModel("s2")]);
  return { control: farm.control, s1: farm.server("s1") };
}

test("a server that its agent holds down stays down as maintenance ends", () => {
  const { control, s1 } = served();
  control.setAgentHealth(s1, false, "");
  control.maintain(s1);
  control.ready(s1);
  assert.deepEqual([s1.stateText(), s1.isRunning()], ["DOWN (agent)", false]);
  control.overrideAgent(s1, true);
  assert.equal(s1.stateText(), "UP 1/3");
});

test("an agent's word at the socket outdoes the checks, but not maintenance", () => {
  const { control, s1 } = served();
  control.setHealth(s1, "down");
  control.setAgentHealth(s1, true, "");
  assert.equal(s1.isRunning(), false);
  control.overrideAgent(s1, true);
  assert.equal(s1.isRunning(), true);
  control.maintain(s1);
  control.overrideAgent(s1, true);
  assert.equal(s1.stateText(), "MAINT");
});

test("going into maintenance counts as going down once, and empties the check counter", () => {
  const { control, s1 } = served();
  const timesDown = (): number => s1.counters.sum(Slot.chkdown);
  control.maintain(s1);
  control.maintain(s1);
  assert.equal(timesDown(), 1);
  control.ready(s1);
  control.setHealth(s1, "down");
  control.maintain(s1);
  assert.equal(timesDown(), 2);
});

test("what checks tell of a server hides drain and agent", () => {
  const { control, s1 } = served();
  control.drain(s1);
  assert.deepEqual([s1.stateText(), s1.healthText()], ["DRAIN (agent)", "UP 1/3"]);
  control.ready(s1);
  control.setAgentHealth(s1, false, "");
  assert.deepEqual([s1.stateText(), s1.healthText()], ["DOWN (agent)", "DOWN 2/2"]);
});

test("a disabled server with an init-state leaves maintenance down, one check from being up", () => {
  const { control, s1 } = served({ ...asked, agentCheck: false, disabled: true, initState: "up" });
  control.ready(s1);
  assert.deepEqual([s1.stateText(), s1.isRunning()], ["DOWN 2/2", false]);
});
