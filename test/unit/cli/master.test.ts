/** The master's socket: prefixes, the two lines of `show proc`, modes and prompts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Level } from "../../../src/cli/command.ts";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { MASTER_COMMANDS } from "../../../src/cli/commands/master.ts";
import { Interpreter } from "../../../src/cli/interpreter.ts";
import { MasterShell } from "../../../src/cli/master-shell.ts";
import type { FakeSocket } from "./fake-socket.ts";
import { World } from "./world.ts";

const PID = 4242;

function connect(level: Level = "admin", world: World = new World()): FakeSocket {
  const { control } = world;
  const worker = new Interpreter(COMMANDS, control);
  const shell = new MasterShell(new Interpreter(MASTER_COMMANDS, control), worker, PID);
  return world.connect(level, 10_000, shell);
}

function ask(line: string, level: Level = "admin"): string {
  const socket = connect(level);
  socket.type(`${line}\n`);
  return socket.received;
}

test("show proc has a line for the master and one for the worker", () => {
  const lines = ask("show proc").split("\n");
  const blank = " ".repeat(6);
  assert.equal(
    lines[0],
    `#<PID>          <type>          <reloads>       <uptime>        <version>${blank}`,
  );
  assert.match(lines[1]!, /^\d+ +master {10}2 \[failed: 1\] {3}1d02h03m04s {5}0\.1\.0 {10}$/);
  assert.equal(lines[2], "# workers");
  assert.match(lines[3]!, /^\d+ +worker {10}0 {15}1d02h03m04s {5}0\.1\.0 {10}$/);
  assert.deepEqual(lines.slice(4), ["", ""]);
});

for (const prefix of ["@1", `@!${PID}`, "@@1"]) {
  test(`${prefix} before a command runs it in the worker`, () => {
    assert.equal(
      ask(`${prefix} show cli sockets`),
      "# socket lvl processes\nunix@/run/a.sock admin all\n\n",
    );
  });
}

for (const prefix of ["@", "@master", "@0"]) {
  test(`${prefix} before a command runs it in the master`, () => {
    assert.equal(ask(`${prefix} show cli sockets`), "\n");
  });
}

for (const prefix of ["@2", "@foo", "@!1"]) {
  test(`${prefix} names no process`, () => {
    assert.equal(
      ask(`${prefix} show version`),
      `Can't find the target PID matching the prefix '${prefix}'\n\n`,
    );
  });
}

test("@1 alone stays in the worker, @ goes back; neither says anything", () => {
  assert.equal(ask("@1"), "");
  const list = "# socket lvl processes\nunix@/run/a.sock admin all\n\n";
  assert.equal(ask("@1; show cli sockets; @; show cli sockets"), `${list}\n`);
});

test("a level lowered by one command in the worker is its session's, else the connection's", () => {
  assert.equal(ask("@1 user; show cli level"), "\nadmin\n\n");
  assert.equal(ask("@1; user; show cli level"), "\nuser\n\n");
  assert.equal(ask("user; show proc"), "\nPermission denied\n\n");
  assert.equal(ask("@1 show cli level", "operator"), "operator\n\n");
  assert.equal(ask("show env HOME", "user"), "Permission denied\n\n");
});

test("the master has no commands of the worker unless mcli-debug-mode is on", () => {
  assert.match(ask("show stat"), /^Unknown command/);
  assert.match(ask("mcli-debug-mode on; show stat"), /^# pxname/);
  assert.equal(ask("mcli-debug-mode on", "operator"), "Permission denied\n\n");
});

test("modes set at the master hold in the worker", () => {
  assert.equal(ask("expert-mode on; @1 expert-mode"), "expert-mode is ON\n\n");
  assert.equal(ask("expert-mode on; @1 experimental-mode"), "experimental-mode is OFF\n\n");
});

test("the prompt names the process, and the modes that are on", () => {
  const socket = connect();
  socket.type("prompt\n");
  assert.equal(socket.received, "master> ");
  socket.type("expert-mode on\n");
  socket.type("mcli-debug-mode on\n");
  socket.type("@1\n");
  socket.type("show cli level\n");
  assert.equal(socket.received, `master> master(e)> master(ed)> ${PID}(ed)> admin\n\n${PID}(ed)> `);
});

test("echo and show startup-logs", () => {
  assert.equal(ask("echo  a   b"), "a b\n\n");
  assert.equal(ask("show startup-logs"), "[WARNING] a.cfg:1: so it is\n\n");
});

test("reload tells how it went, and what was said", async () => {
  const world = new World();
  const socket = connect("operator", world);
  socket.type("reload\n");
  await new Promise((done) => setImmediate(done));
  assert.equal(socket.received, "Success=1\n--\n[WARNING] a.cfg:1: so it is\n\n");
  world.reloadFault = "[ALERT] no";
  const second = connect("operator", world);
  second.type("reload\n");
  await new Promise((done) => setImmediate(done));
  assert.equal(second.received, "Success=0\n--\n[ALERT] no\n\n");
  assert.equal(ask("reload", "user"), "Permission denied\n\n");
});
