/** `get var` and `set var` at the socket. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { World } from "./world.ts";

const ON = "experimental-mode on; ";

const ANSWERS: Readonly<Record<string, string>> = {
  "get var proc.x": "proc.x: type=sint value=<3>\n\n",
  "get var proc.none": "Variable not found.\n\n",
  "get var": "Missing process-wide variable identifier.\n\n",
  "set var proc.x int(1)": "This command is restricted to experimental mode only.\n\n",
  [`${ON}set var`]: "\nMissing process-wide variable identifier.\n\n",
  [`${ON}set var proc.x`]: "\nMissing either 'expr', 'fmt' or expression.\n\n",
  [`${ON}set var txn.x int(1)`]:
    "\n'set var': cannot set variable 'txn.x', only scope 'proc' is permitted here.\n\n",
  [`${ON}set var proc.x int(1) more`]:
    "\n'set var': arg type must be either 'expr' or 'fmt' but got 'int(1)'.\n\n",
  [`${ON}set var proc.x bad`]: "\nunknown fetch method 'bad'\n\n",
};
for (const [line, answer] of Object.entries(ANSWERS)) {
  test(`"${line}"`, () => assert.equal(new World().ask(line), answer));
}

const CHANGES: Readonly<Record<string, string>> = {
  "set var proc.x int(1)": "set proc.x expr int(1)",
  "set var proc.x expr int(1)": "set proc.x expr int(1)",
  "set var proc.x fmt a%[int(1)]": "set proc.x fmt a%[int(1)]",
  "set var proc.x fmt": "set proc.x expr fmt",
};
for (const [line, change] of Object.entries(CHANGES)) {
  test(`"${line}" with experimental-mode on`, () => {
    const world = new World();
    assert.equal(world.ask(ON + line), "\n\n");
    assert.deepEqual(
      world.calls.filter((call) => call !== "closed"),
      [change],
    );
  });
}

test("who may", () => {
  assert.equal(new World().ask("get var proc.x", "user"), "Permission denied\n\n");
  assert.equal(new World().ask("set var proc.x int(1)", "operator"), "Permission denied\n\n");
});
