/** Fetches that need more than a request: content, tables, variables, responses, and the rows' own order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileExpression } from "../../../src/sample/expression.ts";
import { REFUSED_CONVERTERS, REFUSED_FETCHES } from "../../../src/sample/refused-names.ts";
import { convertersByName, converterRows } from "../../../src/sample/converter-rows.ts";
import { fetchRows, fetchesByName } from "../../../src/sample/fetch-rows.ts";
import type { Txn } from "../../../src/sample/txn.ts";
import type { SampleValue } from "../../../src/sample/types.ts";
import { parsedGetResponse } from "../support/heads.ts";
import { bufferOf, requestTxn, tableOf, testScope, txnOf, wordOf } from "../support/txn.ts";
import type { ScopeFacts } from "../support/txn.ts";

function evaluate(expression: string, txn: Txn, facts: ScopeFacts = {}): SampleValue | undefined {
  const scope = testScope(facts);
  const compiled = compileExpression(wordOf(expression), scope);
  assert.ok(compiled !== undefined, scope.diagnostics.all[0]?.message ?? "");
  return compiled.eval(txn);
}

const uint16 = (value: number): string => String.fromCharCode(value >> 8, value & 255);
const extension = (type: number, data: string): string => uint16(type) + uint16(data.length) + data;

/** A ClientHello of TLS 1.2 with that name and protocols. */
function clientHello(name: string, protocols: readonly string[]): string {
  const entry = `\0${uint16(name.length)}${name}`;
  const list = protocols
    .map((protocol) => String.fromCharCode(protocol.length) + protocol)
    .join("");
  const extensions =
    extension(23, "") +
    extension(0, uint16(entry.length) + entry) +
    extension(16, uint16(list.length) + list);
  const body = `\x03\x03${"r".repeat(32)}\x04sess\0\x02\x13\x01\x01\0${uint16(extensions.length)}${extensions}`;
  const message = `\x01\0${uint16(body.length)}${body}`;
  return `\x16\x03\x01${uint16(message.length)}${message}`;
}

test("a ClientHello tells its name, protocols and version", () => {
  const txn = txnOf({
    requestBuffer: bufferOf(clientHello("api.example.com", ["h2", "http/1.1"]), false),
  });
  assert.equal(evaluate("req.ssl_sni", txn), "api.example.com");
  assert.equal(evaluate("req_ssl_sni", txn), "api.example.com");
  assert.equal(evaluate("req.ssl_alpn", txn), "h2");
  assert.equal(evaluate("req.ssl_hello_type", txn), 1);
  assert.equal(evaluate("req.ssl_ver", txn), 3 * 65536 + 3);
  assert.equal(txn.incomplete, false);
});

test("a ClientHello cut anywhere gives no wrong name and asks for more", () => {
  const hello = clientHello("api.example.com", ["h2"]);
  for (let length = 0; length < hello.length; length++) {
    const txn = txnOf({ requestBuffer: bufferOf(hello.slice(0, length), false) });
    const name = evaluate("req.ssl_sni", txn);
    assert.ok(name === undefined || name === "api.example.com", `${length}`);
    if (name === undefined) assert.equal(txn.incomplete, true, `${length}`);
  }
  const other = txnOf({ requestBuffer: bufferOf("GET / HTTP/1.1\r\n", false) });
  assert.equal(evaluate("req.ssl_sni", other), undefined);
  assert.equal(other.incomplete, false);
});

test("payload is cut as asked, and waited for", () => {
  const txn = txnOf({ requestBuffer: bufferOf("\0\x03abcdef") });
  assert.equal(evaluate("req.payload(2,3)", txn), "abc");
  assert.equal(evaluate("req.payload(2,0)", txn), "abcdef");
  assert.equal(evaluate("req.payload(2,99)", txn), undefined);
  assert.equal(evaluate("req.payload_lv(0,2)", txn), "abc");
  assert.equal(evaluate("req.payload_lv(0,2,+1)", txn), "bcd");
  // HAProxy halves it.
  assert.equal(evaluate("req.payload_lv(0,2,4)", txn), "abc");
  assert.equal(evaluate("req.len", txn), 8);
  assert.equal(txn.incomplete, false);
  const early = txnOf({ requestBuffer: bufferOf("ab", false) });
  assert.equal(evaluate("req.payload(0,3)", early), undefined);
  assert.equal(early.incomplete, true);
});

test("tracked counters read their entry, and another table's by its key", () => {
  const table = tableOf("127.0.0.1", {
    http_req_rate: 7,
    gpc0: 2,
    gpc0_rate: 1,
    bytes_in_cnt: 4096,
  });
  const tracking = txnOf({
    tracked: (index) => (index === 0 ? { table, entry: 0, key: "127.0.0.1" } : null),
  });
  const facts = { table };
  assert.equal(evaluate("sc_http_req_rate(0)", tracking), 7);
  assert.equal(evaluate("sc0_http_req_rate(t)", tracking, facts), 7);
  assert.equal(evaluate("sc1_http_req_rate", tracking), undefined);
  assert.equal(evaluate("sc_conn_cur(0)", tracking), undefined);
  assert.equal(evaluate("sc_tracked(0)", tracking), true);
  assert.equal(evaluate("sc_tracked(1)", tracking), false);
  assert.equal(evaluate("sc0_trackers", tracking), 2);
  assert.equal(evaluate("sc0_kbytes_in", tracking), 4);
  assert.equal(evaluate("sc_http_req_rate(0),neg,add(100)", tracking), 93);
  assert.equal(evaluate("src_http_req_rate(t)", txnOf(), facts), 7);
  assert.equal(evaluate("src,table_http_req_rate(t)", txnOf(), facts), 7);
  assert.equal(evaluate("str(9.9.9.9),table_http_req_rate(t)", txnOf(), facts), 0);
  assert.equal(evaluate("src,in_table(t)", txnOf(), facts), true);
  assert.equal(evaluate("sc0_inc_gpc0", tracking), 3);
  assert.equal(evaluate("sc0_clr_gpc0", tracking), 3);
  assert.equal(evaluate("sc0_get_gpc0", tracking), 0);
  assert.equal(evaluate("sc0_gpc0_rate", tracking), 2);
});

