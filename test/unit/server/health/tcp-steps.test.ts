/** Steps of tcp-check: what is sent, waited for and told; texts recorded from HAProxy 2.6. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CheckBench as Bench, checkScope, tcpSequence } from "./check-bench.ts";

/** The outcome after the server sent this and, unless told otherwise, FIN. */
function answered(answer: string, lines: readonly string[], ends = true): string {
  const bench = new Bench();
  const socket = bench.runTcp(...lines);
  socket.connect();
  if (answer !== "") socket.receive(answer);
  if (ends && !socket.isReset) socket.end();
  return bench.reports.length === 0 ? "waits" : bench.outcome().replace(/, check duration.*/, "");
}

const passed = 'L7OK Layer7 check passed, code: 0, info: "(tcp-check)"';
const failed = (info: string): string => `L7RSP Layer7 invalid response, info: "TCPCHK ${info}"`;

test("a sequence goes on step by step, each request forgetting what came before", () => {
  const bench = new Bench();
  const socket = bench.runTcp(
    "tcp-check connect",
    "tcp-check send abc",
    "tcp-check expect string abc",
    "tcp-check send-binary 00fF",
    "tcp-check expect ! string abc",
  );
  socket.connect();
  assert.equal(socket.sent, "abc");
  socket.receive("..ab");
  socket.receive("c");
  assert.equal(socket.sent, "abc\0\xff");
  socket.receive("x");
  assert.deepEqual(bench.reports, []);
  socket.end();
  assert.match(bench.outcome(), /^L7OK/);
});

test("each further connection ends the one before, by FIN where it lingers", () => {
  const bench = new Bench();
  const first = bench.runTcp(
    "tcp-check connect linger",
    "tcp-check connect port 8025 addr 127.0.0.9",
    "tcp-check connect port int(80000)",
  );
  first.connect();
  assert.deepEqual([first.isReset, first.isClosed], [false, true]);
  const second = bench.next();
  assert.deepEqual(second.spec.address, { kind: "ip", host: "127.0.0.9", port: 8025 });
  second.connect();
  assert.deepEqual([second.isReset, second.isClosed], [true, false]);
  const third = bench.next();
  assert.deepEqual(third.spec.address, { kind: "ip", host: "127.0.0.1", port: 80_000 & 0xffff });
  third.fail("ECONNREFUSED");
  const told = "Connection refused at step 3 of tcp-check (connect)";
  assert.ok(bench.outcome().includes(`L4CON Layer4 connection problem, info: "${told}"`));
});

test("a mismatch is told with its step and comment", () => {
  const expect = (words: string): string => answered("hello", [`tcp-check expect ${words}`]);
  assert.equal(expect("string ell"), passed);
  assert.equal(expect("string no"), failed("did not match content 'no' at step 1"));
  assert.equal(expect("! string ell"), failed("matched unwanted content 'ell' at step 1"));
  assert.equal(
    expect("comment c ! rstring e.l"),
    failed("matched unwanted content (regex) at step 1 comment: c"),
  );
  assert.equal(expect("binary 6568"), failed("did not match content (binary) at step 1"));
  assert.equal(expect("rbinary ^68656C"), passed);
  assert.equal(expect("rbinary ^68656c"), failed("did not match content (binary regex) at step 1"));
  assert.equal(expect("string-lf %[str(lo)]"), passed);
  assert.equal(expect("binary-lf 6c%[str(6f)]"), passed);
  assert.equal(
    expect("string-lf %[var(check.none)]"),
    'L7RSP Layer7 invalid response, info: "log-format string evaluated to an empty string"',
  );
  assert.equal(
    answered("", ["tcp-check expect string a"]),
    failed("got an empty response at step 1"),
  );
});

test("min-recv says when what came is enough to be sure", () => {
  const open = (words: string, answer = "hello"): string =>
    answered(answer, [`tcp-check expect ${words}`], false);
  assert.equal(open("string no"), "waits");
  assert.equal(open("! string no"), "waits");
  assert.equal(open("min-recv 0 ! string no"), passed);
  assert.equal(open("min-recv 5 rstring no"), failed("did not match content (regex) at step 1"));
  assert.equal(open("min-recv 6 rstring hell"), "waits");
  assert.equal(open("min-recv 6 string hell"), "waits");
});

test("statuses, messages and codes are those of the rule", () => {
  const options = "ok-status L6OK on-success got:%[res.payload(0,2)] status-code int(42)";
  assert.equal(
    answered("hello", [`tcp-check expect ${options} string hello`]),
    'L6OK Layer6 check passed, info: "got:he"',
  );
  const errors = "error-status L7STS on-error bad:%[res.len] status-code int(43)";
  assert.equal(
    answered("hello", [`tcp-check expect ${errors} ! string hello`]),
    'L7STS Layer7 wrong status, code: 43, info: "bad:5"',
  );
});

test("variables live as long as a run", () => {
  const bench = new Bench();
  const socket = bench.runTcp(
    "tcp-check set-var(check.a) str(x)",
    "tcp-check set-var-fmt(check.a,ifnotset) y",
    "tcp-check set-var-fmt(sess.b) %[var(check.a)]1",
    "tcp-check unset-var(check.a)",
    "tcp-check connect",
    "tcp-check send-lf %[var(check.a)]%[var(sess.b)]",
  );
  socket.connect();
  assert.equal(socket.sent, "x1");
  assert.match(bench.outcome(), /^L7OK/);
});

test("a timeout and a lost connection name what was waited for", () => {
  const bench = new Bench();
  bench.runTcp("tcp-check comment c", "tcp-check expect tout-status L6TOUT string a").connect();
  bench.clock.advance(301);
  assert.ok(
    bench
      .outcome()
      .startsWith(
        `L6TOUT Layer6 timeout, info: " at step 2 of tcp-check (expect string 'a') comment: 'c'"`,
      ),
  );
  const lost = new Bench();
  const socket = lost.runTcp("tcp-check send a", "tcp-check expect rstring a");
  socket.connect();
  socket.fail("ECONNRESET");
  const told = "Connection reset by peer at step 2 of tcp-check (expect regex)";
  assert.ok(lost.outcome().startsWith(`SOCKERR Socket error, info: "${told}"`));
  const unmade = new Bench();
  unmade.runTcp("tcp-check send a").fail("ECONNREFUSED");
  const initial = "Connection refused at initial connection step of tcp-check";
  assert.ok(unmade.outcome().includes(`info: "${initial}"`));
});

test("rules that say nothing sensible are refused", () => {
  const sequences = [
    ["send"],
    ["send a b"],
    ["send-binary 0"],
    ["send-binary xx"],
    ["expect string"],
    ["expect nosuch a"],
    ["expect string a b"],
    ["expect error-status L7OK string a"],
    ["expect tout-status L7OK string a"],
    ["expect status-code nosuch string a"],
    ["connect nosuch"],
    ["connect proto h1"],
    ["connect proto h2"],
    ["comment"],
    ["send a", "connect"],
    ["set-var(req.a) int(1)"],
  ];
  for (const lines of sequences) {
    const scope = checkScope();
    assert.equal(
      tcpSequence(scope, ...lines.map((line) => `tcp-check ${line}`)),
      undefined,
      lines.join(),
    );
    assert.equal(scope.diagnostics.all.length, 1, lines.join());
  }
});
