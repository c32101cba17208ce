/** `slowstart`: static algorithms leave the weight alone, connections grow with any. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { beginWarmUp, warmUp } from "../../../src/server/slowstart.ts";
import { newControlledFarm, serverModel } from "./new-farm.ts";

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
    [1, 1],
    [50, 25],
    [100, 50],
  ]);
});

test("a static algorithm has the whole weight at once", () => {
  assert.deepEqual(warming(false), [
    [100, 1],
    [100, 25],
    [100, 50],
  ]);
});
