/** Conditions and ACLs; each row's verdict was given by haproxy 2.6 for the same request. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileCondition } from "../../../src/pattern/condition.ts";
import { requestTxn, testScope, txnOf, wordsOf } from "../support/txn.ts";

const request = requestTxn("GET /p/q.html?a=1 HTTP/1.1", [
  "Host: www.x.com",
  "X: ab, cd",
  "X: 10.1.2.3",
]);
const FILES = { "a.lst": "# c\nabc\n  #x y\n\n/p/q.html\n zz  \n" };

/** What a condition gives: true, false, or null when it is refused. */
function verdict(condition: string): boolean | null {
  const scope = testScope({
    files: FILES,
    acls: ["multi path /none", "multi path_end .html", "low path_sub q.h"],
  });
  const compiled = compileCondition(wordsOf(`if ${condition}`), scope);
  assert.equal(
    compiled === undefined,
    scope.diagnostics.errorCount > 0,
    "refused or reported, but not both",
  );
  if (compiled === undefined) return null;
  return compiled === "always" || compiled.test(request);
}

const TRUE: readonly string[] = [
  "{ path_beg /p }",
  "{ path_beg /p } or { path /x }",
  "TRUE FALSE || TRUE",
  "TRUE or",
  "or TRUE",
  "!FALSE",
  "!!TRUE",
  "! FALSE",
  "{ req.hdr(x) cd }",
  "{ req.hdr(x) -m sub 10. }",
  "{ hdr(x) ab }",
  "{ hdr_cnt(x) 3 }",
  "{ req.hdr_cnt(x) gt 2 }",
  "{ req.hdr_cnt(x) ge 3 lt 2 }",
  "{ req.hdr_cnt(x) 1:2 3:4 }",
  "{ always_true }",
  "{ always_true 0 }",
  "{ req.hdr_cnt(x) -m bool }",
  "{ path_beg -i /P }",
  "{ path,upper -m beg /P }",
  "{ path_dir p }",
  "{ path_dir q.html }",
  "{ hdr_dom(host) x }",
  "{ hdr_dom(host) x.com }",
  "{ hdr_dom(host) www.x }",
  "{ path_end -i .HTML .gif }",
  "{ path_len 9 }",
  "{ path_len gt 8 }",
  "{ path_len 1:20 }",
  "{ path_reg ^/p/.* }",
  "{ path_reg -i ^/P/.* }",
  "{ path_sub q.h }",
  "{ method GET }",
  "{ method GET POST }",
  "{ src 127.0.0.0/8 }",
  "{ src -n 127.0.0.1 }",
  "{ hdr_ip(x) 10.0.0.0/8 }",
  "{ req.hdr(x) -m ip 10.0.0.0/8 }",
  "{ path -m found }",
  "!{ req.hdr(nope) -m found }",
  "{ path -- /p/q.html }",
  "{ path -m len 9 }",
  "{ int(5) gt 3 }",
  "{ int(5) 5 }",
  "{ str(abc) abc }",
  "{ bin(4142) -m str AB }",
  "{ bin(4142) -m bin 4142 }",
  "{ req.hdr(x) -m int gt 5 }",
  "{ str(7) -m int gt 5 }",
  "{ src,ipmask(8) 127.0.0.0 }",
  "{ ipv6(::1) ::1 }",
  "{ ipv6(::ffff:10.1.1.1) 10.0.0.0/8 }",
  "{ ipv4(10.1.1.1) ::ffff:10.0.0.0/104 }",
  "{ always_true -m str 1 }",
  "{ int(12) -m beg 1 }",
  "{ src -m beg 127. }",
  "{ str(1.1.1.1) -m ip 1.1.1.1 }",
  "{ hdr(host) -i WWW.X.COM }",
  "{ hdr_reg(host) -i ^WWW }",
  "{ hdr_end(host) .com:80 .com }",
  "{ http_first_req }",
  "{ query a=1 }",
  "{ url_param(a) 1 }",
  "{ urlp_reg(a) ^1 }",
  "{ req.ver 1.1 }",
  "HTTP_1.1",
  "HTTP_URL_SLASH",
  "LOCALHOST",
  "HTTP",
  "{ path_dir /p/q.html }",
  "{ path_dir /p/ }",
  "{ path_dir p/q.html }",
  "{ req.hdr(x) -i CD }",
  "{ int(-5) lt 0 }",
  "{ int(5) 1: }",
  "{ int(5) :10 }",
  "{ cook_cnt(a) 0 }",
  "{ base_beg www }",
  "METH_GET !METH_POST",
  "multi",
  "multi low",
  "{ path -f a.lst }",
  "{ path -f a.lst other }",
];

