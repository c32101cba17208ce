import assert from "node:assert/strict";
import { test } from "node:test";
import type { Txn } from "../../../src/plugin/types.ts";
import { HOST } from "../../../src/http/header-name.ts";
import type { HttpMessage } from "../../../src/http/message.ts";
import { parsedGetResponse } from "../support/heads.ts";
import { requestTxn, txnOf } from "../support/txn.ts";
import { FakeStream } from "./fake-stream.ts";
import { World } from "./world.ts";

/** Runs `act` as an action; what it throws is the test's. */
async function withTxn(
  act: (txn: Txn) => void,
  request = requestTxn("GET /a?b=c HTTP/1.1", ["Host: h", "X-A: 1", "X-B: \xc3\xbc", "x-a: 2"]),
): Promise<World> {
  const thrown: Error[] = [];
  const world = await World.with((core) =>
    core.registerAction("a", ["http-req"], (txn) => {
      try {
        act(txn);
      } catch (error) {
        thrown.push(error instanceof Error ? error : new Error(String(error)));
      }
    }),
  );
  FakeStream.run(world.host.action("a", "http-req", []), request);
  if (thrown[0] !== undefined) throw thrown[0];
  return world;
}

function fieldsOf(message: HttpMessage): string[] {
  const lines: string[] = [];
  for (let i = 0; i < message.fields.size; i++) {
    if (message.fields.isPresent(i))
      lines.push(`${message.fields.nameText(i)}: ${message.fields.valueText(i)}`);
  }
  return lines;
}

test("facts of the request: names in lower case, values in order, text as Unicode", async () => {
  await withTxn((txn) => {
    assert.deepEqual(
      [...txn.http.reqGetHeaders()],
      [
        ["host", ["h"]],
        ["x-a", ["1", "2"]],
        ["x-b", ["ü"]],
      ],
    );
    assert.deepEqual([txn.method, txn.uri, txn.source], ["GET", "/a?b=c", "127.0.0.1"]);
    assert.equal(txn.http.resGetHeaders().size, 0);
  });
});

test("bytes that are no UTF-8 stay one character each", async () => {
  await withTxn(
    (txn) => assert.deepEqual(txn.http.reqGetHeaders().get("x"), ["\xff"]),
    requestTxn("GET / HTTP/1.1", ["Host: h", "X: \xff"]),
  );
});

test("edits of the request reach the message", async () => {
  const request = requestTxn("GET /a?b=c HTTP/1.1", ["Host: h", "X-A: 1", "X-B: 2"]);
  await withTxn((txn) => {
    txn.http.reqSetHeader("X-A", " ü ");
    txn.http.reqAddHeader("X-A", "3");
    txn.http.reqDelHeader("x-b");
    txn.http.reqSetMethod("PURGE");
    txn.http.reqSetPath("/p");
    txn.http.reqSetQuery("q=1");
    assert.equal(txn.uri, "/p?q=1");
  }, request);
  const message = request.request!;
  assert.deepEqual(fieldsOf(message), ["host: h", "x-a: \xc3\xbc", "x-a: 3"]);
  assert.deepEqual([message.methodText(), message.targetText()], ["PURGE", "/p?q=1"]);
});

test("a new absolute target brings its host along, a new host goes into the target", async () => {
  const request = requestTxn("GET / HTTP/1.1", ["Host: h"]);
  await withTxn((txn) => txn.http.reqSetUri("http://other/x"), request);
  assert.equal(request.request!.fields.first(HOST), "other");
  await withTxn((txn) => txn.http.reqSetHeader("Host", "third"), request);
  assert.equal(request.request!.targetText(), "http://third/x");
});

test("edits of the response reach the message", async () => {
  const response = parsedGetResponse("HTTP/1.1 200 OK", "A: 1", "Set-Cookie: a", "Set-Cookie: b");
  await withTxn((txn) => {
    assert.deepEqual(txn.http.resGetHeaders().get("set-cookie"), ["a", "b"]);
    txn.http.resDelHeader("a");
    txn.http.resSetHeader("b", "2");
    txn.http.resAddHeader("b", "3");
    txn.http.resSetStatus(404);
  }, txnOf({ response }));
  assert.deepEqual(fieldsOf(response), ["set-cookie: a", "set-cookie: b", "b: 2", "b: 3"]);
  assert.deepEqual([response.status, response.reasonText()], [404, "Not Found"]);
});

