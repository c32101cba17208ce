/** One check of one server between a played connection and a fake clock. */
import assert from "node:assert/strict";
import { bytes as byteFactory } from "../../../../runtime-adapters/shared/bytes.ts";
import type { CheckRuleModel, HttpCheckModel, ServerModel } from "../../../../src/config/model.ts";
import { TimerWheel } from "../../../../src/core/timer-wheel.ts";
import { type CheckReport, describeReport } from "../../../../src/server/check-status.ts";
import { CheckRun } from "../../../../src/server/health/check-run.ts";
import { CHECK_PLACES } from "../../../../src/server/health/check-txn.ts";
import { compileHttpSequence } from "../../../../src/server/health/http-sequence.ts";
import type { CheckConnection, CheckPlan } from "../../../../src/server/health/plan.ts";
import { connectOnly, type Sequence } from "../../../../src/server/health/sequence.ts";
import { compileTcpSequence } from "../../../../src/server/health/tcp-sequence.ts";
import type { Server } from "../../../../src/server/server.ts";
import { ANY_SOURCE } from "../../../../src/server/connect/source-ports.ts";
import { FakeClock } from "../../core/fake-clock.ts";
import { testScope, type TestScope, txnOf } from "../../support/txn.ts";
import { newControlledFarm, serverModel, word } from "../new-farm.ts";
import { type PlayedSocket, PlayedTransport } from "./fake-transport.ts";

const LIMIT_BYTES = 16_384;
const LIMITS = {
  head: { maxFields: 100, maxHeadBytes: 15_000 },
  bytes: LIMIT_BYTES,
  isLenient: false,
};

const PLAIN: HttpCheckModel = {
  method: "OPTIONS",
  uri: "/",
  version: "HTTP/1.0",
  host: null,
  disableOn404: false,
  sendState: false,
};

/** Lines as the configuration has them; words are cut at spaces, "_" stands for one inside. */
function rules(...lines: readonly string[]): CheckRuleModel[] {
  return lines.map((line) => {
    const words = line.split(" ").map((text) => word(text.replaceAll("_", " ")));
    return { line: { words, source: line }, words: words.slice(1) };
  });
}

export function checkScope(): TestScope {
  return testScope({ provides: CHECK_PLACES });
}

/** Undefined when a rule was refused; the scope has the reasons. */
export function tcpSequence(scope: TestScope, ...lines: readonly string[]): Sequence | undefined {
  return compileTcpSequence(rules(...lines), scope);
}

export function httpSequence(
  scope: TestScope,
  model: Partial<HttpCheckModel>,
  ...lines: readonly string[]
): Sequence | undefined {
  return compileHttpSequence(
    { ...PLAIN, ...model },
    rules(...lines),
    LIMITS,
    byteFactory,
    scope,
    null,
  );
}

export class CheckBench {
  readonly clock: FakeClock = new FakeClock(0);
  readonly wheel: TimerWheel = new TimerWheel(this.clock);
  readonly transport: PlayedTransport = new PlayedTransport();
  readonly reports: CheckReport[] = [];
  readonly server: Server;

  constructor(server: Partial<ServerModel> = {}) {
    this.server = newControlledFarm([serverModel("s1", { check: true, ...server })]).server("s1");
  }

  /** A plan for the server; each connection of the sequence is made as `connection` says. */
  plan(plan: Partial<CheckPlan> = {}, connection: Partial<CheckConnection> = {}): CheckPlan {
    const sequence = plan.sequence ?? connectOnly;
    const made = { tls: null, serverName: null, proxyHeader: null, via: null, ...connection };
    const connects = sequence.steps.filter((step) => step.kind === "connect");
    return {
      server: this.server,
      checked: "check",
      backend: txnOf().backend!,
      sequence,
      connections: new Map(connects.map((step) => [step, made])),
      hosts: new Map(),
      source: ANY_SOURCE,
      bytes: byteFactory,
      limitBytes: LIMIT_BYTES,
      connectTimeoutMs: null,
      checkTimeoutMs: null,
      ...plan,
    };
  }

  /** Starts a run of such a plan. */
  run(plan: Partial<CheckPlan> = {}, connection: Partial<CheckConnection> = {}): PlayedSocket {
    const run = new CheckRun(
      this.plan(plan, connection),
      2000,
      this.transport,
      this.wheel,
      (report) => this.reports.push(report),
    );
    run.start();
    return this.next();
  }

  /** The connection dialed last. */
  next(): PlayedSocket {
    const [socket] = this.transport.take();
    if (socket === undefined) throw new Error("nothing was dialed");
    return socket;
  }

  runTcp(...lines: readonly string[]): PlayedSocket {
    const scope = checkScope();
    const sequence = tcpSequence(scope, ...lines);
    assert.deepEqual(scope.diagnostics.all, []);
    return this.run({ sequence: sequence!, connectTimeoutMs: 1000, checkTimeoutMs: 300 });
  }

  runHttp(model: Partial<HttpCheckModel>, ...lines: readonly string[]): PlayedSocket {
    const scope = checkScope();
    const sequence = httpSequence(scope, model, ...lines);
    assert.deepEqual(scope.diagnostics.all, []);
    return this.run({ sequence: sequence!, connectTimeoutMs: 1000, checkTimeoutMs: 300 });
  }

  /** The one report there is, with its status name in front. */
  outcome(): string {
    assert.equal(this.reports.length, 1);
    const report = this.reports[0]!;
    return `${report.status.name} ${describeReport(report)}`;
  }
}
