/** Outcomes of checks for what a server does; texts recorded from HAProxy 2.6. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HttpCheckModel } from "../../../../src/config/model.ts";
import { usesTls } from "../../../../src/server/health/plan.ts";
import { CheckBench as Bench, checkScope, httpSequence } from "./check-bench.ts";

/** The outcome of an HTTP check that gets this answer and then FIN. */
function answered(
  answer: string,
  model: Partial<HttpCheckModel> = {},
  ...lines: readonly string[]
): string {
  const bench = new Bench();
  const socket = bench.runHttp(model, ...lines);
  socket.connect();
  if (answer !== "") socket.receive(answer);
  if (!socket.isReset) socket.end();
  assert.ok(socket.isReset);
  return bench.outcome();
}

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

test("a TCP check passes with the connection and measures it", () => {
  const bench = new Bench();
  const socket = bench.run({});
  assert.deepEqual(socket.spec.address, { kind: "ip", host: "127.0.0.1", port: 80 });
  bench.clock.advance(12);
  socket.connect();
  assert.equal(bench.outcome(), "L4OK Layer4 check passed, check duration: 12ms");
  assert.ok(socket.isReset);
  bench.clock.advance(10_000);
  assert.equal(bench.reports.length, 1);
});

test("a refused connection and other failures are named", () => {
  const failures = [
    [
      "ECONNREFUSED",
      'L4CON Layer4 connection problem, info: "Connection refused", check duration: 0ms',
    ],
    [
      "EHOSTUNREACH",
      'L4CON Layer4 connection problem, info: "No route to host", check duration: 0ms',
    ],
    ["ETLS", 'L6RSP Layer6 invalid response, info: "SSL handshake failure", check duration: 0ms'],
  ] as const;
  for (const [code, outcome] of failures) {
    const bench = new Bench();
    bench.run({}).fail(code);
    assert.equal(bench.outcome(), outcome);
  }
});

test("a TLS check passes on layer 6", () => {
  const bench = new Bench();
  const socket = bench.run({}, { tls: { kind: "client-tls-context" } });
  assert.notEqual(socket.spec.tls, null);
  socket.connect();
  assert.equal(bench.outcome(), "L6OK Layer6 check passed, check duration: 0ms");
});

test("TLS follows the traffic unless the check goes elsewhere or check-ssl says so", () => {
  assert.equal(usesTls(new Bench({ ssl: true }).server), true);
  assert.equal(usesTls(new Bench({ ssl: true, checkPort: 81 }).server), false);
  assert.equal(usesTls(new Bench({ checkPort: 81, checkSsl: true }).server), true);
  assert.equal(usesTls(new Bench().server), false);
});

test("addr and port lead the check elsewhere", () => {
  const socket = new Bench({ checkAddr: "127.0.0.7", checkPort: 8080 }).run({});
  assert.deepEqual(socket.spec.address, { kind: "ip", host: "127.0.0.7", port: 8080 });
});

test("without timeout check the interval bounds it all", () => {
  const bench = new Bench();
  bench.run({ connectTimeoutMs: 500 });
  bench.clock.advance(1999);
  assert.equal(bench.reports.length, 0);
  bench.clock.advance(2);
  assert.equal(bench.outcome(), "L4TOUT Layer4 timeout, check duration: 2000ms");
});

test("with timeout check the connection has the shorter of timeout connect and inter", () => {
  const bench = new Bench();
  bench.run({ connectTimeoutMs: 500, checkTimeoutMs: 5000 });
  bench.clock.advance(501);
  assert.equal(bench.outcome(), "L4TOUT Layer4 timeout, check duration: 500ms");
});

test("a server that answers too late times out on layer 7", () => {
  const bench = new Bench();
  const socket = bench.runHttp({});
  bench.clock.advance(100);
  socket.connect();
  socket.receive("HTTP/1.1 200 OK\r\nFoo");
  bench.clock.advance(301);
  assert.equal(bench.outcome(), "L7TOUT Layer7 timeout, check duration: 400ms");
});

test("requests are HAProxy's", () => {
  const request = (model: Partial<HttpCheckModel>, ...lines: readonly string[]): string => {
    const socket = new Bench().runHttp(model, ...lines);
    socket.connect();
    return socket.sent;
  };
  assert.equal(request({}), "OPTIONS / HTTP/1.0\r\n\r\n");
  assert.equal(request({ method: "GET", uri: "/ping" }), "GET /ping HTTP/1.0\r\n\r\n");
  const fields = "hdr Host a.b hdr X-Y z hdr Content-Length 9 body hello";
  assert.equal(
    request({}, `http-check send meth HEAD uri /x ver HTTP/1.1 ${fields}`),
    "HEAD /x HTTP/1.1\r\nhost: a.b\r\nx-y: z\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello",
  );
  assert.equal(
    request({ version: "HTTP/1.1", host: "h" }, "http-check send hdr Connection x"),
    "OPTIONS / HTTP/1.1\r\nhost: h\r\nconnection: x\r\n\r\n",
  );
  assert.equal(
    request({}, "http-check send uri http://bar/x hdr Host foo"),
    "OPTIONS http://foo/x HTTP/1.0\r\nhost: foo\r\n\r\n",
  );
});

