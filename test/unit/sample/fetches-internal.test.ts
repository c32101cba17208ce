/** Fetches of streams and connections over plain facts: none without traffic, refusals, ACLs by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { processTxn } from "../../../src/app/process/txn.ts";
import type { ExchangeFacts, ServerConnectionFacts } from "../../../src/sample/connection-facts.ts";
import { compileExpression } from "../../../src/sample/expression.ts";
import type { Txn } from "../../../src/sample/txn.ts";
import { type SampleValue, Where } from "../../../src/sample/types.ts";
import { tableOf, testScope, txnOf, wordOf, requestTxn } from "../support/txn.ts";
import type { ScopeFacts } from "../support/txn.ts";

const EVERYTHING: number = Object.values(Where).reduce((bits, bit) => bits | bit, 0);

function evaluate(expression: string, txn: Txn, facts: ScopeFacts = {}): SampleValue | undefined {
  const scope = testScope({ provides: EVERYTHING, ...facts });
  const compiled = compileExpression(wordOf(expression), scope);
  assert.ok(compiled !== undefined, scope.diagnostics.all[0]?.message ?? "");
  return compiled.eval(txn);
}

function complaint(expression: string, facts: ScopeFacts = {}): string {
  const scope = testScope(facts);
  assert.equal(compileExpression(wordOf(expression), scope), undefined);
  return scope.diagnostics.all[0]!.message;
}

const info = {
  rttUs: 1999,
  rttVarUs: 2500,
  unacked: 1,
  sacked: 2,
  lost: 3,
  fackets: 4,
  retransmits: 5,
  reordering: 6,
};

const server: ServerConnectionFacts = {
  source: null,
  destination: null,
  errorCode: 47,
  served: 3,
  reused: true,
  tcpInfo: () => info,
  tls: null,
};

const exchange: ExchangeFacts = {
  client: {
    received: processTxn.session,
    proxyFields: [
      { type: 2, value: "a.example" },
      { type: 0xe0, value: "own" },
    ],
    tcpInfo: () => info,
    listenerConnections: () => 9,
  },
  server,
  servedBefore: 4,
  serverStatus: 404,
  compression: undefined,
  limits: { clientMs: 1, serverMs: 2, tunnelMs: 3 },
  configuredLimits: { clientMs: 10, serverMs: 20, tunnelMs: 30 },
  clientAborted: true,
  serverAborted: false,
  waitingRule: null,
  priorityClass: -7,
  priorityOffsetMs: 12,
  defaultBackendName: "b",
  number: 77,
};

const running = requestTxn("GET / HTTP/1.1", ["Host: a"], { exchange });

test("what a stream tells of itself and its connections", () => {
  const answers: readonly (readonly [string, SampleValue | undefined])[] = [
    ["fc_rtt", 1],
    ["fc_rtt(us)", 1999],
    ["bc_rttvar(ms)", 2],
    ["fc_retrans", 5],
    ["fc_reordering", 6],
    ["dst_conn", 9],
    ["fc_pp_authority", "a.example"],
    ["fc_pp_unique_id", undefined],
    ["fc_pp_tlv(0340)", "own"],
    ["fc_pp_tlv(AuThOrItY)", "a.example"],
    ["bc_err", 47],
    ["bc_err_name", "ERESET"],
    ["bc_reused", true],
    ["bs.id", 3],
    ["fs.id", 4],
    ["fs.aborted", true],
    ["server_status", 404],
    ["cur_server_timeout", 2],
    ["be_server_timeout", 20],
    ["cur_client_timeout", 1],
    ["fe_client_timeout", 10],
    ["prio_class", -7],
    ["prio_offset", 12],
    ["txn.id32", 77],
    ["txn.timer.total", 25],
    ["req.timer.queue", 4],
    ["accept_date(ms)", Date.UTC(2026, 10, 22, 13, 10, 25, 123)],
    ["uptime", 12],
  ];
  for (const [expression, answer] of answers)
    assert.equal(evaluate(expression, running), answer, expression);
});

test("without traffic there is no sample, and no error", () => {
  for (const name of ["fc_rtt", "bc_src", "fc_pp_authority", "dst_conn", "bytes_in", "fs.id"])
    assert.equal(evaluate(name, processTxn), undefined, name);
});

test("before a request came there is no stream", () => {
  const txn = txnOf({ exchange });
  for (const name of ["txn.timer.total", "bytes_in", "bc_reused", "cur_server_timeout", "fs.id"])
    assert.equal(evaluate(name, txn), undefined, name);
  assert.equal(evaluate("fe_defbe", txn), "b");
  assert.equal(evaluate("fc_nb_streams", txn), 1);
});

test("named ACLs make one sample, in the order of their lines", () => {
  const acls = ["yes path_beg /", "no path_beg /x", "both acl(yes,!no)"];
  assert.equal(evaluate("acl(yes)", running, { acls }), true);
  assert.equal(evaluate("acl(yes,no)", running, { acls }), false);
  assert.match(complaint("acl(other)", { acls }), /ACL 'other' not found/);
  assert.match(complaint("acl(!)", { acls }), /not found/);
});

test("elements of arrays are there only in tables that store the array", () => {
  const arrays = tableOf("k", { gpc0: 5, gpc1: 6, gpc1_rate: 2, gpt0: 9 });
  const tracked = txnOf({ tracked: () => ({ table: arrays, entry: 0, key: "k" }) });
  assert.equal(evaluate("sc_get_gpc(1,0)", tracked), 6);
  assert.equal(evaluate("sc_inc_gpc(1,0)", tracked), 7);
  assert.equal(evaluate("sc_gpc_rate(1,0)", tracked), 3);
  assert.equal(evaluate("sc_clr_gpc(1,0)", tracked), 7);
  assert.equal(evaluate("sc_get_gpc(2,0)", tracked), undefined);
  assert.equal(evaluate("sc_key(0)", tracked), "k");
});

test("arguments that mean nothing are refused where they stand", () => {
  assert.match(complaint("accept_date(h)"), /expects 's', 'ms' or 'us', got 'h'/);
  assert.match(complaint("fc_rtt(ns)"), /expects 'us' or 'ms', got 'ns'/);
  assert.match(complaint("fc_pp_tlv(256)"), /'256' is no type of a PROXY field/);
  assert.match(complaint("fc_pp_tlv(NAME)"), /'NAME' is no type of a PROXY field/);
  assert.match(complaint("uuid(5)"), /only versions 4 and 7/);
  assert.match(complaint("src_get_gpc(0)"), /is missing/);
});

test("a runtime that cannot ask the kernel refuses by its name", () => {
  const scope = testScope();
  const lacking = { ...scope, process: { ...scope.process, tcpInfoLack: "node does not tell" } };
  assert.equal(compileExpression(wordOf("fc_rtt"), lacking), undefined);
  assert.match(scope.diagnostics.all[0]!.message, /'fc_rtt' is not possible here: node does not/);
});
