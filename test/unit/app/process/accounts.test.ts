/** Users and groups that the system does not know. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAccounts } from "../../../../src/app/process/accounts.ts";
import { CollectedDiagnostics } from "../../../../src/config/diagnostics/collect.ts";
import { loadConfig } from "../../../../src/config/load.ts";
import { memoryHost } from "../../config/memory-host.ts";

const known = (name: string): number => (name === "known" ? 1 : -1);

test("unknown names are told once, where they stand", () => {
  const text =
    "global\n user nobody\n group known\n unix-bind user known group staff\n" +
    " stats socket unix@/s user known group nogroup\n" +
    "frontend f\n bind unix@/a user other\n bind unix@/b user other group known\n";
  const diagnostics = new CollectedDiagnostics();
  const { model } = loadConfig(["a"], memoryHost({ a: text }));
  checkAccounts(model, { uidOf: known, gidOf: known }, diagnostics);
  assert.deepEqual(
    diagnostics.all.map(({ at, message }) => `${at?.line ?? "-"} ${message}`),
    [
      "- there is no user 'nobody'",
      "- there is no group 'staff'",
      "5 there is no group 'nogroup'",
      "7 there is no user 'other'",
    ],
  );
});