test("variables keep their type and compare", () => {
  const scope = testScope();
  const txn = txnOf();
  const run = (text: string) => compileExpression(wordOf(text), scope)?.eval(txn);
  assert.equal(run("int(5),set-var(txn.n),add(1)"), 6);
  assert.equal(run("var(txn.n)"), 5);
  assert.equal(run("int(10),add(txn.n)"), 15);
  assert.equal(run("str(a),concat(<,txn.n,>)"), "a<5>");
  assert.equal(run("str(a),add_item(;,txn.n)"), "a;5");
  assert.equal(run("str(5),strcmp(txn.n)"), 0);
  assert.equal(run("str(5),secure_memcmp(txn.n)"), false, "an int is compared as its bytes");
  assert.equal(run("str(x),unset-var(txn.n)"), "x");
  assert.equal(run("var(txn.n,none)"), "none");
});

test("responses answer for response rules", () => {
  const response = parsedGetResponse(
    "HTTP/1.1 201 Created",
    "Server: his",
    "Set-Cookie: a=1; path=/, c=5; x=y",
    'Set-Cookie: b="22"; b=3',
    "Content-Length: 2",
  );
  const txn = requestTxn("GET / HTTP/1.1", ["Host: q", "Server: mine", "Cookie: a=req"], {
    response,
  });
  const facts = { provides: 0x1073 };
  const answers: readonly (readonly [string, SampleValue])[] = [
    ["hdr(server)", "his"],
    ["cookie(a)", "1"],
    ["res.cook(c)", "5"],
    ["scook(b)", '"22"'],
    ["res.cook_cnt", 3],
    ["res.cook_names", "a,b"],
    ["res.cook_cnt(a)", 1],
    ["status", 201],
    ["res.ver", "1.1"],
    ["method", "GET"],
    ["capture.res.ver", "HTTP/1.1"],
    ["res.hdr(set-cookie,1)", "a=1; path=/"],
    ["res.body_size", 2],
    ["capture.req.uri", "/"],
  ];
  for (const [expression, answer] of answers)
    assert.equal(evaluate(expression, txn, facts), answer, expression);
});

test("form bodies and credentials", () => {
  const txn = requestTxn(
    "POST /p?a=9 HTTP/1.1",
    [
      "Host: q",
      "Content-Type: application/x-www-form-urlencoded",
      "Content-Length: 7",
      "Authorization: Basic dXNlcjpwYTpzcw==",
    ],
    { requestBuffer: bufferOf("a=1&b=2") },
  );
  assert.equal(evaluate("req.body_param(b)", txn), "2");
  assert.equal(evaluate("req.body", txn), "a=1&b=2");
  assert.equal(evaluate("req.body_size", txn), 7);
  assert.equal(evaluate("http_auth(users)", txn), true);
  assert.equal(evaluate("http_auth_group(users)", txn), "user");
});

test("proxies, servers and the process", () => {
  const answers: readonly (readonly [string, SampleValue])[] = [
    ["nbsrv(b)", 2],
    ["avg_queue(b)", 4],
    ["srv_conn(b/s1)", 4],
    ["srv_is_up(b/s1)", true],
    ["str(b),nbsrv", 2],
    ["uuid", "abababab-abab-4bab-abab-abababababab"],
    ["rand(10)", 5],
    ["date", 1795353025],
    ["date(5,ms)", 1795353025505],
    ["env(HOME)", "/root"],
    ["stopping", false],
    ["src_is_local", true],
  ];
  for (const [expression, answer] of answers)
    assert.equal(evaluate(expression, txnOf()), answer, expression);
});

test("no name has two rows, and none is both there and announced for later", () => {
  const names = fetchRows.flatMap((row) => [row.name, ...(row.aliases ?? [])]);
  assert.equal(new Set(names).size, names.length);
  assert.equal(new Set(converterRows.map((row) => row.name)).size, converterRows.length);
  for (const name of REFUSED_FETCHES.keys()) {
    assert.ok(!fetchesByName(fetchRows).has(name), name);
  }
  for (const name of REFUSED_CONVERTERS.keys()) {
    assert.ok(!convertersByName(converterRows).has(name), name);
  }
});

test("a chain of constants is computed once, when it is compiled", () => {
  const compiled = compileExpression(wordOf("str(aBc),lower,bytes(1),base64"), testScope());
  assert.equal(compiled?.constant, "YmM=");
});
