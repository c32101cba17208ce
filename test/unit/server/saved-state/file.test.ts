/** Lines of files with servers' states: what is read, and what is not used. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseStateFile } from "../../../../src/server/saved-state/file.ts";

const line = (server: string, values: string): string =>
  `3 bk 1 ${server} 127.0.0.1 ${values} - 80 - 0 0 - - 0`;

test("lines by backend and server", () => {
  const { backends, faults } = parseStateFile(
    `1\n# be_id\n${line("a", "2 8 5 10 100 6 3 4 6 0 0 0")}\n`,
  );
  assert.deepEqual(faults, []);
  const state = backends.get("bk")!.get("a")!;
  assert.equal(String(state.address), "127.0.0.1");
  assert.deepEqual(
    [state.operational, state.admin, state.weight, state.initialWeight, state.sinceSec],
    [2, 8, 5, 10, 100],
  );
  assert.deepEqual([state.checkStatus, state.checkResult, state.port], [6, 3, 80]);
});

test("where checks and the agent were sent, if the line is long enough to tell", () => {
  const values = "127.0.0.1 2 8 5 10 100 6 3 4 6 22 0 0 - 80";
  const lines = `3 bk 1 long ${values} - 0 81 127.0.0.2 ::3 82\n3 bk 2 short ${values}\n`;
  const servers = parseStateFile(`1\n${lines}`).backends.get("bk")!;
  const targets = ["long", "short"].map((name) => {
    const { check, agent } = servers.get(name)!;
    return [check, agent].map(({ state, address, port }) => [state, String(address), port]);
  });
  const long = [
    [6, "127.0.0.2", 81],
    [22, "::3", 82],
  ];
  const short = [
    [6, "null", 0],
    [22, "null", 0],
  ];
  assert.deepEqual(targets, [long, short]);
});

test("maintenance and drain are not forced together", () => {
  const { backends, faults } = parseStateFile(`1\n${line("a", "0 9 5 10 100 6 3 4 6 0 0 0")}\n`);
  assert.equal(backends.size, 0);
  assert.deepEqual(faults, [
    "server-state application failed for server 'bk/a', invalid srv_admin_state value '9'",
  ]);
});

test("a line with values that cannot be is not used, and said to be wrong", () => {
  const text = `1\n${line("a", "9 0 999 1 x 1 0 2 0 0 0 0")}\n`;
  const { backends, faults } = parseStateFile(text);
  assert.equal(backends.size, 0);
  assert.deepEqual(faults, [
    "server-state application failed for server 'bk/a', invalid srv_op_state value '9', " +
      "invalid srv_uweight value '999', invalid srv_last_time_change value 'x'",
  ]);
});

test("another version, no file at all, lines cut short", () => {
  assert.deepEqual(parseStateFile("2\n").faults, ["unknown version '2'"]);
  assert.deepEqual(parseStateFile("").faults, ["unknown version ''"]);
  assert.equal(parseStateFile("1\n3 bk 1 a 127.0.0.1 2\n").backends.size, 0);
});
