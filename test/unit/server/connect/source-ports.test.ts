import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../../src/core/arena.ts";
import { SourcePorts } from "../../../../src/server/connect/source-ports.ts";

test("ports take turns, and none is given out twice before it comes back", () => {
  const ports = new SourcePorts(new Arena(), "be/s", 1000, 1002);
  assert.deepEqual([ports.take(), ports.take(), ports.take(), ports.take()], [1000, 1001, 1002, 0]);
  ports.giveBack(1001);
  assert.equal(ports.take(), 1001);
  ports.giveBack(1000);
  ports.giveBack(1002);
  assert.notEqual(ports.take(), ports.take());
  assert.equal(ports.take(), 0);
});

test("threads and generations share the ports of a server, other servers have their own", () => {
  const arena = new Arena();
  const here = new SourcePorts(arena, "be/s", 1000, 1000);
  const there = new SourcePorts(arena, "be/s", 1000, 1000);
  assert.equal(here.take(), 1000);
  assert.equal(there.take(), 0);
  assert.equal(new SourcePorts(arena, "be/t", 1000, 1000).take(), 1000);
  here.giveBack(1000);
  assert.equal(there.take(), 1000);
});
