import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { ringModels } from "../../../src/app/compile/rings.ts";
import type { LogFormatName } from "../../../src/config/model.ts";
import { Arena } from "../../../src/core/arena.ts";
import { DateText } from "../../../src/core/date.ts";
import { openEventSink } from "../../../src/log/events.ts";
import { Rings, RingSink } from "../../../src/log/rings.ts";
import { LogSinks } from "../../../src/log/sink.ts";
import type { Output } from "../../../src/runtime/process.ts";
import { compileExpression } from "../../../src/sample/expression.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { memoryHost } from "../config/memory-host.ts";
import { processFacts, requestTxn, testScope, wordOf } from "../support/txn.ts";

/** Rings of a configuration beside the built-in one, with what was written to the outputs. */
function world(config = "") {
  const written: string[] = [];
  const rings = new Rings({ arena: new Arena(), bytes, onLine: () => {} });
  for (const model of ringModels(loadConfig(["e.cfg"], memoryHost({ "e.cfg": config })).model))
    rings.define(model);
  const output = (name: string): Output => ({
    isTty: false,
    write: (text) => void written.push(`${name}:${text}`),
    writeBytes: (line, start, end) => written.push(`${name}:${line.latin1Slice(start, end)}`) > 0,
  });
  const sinks = new LogSinks({
    datagrams: { open: () => assert.fail("no datagrams are sent") },
    stdout: output("stdout"),
    stderr: output("stderr"),
    ring: (target) => new RingSink(rings.get(target.kind === "ring" ? target.name : "")!),
    descriptor: () => assert.fail("no descriptor is asked for"),
  });
  const wallMs = Date.UTC(2026, 10, 2, 13, 33, 40) + 629.911;
  const setting = {
    bytes,
    dates: new DateText(() => 0),
    wallMs: () => wallMs,
    onDrop: () => assert.fail("nothing is dropped"),
  };
  const scope = testScope();
  const process = {
    ...processFacts,
    eventSink: (name: string) => openEventSink(name, rings, sinks, setting),
  };
  const debugScope = { ...scope, process, acls: scope.acls };
  return { rings, written, scope: debugScope, lines };
  function lines(name: string): string[] {
    const { ring } = rings.get(name)!;
    const place = ring.place("oldest");
    const all: string[] = [];
    for (let line = ring.read(place); line !== null; line = ring.read(place))
      all.push(line.latin1Slice(0, line.length));
    return all;
  }
}

function evaluate(text: string, { scope }: ReturnType<typeof world>): unknown {
  const expression = compileExpression(wordOf(text), scope);
  assert.ok(expression, text);
  return expression.eval(requestTxn("GET /path HTTP/1.1", ["Host: h", "X-Ip: 2001:db8::1"]));
}

const BEFORE = "<0>2026-11-02T13:33:40.629911+00:00 [debug] ";

/** What buf0 gets, as HAProxy 3.2 shows it, and what the expression gives. */
const shown: readonly (readonly [string, string | null, unknown])[] = [
  ["path,debug", ": type=str </path>", "/path"],
  ["path,debug(p q),length", "p q: type=str </path>", 5],
  ["path,length,debug(n)", "n: type=sint <5>", 5],
  ["bool(true),debug(b)", "b: type=bool <1>", true],
  ["method,debug(m)", "m: type=meth <GET>", "GET"],
  ["src,debug(ip)", "ip: type=ipv4 <127.0.0.1>", undefined],
  ["req.hdr_ip(x-ip),debug(ip)", "ip: type=ipv6 <2001:db8::1>", undefined],
  ["str(QX9CCkM=),b64dec,debug(bin)", "bin: type=bin <A.B.C>", "A\x7fB\nC"],
  ["str(QQAAAQ==),b64dec,debug(nul)", "nul: type=bin <A>", "A\0\0\x01"],
  ["str(41),hex2i,debug()", ": type=sint <65>", 65],
  ["req.hdr(x-none),debug(none)", null, undefined],
];

for (const [text, line, value] of shown) {
  test(`debug: ${text}`, () => {
    const here = world();
    const given = evaluate(text, here);
    if (value !== undefined) assert.deepEqual(given, value);
    assert.deepEqual(here.lines("buf0"), line === null ? [] : [BEFORE + line]);
  });
}

test("debug tells what a variable holds", () => {
  const here = world();
  assert.equal(evaluate("str(QQ==),b64dec,set-var(txn.x),debug(set)", here), "A");
  const read = compileExpression(wordOf("var(txn.x),debug(read)"), here.scope)!;
  const txn = requestTxn("GET / HTTP/1.0");
  compileExpression(wordOf("str(QQ==),b64dec,set-var(txn.x)"), here.scope)!.eval(txn);
  read.eval(txn);
  assert.deepEqual(here.lines("buf0"), [
    `${BEFORE}set: type=bin <A>`,
    `${BEFORE}read: type=bin <A>`,
  ]);
});

const dressed: Readonly<Record<LogFormatName, string>> = {
  local: "<0>Nov  2 13:33:40 ",
  rfc3164: "<0>Nov  2 13:33:40 localhost ",
  rfc5424: "<0>1 2026-11-02T13:33:40.629911+00:00 - - - - - ",
  priority: "<0>",
  short: "<0>",
  timed: "<0>2026-11-02T13:33:40.629911+00:00 ",
  iso: "2026-11-02T13:33:40.629911+00:00 ",
  raw: "",
};

for (const [format, before] of Object.entries(dressed)) {
  test(`an event in a ring of format ${format}`, () => {
    const here = world(`ring r\n format ${format}\n size 4096`);
    evaluate("path,debug(x,r)", here);
    assert.deepEqual(here.lines("r"), [`${before}[debug] x: type=str </path>`]);
    assert.deepEqual(here.lines("buf0"), []);
  });
}

test("an event is cut at the ring's maxlen", () => {
  const here = world("ring r\n format iso\n maxlen 60\n size 4096");
  evaluate(`str(${"z".repeat(100)}),debug(long,r)`, here);
  assert.deepEqual(
    here.lines("r").map((line) => line.length),
    [60],
  );
});

test("outputs get bare lines", () => {
  const here = world();
  evaluate("path,debug(a,stdout),debug(b,stderr)", here);
  assert.deepEqual(here.written, [
    "stdout:[debug] a: type=str </path>\n",
    "stderr:[debug] b: type=str </path>\n",
  ]);
});

test("an unknown sink is an error", () => {
  const here = world();
  assert.equal(compileExpression(wordOf("path,debug(a,nope)"), here.scope), undefined);
  const [diagnostic] = here.scope.diagnostics.all;
  assert.match(diagnostic!.message, /no event sink 'nope'/);
});
