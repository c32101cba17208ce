/** Hosts that checks go to by name: looked up once each, put where the plans look, or reported. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findCheckHosts } from "../../../../src/app/servers/check-names.ts";
import { CollectedDiagnostics } from "../../../../src/config/diagnostics/collect.ts";
import type { ServerModel } from "../../../../src/config/model.ts";
import type { Dns } from "../../../../src/runtime/runtime.ts";
import { checkAddress, type CheckPlan } from "../../../../src/server/health/plan.ts";
import { CheckTxn } from "../../../../src/server/health/check-txn.ts";
import { CheckBench, checkScope, tcpSequence } from "../../server/health/check-bench.ts";

class Names implements Dns {
  readonly asked: string[] = [];
  lookup(host: string): ReturnType<Dns["lookup"]> {
    this.asked.push(host);
    return host.endsWith(".known")
      ? Promise.resolve([{ address: "127.0.0.9", family: 4 as const }])
      : Promise.reject(new Error("unknown"));
  }
}

function planned(line: Partial<ServerModel>, ...rules: string[]): CheckPlan {
  return new CheckBench(line).plan({ sequence: tcpSequence(checkScope(), ...rules)! });
}

function goesTo(plan: CheckPlan): unknown {
  const [step] = plan.sequence.steps;
  assert.ok(step?.kind === "connect");
  return checkAddress(step, new CheckTxn(plan.backend, plan.server, plan.bytes, 100), plan);
}

test("names of lines and rules become addresses, each looked up once", async () => {
  const names = new Names();
  const plans = [
    planned({ checkAddr: "a.known", checkAddrPort: 7 }, "tcp-check connect"),
    planned({ checkAddr: "a.known" }, "tcp-check connect addr b.known:8"),
    planned({ checkAddr: "127.0.0.3" }, "tcp-check connect addr [::1]:5"),
  ];
  const diagnostics = new CollectedDiagnostics();
  await findCheckHosts(plans, names, diagnostics);
  assert.deepEqual(names.asked, ["a.known", "b.known"]);
  assert.deepEqual(plans.map(goesTo), [
    { kind: "ip", host: "127.0.0.9", port: 7 },
    { kind: "ip", host: "127.0.0.9", port: 8 },
    { kind: "ip", host: "::1", port: 5 },
  ]);
});

test("a name without an address is an error at its server's line", async () => {
  const diagnostics = new CollectedDiagnostics();
  await findCheckHosts([planned({ agentAddr: "no", checkAddr: "no" })], new Names(), diagnostics);
  assert.deepEqual(
    diagnostics.all.map(({ message }) => message),
    ["checks: could not resolve address 'no'"],
  );
});

test("sockets of the file system are gone to as they are", () => {
  const socket = { kind: "unix", path: "/run/s" } as const;
  assert.deepEqual(goesTo(planned({ checkSocket: socket }, "tcp-check connect port 3")), socket);
  const rule = planned({ checkSocket: socket }, "tcp-check connect addr 127.0.0.2:3");
  assert.deepEqual(goesTo(rule), { kind: "ip", host: "127.0.0.2", port: 3 });
});