test("2xx and 3xx pass, others fail with their reason", () => {
  assert.equal(answered(OK), "L7OK Layer7 check passed, code: 200, check duration: 0ms");
  assert.match(answered("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), /^L7OK .*code: 302/);
  assert.equal(
    answered("HTTP/1.1 404 Whatever\r\nContent-Length: 0\r\n\r\n"),
    'L7STS Layer7 wrong status, code: 404, info: "Whatever", check duration: 0ms',
  );
  assert.equal(
    answered("HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n"),
    "L7STS Layer7 wrong status, code: 500, check duration: 0ms",
  );
});

test("what is no HTTP answer is invalid", () => {
  for (const answer of ["garbage\r\n\r\n", "<html>", "HTTP/1.1 200 OK\r\nFoo", ""]) {
    assert.equal(answered(answer), "L7RSP Layer7 invalid response, check duration: 0ms", answer);
  }
});

test("a reset after connecting is a socket error", () => {
  const bench = new Bench();
  const socket = bench.runHttp({});
  socket.connect();
  socket.fail("ECONNRESET");
  assert.equal(
    bench.outcome(),
    'SOCKERR Socket error, info: "Connection reset by peer", check duration: 0ms',
  );
});

test("expect rules judge status and content", () => {
  const status = (expect: string, code: number): string =>
    answered(
      `HTTP/1.1 ${code} X\r\nContent-Length: 0\r\n\r\n`,
      {},
      `http-check expect ${expect}`,
    ).split(" ")[0]!;
  assert.equal(status("status 200-204,301", 301), "L7OK");
  assert.equal(status("status 200-204,301", 302), "L7STS");
  assert.equal(status("! status 500", 404), "L7OK");
  assert.equal(status("! status 500", 500), "L7STS");
  assert.equal(status("! rstatus ^5", 404), "L7OK");
  assert.equal(status("rstatus ^2", 302), "L7STS");
  const content = (expect: string, answer: string = OK): string =>
    answered(answer, {}, `http-check expect ${expect}`);
  assert.equal(content("string hi"), "L7OK Layer7 check passed, code: 200, check duration: 0ms");
  assert.equal(
    content("string ho"),
    'L7RSP Layer7 invalid response, info: "HTTP content check did not match", check duration: 0ms',
  );
  assert.equal(
    content("! rstring h."),
    'L7RSP Layer7 invalid response, info: "HTTP check matched unwanted content", check duration: 0ms',
  );
  assert.equal(content("! string no"), "L7OK Layer7 check passed, code: 200, check duration: 0ms");
  assert.equal(
    content("! string no", "HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n"),
    'L7RSP Layer7 invalid response, info: "HTTP content check could not find a response body", check duration: 0ms',
  );
  const chunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n";
  assert.match(content("string hi", chunked), /^L7OK/);
});

test("a match is found as soon as it arrived, split anywhere", () => {
  const answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n..hi";
  for (let at = 1; at < answer.length; at++) {
    const bench = new Bench();
    const socket = bench.runHttp({}, "http-check expect string hi");
    socket.connect();
    socket.receive(answer.slice(0, at));
    assert.equal(bench.reports.length, 0);
    socket.receive(answer.slice(at));
    assert.match(bench.outcome(), /^L7OK/);
  }
});

test("disable-on-404 turns 404 of a running server into a soft stop", () => {
  const answer = "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n";
  assert.equal(
    answered(answer, { disableOn404: true }, "http-check expect status 200"),
    "L7OKC Layer7 check conditionally passed, code: 404, check duration: 0ms",
  );
  const bench = new Bench({ disabled: true });
  const socket = bench.runHttp({ disableOn404: true });
  socket.connect();
  socket.receive(answer);
  assert.match(bench.outcome(), /^L7STS/);
});

test("rules that say nothing sensible are refused", () => {
  const lines = [
    "expect status 2xx",
    "expect status 300-200",
    "expect hdr x",
    "expect hdr name -m reg (",
    "expect hdr name-lf -m reg x",
    "expect rstring (",
    "expect status",
    "expect status 200 comment",
    "expect ok-status L7RSP status 200",
    "expect min-recv x status 200",
    "send",
    "send ver HTTP/2.0",
    "send hdr a:b c",
    "send uri-lf %[nosuch]",
    "connect proto h2",
    "connect proto fcgi",
    "connect proto none",
    "connect proto foo",
    "connect proto",
    "connect port 70000",
    "connect addr fd@3",
    "set-var(txn.x) int(1)",
    "set-var(check.x)",
    "unset-var(check.x,ifset)",
    "nosuch",
  ];
  for (const line of lines) {
    const scope = checkScope();
    assert.equal(httpSequence(scope, {}, `http-check ${line}`), undefined, line);
    assert.equal(scope.diagnostics.all.length, 1, line);
  }
});

test("a connection carries one request, and its answer is judged before the next", () => {
  const sequences = [
    ["http-check expect status 200", "http-check connect", "http-check send uri /late"],
    ["http-check send uri /a", "http-check expect status 200", "http-check send uri /b"],
    ["http-check connect", "http-check send uri /a", "http-check connect"],
    ["http-check connect", "http-check send uri /a", "http-check send uri /b"],
  ];
  for (const lines of sequences) {
    const scope = checkScope();
    assert.equal(httpSequence(scope, {}, ...lines), undefined, lines.join("; "));
    assert.equal(scope.diagnostics.all.length, 1);
  }
});