test("what could split or reframe a message is refused and changes nothing", async () => {
  const request = requestTxn("GET / HTTP/1.1", ["Host: h"]);
  await withTxn((txn) => {
    const { http } = txn;
    for (const value of ["a\r\nb: c", "a\nb", "a\0"])
      assert.throws(() => http.reqSetHeader("x", value), TypeError);
    for (const name of ["", "a b", "a:", "ü", "a\r\nb"])
      assert.throws(() => http.reqAddHeader(name, "1"), TypeError);
    for (const name of ["Content-Length", "transfer-encoding", "Connection"]) {
      assert.throws(() => http.reqSetHeader(name, "1"), /belongs to the proxy/);
      assert.throws(() => http.reqDelHeader(name), /belongs to the proxy/);
    }
    for (const uri of ["", "/a b", "/a\r\n", "/ü", "/a#b"])
      assert.throws(() => http.reqSetUri(uri), TypeError);
    assert.throws(() => http.reqSetMethod("GET /x"), TypeError);
    assert.throws(() => http.resSetStatus(200), /there is no response here/);
    for (const status of [0, 101, 1000, 200.5]) assert.throws(() => txn.reply(status), TypeError);
    assert.throws(() => txn.reply(200, { x: "a\r\nb" }), TypeError);
  }, request);
  assert.deepEqual(fieldsOf(request.request!), ["host: h"]);
  // A character beyond a byte must not come out as its low byte: U+010A ends in 0x0a.
  await withTxn((txn) => txn.http.reqSetHeader("x", "\u010a"), request);
  assert.deepEqual(fieldsOf(request.request!), ["host: h", "x: \xc4\x8a"]);
});

test("variables keep their type and scope; names without one are refused", async () => {
  const request = requestTxn("GET / HTTP/1.1", ["Host: h"]);
  const world = await withTxn((txn) => {
    txn.setVar("txn.s", "x");
    txn.setVar("txn.i", -0.5);
    txn.setVar("txn.b", false);
    assert.deepEqual(
      ["txn.s", "txn.i", "txn.b", "txn.none"].map((name) => txn.getVar(name)),
      ["x", 0, false, undefined],
    );
    txn.unsetVar("txn.s");
    assert.equal(txn.getVar("txn.s"), undefined);
    assert.throws(() => txn.setVar("user", 1), /'user' is no variable/);
    assert.throws(() => txn.setVar("txn.x", Infinity), TypeError);
  }, request);
  assert.equal(request.variables.typeOf(world.slot("txn.i")), "int");
  assert.ok(Object.is(request.variables.get(world.slot("txn.i")), 0));
  assert.equal(request.variables.typeOf(world.slot("txn.b")), "bool");
});

test("an expression is compiled once and evaluated each time", async () => {
  const world = await withTxn((txn) => {
    assert.equal(txn.sample("req.hdr(x-a,1),add(1)"), 2);
    assert.equal(txn.sample("req.hdr(x-a,1),add(1)"), 2);
    assert.equal(txn.sample("src"), "127.0.0.1");
    assert.equal(txn.sample("req.hdr(none)"), undefined);
    assert.throws(() => txn.sample("no_such_fetch"), /'no_such_fetch' is no sample expression/);
  });
  assert.deepEqual(world.compiled, [
    "req.hdr(x-a,1),add(1)",
    "src",
    "req.hdr(none)",
    "no_such_fetch",
  ]);
});

test("compiled expressions are kept within bounds: the oldest is compiled again", async () => {
  const world = await withTxn((txn) => {
    for (let i = 0; i <= 1024; i++) assert.equal(txn.sample(`int(${i})`), i);
    txn.sample("int(1024)");
    txn.sample("int(0)");
  });
  assert.equal(world.compiled.length, 1026);
});
