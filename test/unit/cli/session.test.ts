import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { World } from "./world.ts";

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

test("one line is answered, an empty line ends the answer, the connection closes", () => {
  const socket = new World().connect();
  socket.type("show version\n");
  assert.equal(socket.received, "0.1.0\n\n");
  assert.equal(socket.closed, true);
});

test("a line may come in pieces", () => {
  const socket = new World().connect();
  socket.type("show ver");
  assert.equal(socket.received, "");
  assert.equal(socket.closed, false);
  socket.type("sion\r\n");
  assert.equal(socket.received, "0.1.0\n\n");
});

test("several lines at hand are all answered", () => {
  const socket = new World().connect();
  socket.type("show version\nshow cli level\n");
  assert.equal(socket.received, "0.1.0\n\nadmin\n\n");
});

test("semicolons chain commands", () => {
  assert.equal(new World().ask("show version; show cli level"), "0.1.0\n\nadmin\n\n");
  assert.equal(new World().ask("operator; set maxconn global 4"), "\nPermission denied\n\n");
});

test("a half-closed client gets its answer, then the close", () => {
  const socket = new World().connect();
  socket.type("show version\n");
  socket.end();
  assert.equal(socket.received, "0.1.0\n\n");
  assert.equal(socket.closed, true);
});

test("a client that ends without a line feed is closed without an answer", () => {
  const socket = new World().connect();
  socket.type("show version");
  socket.end();
  assert.equal(socket.received, "");
  assert.equal(socket.closed, true);
});

test("prompt keeps the connection, quit ends it", () => {
  const socket = new World().connect();
  socket.type("prompt\n");
  assert.equal(socket.received, "\n> ");
  socket.type("show version\n");
  assert.equal(socket.received, "\n> 0.1.0\n\n> ");
  assert.equal(socket.closed, false);
  socket.type("quit\n");
  assert.equal(socket.received, "\n> 0.1.0\n\n> ");
  assert.equal(socket.closed, true);
});

test("quit in a chain ends the connection before what follows", () => {
  const socket = new World().connect();
  socket.type("quit; show version\n");
  assert.equal(socket.received, "");
  assert.equal(socket.closed, true);
});

test("a payload ends with an empty line and belongs to the last command", () => {
  const world = new World();
  const socket = world.connect();
  socket.type("show version; add map /etc/m.map <<\n/k1 v1\n/k2 v2 w\n");
  assert.equal(socket.received, "");
  socket.type("\n");
  assert.equal(socket.received, "0.1.0\n\n\n");
  assert.equal(world.patterns.find("/etc/m.map", "map")!.entry("/k2")!.value, "v2 w");
});

test("a payload may end with a word of its own", () => {
  const world = new World();
  world.connect().type("add map /etc/m.map <<EOF\n/k1 v1\n\n/k2 v2\nEOF\n");
  assert.equal(world.patterns.find("/etc/m.map", "map")!.entry("/k2")!.value, "v2");
});

test("with a prompt each payload line is asked for", () => {
  const socket = new World().connect();
  socket.type("prompt\nadd map /etc/m.map <<\n/k v\n\n");
  assert.equal(socket.received, "\n> + + \n> ");
});

test("a backslash keeps blanks and semicolons in a word", () => {
  const world = new World();
  world.ask("add map /etc/m.map a\\;b c\\ d");
  assert.equal(world.patterns.find("/etc/m.map", "map")!.entry("a;b")!.value, "c d");
});

test("an answer that waits holds back the next one", async () => {
  const world = new World();
  world.slowPatterns = true;
  const socket = world.connect();
  socket.type("add map /etc/m.map /n v; show version\nshow cli level\n");
  await settled();
  assert.equal(socket.received, "");
  assert.equal(socket.closed, false);
  world.release!();
  await settled();
  assert.equal(socket.received, "\n0.1.0\n\nadmin\n\n");
  assert.equal(socket.closed, true);
});

test("after an answer that waited the connection closes", async () => {
  const world = new World();
  world.slowPatterns = true;
  const socket = world.connect();
  socket.type("add map /etc/m.map /n v\n");
  world.release!();
  await settled();
  assert.equal(socket.received, "\n");
  assert.equal(socket.closed, true);
});

test("an answer for a client that left goes nowhere", async () => {
  const world = new World();
  world.slowPatterns = true;
  const socket = world.connect();
  socket.type("add map /etc/m.map /n v\n");
  socket.close();
  world.release!();
  await settled();
  assert.equal(socket.received, "");
});

test("a slow reader gets everything, then the close", () => {
  const socket = new World().connect();
  socket.room = 3;
  socket.type("show version; show version\n");
  assert.equal(socket.received, "0.1");
  assert.equal(socket.closed, false);
  socket.drain(5);
  socket.drain(100);
  assert.equal(socket.received, "0.1.0\n\n0.1.0\n\n");
  assert.equal(socket.closed, true);
});

test("an idle connection is closed after the timeout, which the client may change", () => {
  const world = new World();
  const socket = world.connect("admin", 10_000);
  socket.type("prompt\nset timeout cli 60\n");
  world.clock.advance(59_000);
  assert.equal(socket.closed, false);
  world.clock.advance(2_000);
  assert.equal(socket.closed, true);
  const other = world.connect("admin", 10_000);
  world.clock.advance(10_002);
  assert.equal(other.closed, true);
});

test("endless input is cut off", () => {
  const socket = new World().connect();
  for (let i = 0; i < 5; i++) socket.type("x".repeat(1 << 20));
  assert.equal(socket.received, "The input is too long.\n\n");
  assert.equal(socket.closed, true);
});

test("clients do not share their state", () => {
  const world = new World();
  const first = world.connect();
  const second = world.connect();
  first.type("prompt\noperator\n");
  second.type("show cli level\n");
  assert.equal(second.received, "admin\n\n");
  assert.equal(first.closed, false);
});

test("an answer that goes on ends with the next input, which is no command", () => {
  const world = new World();
  world.rings.define({
    name: "r",
    description: "a ring",
    format: "raw",
    maxBytes: null,
    sizeBytes: 1024,
    connectTimeoutMs: null,
    serverTimeoutMs: null,
    servers: [],
  });
  const { ring } = world.rings.get("r")!;
  const log = (text: string): boolean => ring.append(bytes.latin1(text), 0, text.length);
  log("one");
  assert.equal(world.ask("show events r"), "one\n\n");
  assert.equal(world.ask("show events r -n"), "\n");
  assert.equal(world.ask("show events r -0"), "one\0\n");
  assert.equal(world.ask("show events r -x"), "unknown option\n\n");
  assert.equal(world.ask("show events nope"), "No such event sink\n\n");
  assert.match(world.ask("show events"), /^ {4}r {10}: type=buffer, 0 dropped, a ring$/m);
  const socket = world.connect();
  socket.type("prompt\nshow events r -wn\n");
  assert.equal(socket.received, "\n> ");
  log("two");
  log("three");
  assert.equal(socket.received, "\n> two\nthree\n");
  socket.type("show version\n");
  assert.equal(socket.received, "\n> two\nthree\n\n> ");
  log("four");
  assert.equal(socket.received, "\n> two\nthree\n\n> ");
  socket.type("show version\n");
  assert.equal(socket.received, "\n> two\nthree\n\n> 0.1.0\n\n> ");
});
