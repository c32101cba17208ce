/** What all compressions may use together. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { blankGlobal } from "../../../../src/config/model/blank/global.ts";
import { Arena } from "../../../../src/core/arena.ts";
import { int32View } from "../../../../src/core/record.ts";
import { BUDGET_BYTES, CompressionBudget } from "../../../../src/stream/body/compression-budget.ts";

const { compression: unlimited } = blankGlobal();

/** The same record as two threads see it. */
function budgets(limits: typeof unlimited, use = { rate: 0, cpu: 0 }): CompressionBudget[] {
  const words = int32View(new Arena().region("budget", BUDGET_BYTES));
  const asked = { rateLimitBytes: () => use.rate, cpuPercent: () => use.cpu };
  return [0, 1].map(() => new CompressionBudget(words, limits, asked));
}

test("without limits everything may begin", () => {
  const [budget] = budgets(unlimited, { rate: 0, cpu: 100 });
  budget!.count(1 << 30, 5, 1000);
  assert.equal(budget!.mayBegin("gzip", 1000), true);
  assert.deepEqual([budget!.bytesIn(1000), budget!.bytesOut(1000)], [1 << 30, 5]);
});

test("beyond the rate of a second none begins, on any thread", () => {
  const [first, second] = budgets(unlimited, { rate: 1024, cpu: 0 });
  first!.count(1024, 10, 1000);
  assert.equal(second!.mayBegin("gzip", 1000), true);
  first!.count(1, 1, 1000);
  assert.equal(second!.mayBegin("gzip", 1000), false);
  assert.equal(second!.mayBegin(null, 1000), false);
  assert.equal(second!.mayBegin("gzip", 3001), true);
});

test("nor on a busy process", () => {
  const use = { rate: 0, cpu: 50 };
  const [budget] = budgets({ ...unlimited, cpuPercent: 50 }, use);
  assert.equal(budget!.mayBegin("gzip", 1000), true);
  use.cpu = 51;
  assert.equal(budget!.mayBegin("gzip", 1000), false);
});

test("nor when their memory is used up, until some is given back", () => {
  const [first, second] = budgets({ ...unlimited, memoryBytes: 1 << 20 });
  const held = Array.from({ length: 4 }, () => first!.hold("gzip"));
  assert.deepEqual(held, [256, 256, 256, 256]);
  assert.equal(second!.mayBegin("gzip", 0), false);
  assert.equal(second!.mayBegin(null, 0), true);
  first!.release(256);
  assert.equal(second!.mayBegin("gzip", 0), true);
  assert.equal(second!.mayBegin("brotli", 0), false);
  second!.limits = { ...unlimited, memoryBytes: 1 << 20, windowBits: 9, memoryLevel: 1 };
  assert.equal(second!.hold("raw-deflate"), 3);
});
