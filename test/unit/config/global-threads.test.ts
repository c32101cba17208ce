/** How many threads a configuration asks for, and of how many groups. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { memoryHost } from "./memory-host.ts";

function threads(lines: string): { readonly count: number; readonly told: readonly string[] } {
  const { model, diagnostics } = loadConfig(["a"], memoryHost({ a: `global\n${lines}\n` }));
  return {
    count: model.global.nbthread,
    told: diagnostics.all.map((each) => `${each.severity} ${each.message}`),
  };
}

test("one group takes all threads", () => {
  assert.deepEqual(threads("thread-groups 1\nthread-group 1 1-2 4\nnbthread 4"), {
    count: 4,
    told: [],
  });
  assert.deepEqual(threads("thread-group 1"), { count: 1, told: [] });
});

test("more groups are refused with their reason", () => {
  for (const line of ["thread-groups 2", "thread-group 2 1-2"]) {
    const [only, ...more] = threads(line).told;
    assert.match(only ?? "", /^alert 'thread-groups?' can only be 1 here: all threads are one/);
    assert.deepEqual(more, []);
  }
});

test("numbers are checked where they stand", () => {
  for (const [line, expected] of [
    ["thread-groups 0", /must be between 1 and 32, not 0/],
    ["thread-groups", /expects a number/],
    ["thread-groups 1 2", /does not take the argument '2'/],
    ["thread-group x 1", /'x' is not a number/],
    ["thread-group 1 1-65", /'1-65' is no thread or range/],
    ["thread-group 1 0", /'0' is no thread or range/],
    ["thread-group 1 a-b", /'a-b' is no thread or range/],
    ["thread-hard-limit 0", /must be between 1 and/],
    ["nbthread 2k", /'2k' is not a number/],
  ] as const) {
    assert.match(threads(line).told.join(), expected, line);
  }
});

test("the hard limit wins over nbthread, and says so", () => {
  assert.deepEqual(threads("thread-hard-limit 2\nnbthread 4"), {
    count: 2,
    told: ["warning 'nbthread 4' is more than 'thread-hard-limit 2' allows: 2 it is"],
  });
  assert.deepEqual(threads("thread-hard-limit 8\nnbthread 4"), { count: 4, told: [] });
});