const FALSE: readonly string[] = [
  "! TRUE",
  "{ req.hdr_cnt(x) eq 1:2 }",
  "{ req.hdr_cnt(x) gt }",
  "{ req.hdr_cnt(x) }",
  "{ path }",
  "{ always_true,not }",
  "{ path_beg,upper /P }",
  "{ path_beg /P }",
  "{ url_dom www }",
  "{ method get }",
  "{ method -i get }",
  "{ hdr_ip(x,1) 10.0.0.0/8 }",
  "{ req.hdr(nope) -m found }",
  "{ path -m str -- -i }",
  "{ path -m bin 2f70 }",
  "{ int(5) -m ip 1.1.1.1 }",
  "{ res.hdr(x) y }",
  "{ srv_id 1 }",
  "{ status 200 }",
  "{ path_beg }",
  "{ path -m sub }",
  "{ ssl_fc }",
  "{ ssl_fc 0 }",
  "HTTP_CONTENT",
  "METH_POST",
  "{ path_dir / }",
  "{ req.cook(a) -m found }",
  "{ scook(a) x }",
  "{ path zz }",
];

const REFUSED: readonly string[] = [
  "{path_beg /p}",
  "nope",
  "!nope",
  "{ }",
  "{ foo }",
  "{ path_foo x }",
  "{ path -m foo x }",
  "{ path -x y }",
  "{ src 127.0.0.1 -i }",
  "{ src notahost.invalid }",
  "{ bin(4142) AB }",
  "{ bin(4142) -m bin 414 }",
  "{ var(txn.x) y }",
  "{ path -f nope.lst }",
  "{ path_reg ( }",
  "{ query_beg a }",
  "{ HTTP_1.1 }",
  "{ int(5) : }",
  "{ int(5) 10:1 }",
  "{ int(5) a }",
  "{ int(5) 5.0 }",
  "TRUE }",
  "{ TRUE }",
  "{ path_beg /p",
  "if TRUE",
  "",
];

for (const condition of TRUE)
  test(`holds: ${condition}`, () => assert.equal(verdict(condition), true));
for (const condition of FALSE)
  test(`does not hold: ${condition}`, () => assert.equal(verdict(condition), false));
for (const condition of REFUSED)
  test(`is refused: ${condition}`, () => assert.equal(verdict(condition), null));

test("what always holds needs no test", () => {
  for (const condition of ["if TRUE", "unless FALSE", "if { always_true } or { path /x }"]) {
    assert.equal(compileCondition(wordsOf(condition), testScope()), "always");
  }
  assert.equal(compileCondition([], testScope()), "always");
});

test("unless turns the whole condition", () => {
  const never = compileCondition(wordsOf("unless { path_beg /p } or { path /x }"), testScope());
  assert.ok(typeof never === "object");
  assert.equal(never.test(request), false);
  assert.equal(never.test(requestTxn("GET /other HTTP/1.0")), true);
});

test("an ACL that cannot match in this place is warned of", () => {
  const scope = testScope({ acls: ["late status 200"] });
  const condition = compileCondition(wordsOf("if late"), scope);
  assert.ok(typeof condition === "object");
  assert.equal(condition.test(txnOf()), false);
  assert.match(
    scope.diagnostics.all[0]?.message ?? "",
    /acl 'late' will never match: it needs the connection to the server or its response/,
  );
});

test("a fault is shown where it stands", () => {
  const scope = testScope();
  compileCondition(wordsOf("if { path,uper -m beg /P }"), scope);
  const [diagnostic] = scope.diagnostics.all;
  assert.equal(diagnostic?.at?.column, "if { path,".length + 1);
  assert.equal(diagnostic?.at?.width, "uper".length);
  assert.match(diagnostic?.hint ?? "", /did you mean 'upper'/);
});
