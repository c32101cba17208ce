/** The line of an agent, and what it does to its server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes as byteFactory } from "../../../../runtime-adapters/shared/bytes.ts";
import { type CheckStatus, Status } from "../../../../src/server/check-status.ts";
import { readAgentLine } from "../../../../src/server/health/agent-line.ts";
import { agentSequence, AgentTask } from "../../../../src/server/health/agent-task.ts";
import type { CheckPlan } from "../../../../src/server/health/plan.ts";
import { ANY_SOURCE } from "../../../../src/server/connect/source-ports.ts";
import { txnOf } from "../../support/txn.ts";
import { type ControlledFarm, newControlledFarm, serverModel } from "../new-farm.ts";
import { CheckBench } from "./check-bench.ts";

const asked = { agentCheck: true, agentPort: 9000, rise: 2, fall: 3, weight: 100 };

class Agent {
  readonly controlled: ControlledFarm;
  readonly #task: AgentTask;

  constructor(check: boolean, takesAnyWeight: boolean = true) {
    this.controlled = newControlledFarm([serverModel("s1", { ...asked, check })]);
    const server = this.controlled.server("s1");
    const plan: CheckPlan = {
      server,
      checked: "agent",
      backend: txnOf().backend!,
      sequence: agentSequence(server),
      connections: new Map(),
      hosts: new Map(),
      source: ANY_SOURCE,
      bytes: byteFactory,
      limitBytes: 1000,
      connectTimeoutMs: null,
      checkTimeoutMs: null,
    };
    this.#task = new AgentTask(plan, this.controlled.control, takesAnyWeight);
  }

  says(info: string, status: CheckStatus = Status.checked): string {
    this.#task.report({ status, code: 0, info, durationMs: 3 });
    return this.controlled.server("s1").stateText();
  }

  get output(): string {
    return this.controlled.server("s1").agentOutput.get();
  }
}

test("words stand in any order and case; the last of a kind counts", () => {
  const nothing = {
    admin: null,
    health: null,
    healthWord: "",
    description: "",
    weight: null,
    maxconn: null,
    unknown: null,
  };
  assert.deepEqual(readAgentLine(""), nothing);
  assert.deepEqual(readAgentLine(" UP,\t75%  drain maxconn:9 "), {
    ...nothing,
    admin: "drain",
    health: "up",
    healthWord: "UP",
    weight: "75%",
    maxconn: "9",
  });
  assert.deepEqual(readAgentLine("weight:7 fail # it broke, badly"), {
    ...nothing,
    health: "down",
    healthWord: "fail",
    weight: "7",
    description: "it broke, badly",
  });
  assert.equal(readAgentLine("up wat down").unknown, "wat");
  assert.equal(readAgentLine("up wat down").health, "down");
});

test("an agent takes its server down, and only it brings it back, if the checks agree", () => {
  const agent = new Agent(true);
  const { control } = agent.controlled;
  const server = agent.controlled.server("s1");
  const passes = { status: Status.l4Ok, code: 0, info: "", durationMs: 1 };
  const fails = { ...passes, status: Status.l4Connection };
  assert.equal(agent.says("down"), "DOWN (agent)");
  const why = 'reason: Layer7 wrong status, code: 0, info: "via agent : down", check duration: 3ms';
  assert.ok(agent.controlled.takeLog()[0]?.startsWith(`1 Server bk/s1 is DOWN, ${why}. `));
  control.report(server, passes);
  assert.equal(server.stateText(), "DOWN (agent)");
  for (let count = 0; count < 3; count++) control.report(server, fails);
  assert.equal(agent.says("up"), "DOWN");
  control.report(server, passes);
  control.report(server, passes);
  assert.equal(server.stateText(), "UP");
  agent.says("stopped # by hand");
  assert.equal(agent.output, "via agent : stopped (by hand)");
  assert.equal(agent.says("up"), "UP");
});

test("an agent that cannot be asked changes nothing", () => {
  const agent = new Agent(false);
  assert.equal(agent.says("Connection refused", Status.l4Connection), "no check");
  assert.equal(agent.says("", Status.l7Timeout), "no check");
});

test("weight, maxconn and administrative state are taken over", () => {
  const agent = new Agent(true);
  const server = agent.controlled.server("s1");
  assert.equal(agent.says("50% maxconn:7 drain"), "DRAIN (agent)");
  assert.deepEqual([server.weight(), server.maxconn], [50, 7]);
  assert.equal(agent.says("weight:20 ready"), "UP 1/3");
  assert.equal(server.weight(), 20);
  assert.equal(agent.says("maint"), "MAINT");
  agent.says("ready weight:x");
  assert.equal(agent.output, "agent warns : Empty weight string empty or preceded by garbage");
  agent.says("wat");
  assert.equal(agent.output, "agent reports an error : wat");
  const fixed = new Agent(true, false);
  fixed.says("50%");
  assert.match(fixed.output, /^agent warns : Backend is using a static LB algorithm/);
});

test("an agent is asked at its own port and address with what its line sends", () => {
  const bench = new CheckBench({ ...asked, agentAddr: "127.0.0.8", agentSend: "hi\n" });
  const socket = bench.run({ checked: "agent", sequence: agentSequence(bench.server) });
  assert.deepEqual(socket.spec.address, { kind: "ip", host: "127.0.0.8", port: 9000 });
  socket.connect();
  assert.equal(socket.sent, "hi\n");
  socket.receive("up 7");
  assert.equal(bench.reports.length, 0);
  socket.receive("5%\r\nrest");
  assert.deepEqual([bench.reports[0]?.status.name, bench.reports[0]?.info], ["CHECKED", "up 75%"]);
});
