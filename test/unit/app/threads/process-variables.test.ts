/** Copies of the process's variables: what they tell of a change, and what they take over. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ProcessVariables,
  type VariableChange,
} from "../../../../src/app/threads/process-variables.ts";
import { IpAddress, formatIp } from "../../../../src/core/ip.ts";
import { VariableNames } from "../../../../src/sample/variables/variables.ts";

function listening(): { readonly shared: ProcessVariables; readonly heard: VariableChange[] } {
  const shared = new ProcessVariables();
  const heard: VariableChange[] = [];
  shared.onChange((change) => heard.push(change));
  return { shared, heard };
}

test("a change is told once, and not again for the same value", () => {
  const { shared, heard } = listening();
  const { slot } = shared.names.ref("proc.x")!;
  shared.values.set(slot, 5, "int");
  shared.values.set(slot, 5, "int");
  shared.values.unset(slot);
  shared.values.unset(slot);
  assert.deepEqual(heard, [
    { name: "proc.x", value: 5, type: "int" },
    { name: "proc.x", value: null, type: "int" },
  ]);
});

test("what another thread did is taken over without being told", () => {
  const { shared, heard } = listening();
  shared.apply({ name: "proc.seen", value: "10.1.2.3", type: "ipv4" });
  shared.apply({ name: "proc.big", value: 2n ** 60n, type: "int" });
  const seen = shared.values.get(shared.names.ref("proc.seen")!.slot);
  assert.ok(seen instanceof IpAddress);
  assert.equal(formatIp(seen), "10.1.2.3");
  assert.equal(shared.values.get(shared.names.ref("proc.big")!.slot), 2n ** 60n);
  shared.apply({ name: "proc.big", value: null, type: "int" });
  assert.equal(shared.values.get(shared.names.ref("proc.big")!.slot), undefined);
  assert.deepEqual(heard, []);
  assert.deepEqual(shared.all(), [{ name: "proc.seen", value: "10.1.2.3", type: "ipv4" }]);
});

test("names of proc scope keep their slot in every generation, others begin anew", () => {
  const { names } = new ProcessVariables();
  const first = new VariableNames(names);
  assert.equal(first.ref("txn.a")!.slot, 0);
  assert.equal(first.ref("proc.a")!.slot, 0);
  assert.equal(first.ref("proc.b")!.slot, 1);
  const second = new VariableNames(names);
  assert.equal(second.ref("txn.z")!.slot, 0);
  assert.equal(second.ref("proc.b")!.slot, 1);
});
