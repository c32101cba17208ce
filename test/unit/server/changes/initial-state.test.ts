/** `init-state`: states and counters as HAProxy 3.2 shows them, new and after maintenance. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerModel } from "../../../../src/config/model.ts";
import { newControlledFarm, serverModel } from "../new-farm.ts";

const rows: readonly (readonly [ServerModel["initState"], string, string])[] = [
  ["none", "UP 1/4", "UP/READY"],
  ["fully-up", "UP", "UP/READY"],
  ["up", "UP 1/4", "UP/READY"],
  ["down", "DOWN 2/3", "DOWN/READY"],
  ["fully-down", "DOWN", "DOWN/READY"],
];

for (const [initState, text, ready] of rows) {
  test(`${initState} begins as ${text}, and again after maintenance`, () => {
    const farm = newControlledFarm([
      serverModel("s1", { check: true, rise: 3, fall: 4, initState }),
    ]);
    const server = farm.server("s1");
    assert.equal(server.stateText(), text);
    farm.control.maintain(server);
    assert.equal(server.stateText(), "MAINT");
    farm.takeLog();
    farm.control.ready(server);
    assert.equal(server.stateText(), text);
    assert.deepEqual(farm.takeLog(), [`5 Server bk/s1 is ${ready} (leaving forced maintenance).`]);
  });
}

test("a server without checks stays as it begins", () => {
  const texts = rows.map(([initState]) =>
    newControlledFarm([serverModel("s1", { initState })])
      .server("s1")
      .stateText(),
  );
  assert.deepEqual(texts, ["no check", "no check", "no check", "DOWN", "DOWN"]);
});
