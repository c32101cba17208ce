/** `slowstart`: static algorithms leave the weight alone, connections grow with any. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TimerWheel } from "../../../../src/core/timer-wheel.ts";
import { beginWarmUp, warmUp } from "../../../../src/server/changes/slowstart.ts";
import { WarmUps } from "../../../../src/server/changes/warm-ups.ts";
import { FakeClock } from "../../core/fake-clock.ts";
import { newControlledFarm, serverModel } from "../new-farm.ts";

function warming(scalesWeight: boolean): number[][] {
  const controlled = newControlledFarm([
    serverModel("s1", { check: true, slowstartMs: 10_000, weight: 100, maxconn: 50 }),
  ]);
  const server = controlled.server("s1");
  beginWarmUp(server, scalesWeight);
  return [0, 5, 10].map((elapsedSec) => {
    warmUp(server, controlled.nowSec + elapsedSec);
    return [server.weight(), server.connectionLimit()];
  });
}

test("a dynamic algorithm follows the growing weight", () => {
  assert.deepEqual(warming(true), [
    [7, 3],
    [57, 28],
    [100, 50],
  ]);
});

test("a static algorithm has the whole weight at once", () => {
  assert.deepEqual(warming(false), [
    [100, 3],
    [100, 28],
    [100, 50],
  ]);
});

test("the weight grows every second, whoever asks the server or not", () => {
  const controlled = newControlledFarm([
    serverModel("s1", { check: true, slowstartMs: 2000, weight: 100 }),
  ]);
  const server = controlled.server("s1");
  const clock = new FakeClock();
  const warmUps = new WarmUps([controlled.control], new TimerWheel(clock));
  warmUps.start();
  controlled.control.setHealth(server, "down");
  controlled.control.setHealth(server, "up");
  const seen = [server.weight()];
  for (let second = 0; second < 3; second++) {
    controlled.nowSec++;
    clock.advance(1000);
    seen.push(server.weight());
  }
  warmUps.stop();
  assert.deepEqual(seen, [7, 57, 100, 100]);
});
