/** Connections by descriptors: the numbers of `show info` of haproxy 2.6 and 3.2 under the same limits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  descriptorBudget,
  type DescriptorBudget,
} from "../../../../src/app/process/descriptor-budget.ts";
import { loadConfig } from "../../../../src/config/load.ts";
import { memoryHost } from "../../config/memory-host.ts";

const LISTEN = "listen f\n bind 127.0.0.1:1\n server s 127.0.0.1:1";

/** With a stats socket and, where `more` says nothing else, one listener and one server. */
function budget(global: string, systemLimit: number, more: string = LISTEN): DescriptorBudget {
  const text = `global\n stats socket unix@/s\n${global}\n${more}\n`;
  const { model } = loadConfig(["a"], memoryHost({ a: text }));
  return descriptorBudget(model, model.global.maxconn, systemLimit);
}

test("maxconn is what the descriptors are enough for", () => {
  for (const [global, limit, maxconn, needed] of [
    ["", 4000, 1987, 3999],
    ["nbthread 2", 4000, 1986, 4000],
    ["nbthread 4", 4000, 1983, 4000],
    ["fd-hard-limit 2000", 4000, 987, 1999],
    ["", 20_000, 9987, 19_999],
    ["maxconn 100", 4000, 100, 225],
    ["maxconn 1000", 4000, 1000, 2025],
  ] as const) {
    const own = budget(global, limit);
    assert.deepEqual([own.maxconn, own.needed, own.shortage], [maxconn, needed, null], global);
  }
});

test("checks, agents, ports and stats connections have their descriptors", () => {
  const server = "server s 127.0.0.1:1";
  for (const [global, more, needed] of [
    ["maxconn 100", `${LISTEN} check\n server t 127.0.0.1:1 check`, 227],
    [
      "maxconn 100",
      `listen f\n bind 127.0.0.1:1-2\n ${server} check agent-check agent-port 1`,
      228,
    ],
    ["maxconn 100\n stats maxconn 30", LISTEN, 245],
    ["maxconn 100\n stats socket unix@/t", LISTEN, 226],
    ["maxconn 100", `${LISTEN}\n disabled`, 224],
  ] as const) {
    assert.equal(budget(global, 4000, more).needed, needed, global + more);
  }
});

test("too few are told in HAProxy's words", () => {
  assert.equal(
    budget("maxconn 5000", 4000).shortage,
    "Cannot raise FD limit to 10025, limit is 4000.",
  );
  assert.equal(
    budget("maxconn 1000\n fd-hard-limit 1000", 4000).shortage,
    "Cannot raise FD limit to 2025, limit is 1000.",
  );
  assert.equal(
    budget("ulimit-n 3000", 4000).shortage,
    "FD limit (3000) too low for maxconn=1987/maxsock=3999. Please raise 'ulimit-n' to 3999 or more to avoid any trouble.",
  );
  assert.equal(budget("", 100).shortage, "Cannot raise FD limit to 225, limit is 100.");
});

test("the limit is set where the configuration says it, and left otherwise", () => {
  assert.equal(budget("maxconn 100", 4000).limit, null);
  assert.equal(budget("ulimit-n 3000\n maxconn 100", 4000).limit, 3000);
  assert.equal(budget("fd-hard-limit 2000", 4000).limit, 2000);
  assert.equal(budget("fd-hard-limit 2000", 1000).limit, 1000);
});
