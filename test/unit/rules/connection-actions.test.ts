/** Actions on connections: what they ask of the stream, and what of their words is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RuleSetName } from "../../../src/config/model.ts";
import { evaluateRules } from "../../../src/rules/rule-set.ts";
import { complaints, notingTxn, rulesOf, ruleScope } from "./world.ts";

/** What a rule does, in the set it stands in. */
function done(line: string, set: RuleSetName = "http-request"): string[] {
  const txn = notingTxn();
  evaluateRules(rulesOf([line], ruleScope(), set), txn, true);
  return txn.notes;
}

const effects: readonly (readonly [RuleSetName, string, string])[] = [
  ["http-request", "set-src str(1.2.3.4)", "address source 1.2.3.4"],
  ["tcp-request connection", "set-dst str(::1)", "address destination ::1"],
  ["tcp-request session", "set-src-port int(70000)", "port source 4464"],
  ["tcp-request content", "set-dst-port str(80x)", "port destination 80"],
  ["tcp-request connection", "set-tos 0x10", "client tos 16"],
  ["tcp-response content", "set-fc-tos int(257)", "client tos 1"],
  ["http-response", "set-mark 0xffffffffff", "client mark 4294967295"],
  ["http-request", "set-bc-mark 5", "server mark 5"],
  ["tcp-request content", "set-bc-tos 5", "server tos 5"],
  ["tcp-request connection", "silent-drop", "drop null"],
  ["http-response", "silent-drop rst-ttl 255", "drop 255"],
  ["tcp-request connection", "expect-proxy layer4", "expect proxy"],
  ["tcp-request connection", "expect-netscaler-cip layer4", "expect netscaler-cip"],
  ["http-request", "set-priority-class int(5000)", "class 2047"],
  ["tcp-request content", "set-priority-offset int(-600000)", "offset -524287"],
  ["http-request", "set-retries 100", "retries 100"],
  ["tcp-request content", "set-retries int(7)", "retries 7"],
  ["http-response", "set-nice -3000", "nice -1024"],
  ["tcp-response content", "close", "close"],
];

for (const [set, line, note] of effects) {
  test(`${set} ${line}`, () => assert.deepEqual(done(line, set), [note]));
}

test("what gives no sample, or one out of range, does nothing", () => {
  assert.deepEqual(done("set-src str(abc)"), []);
  assert.deepEqual(done("set-src-port req.hdr(x-none)"), []);
  assert.deepEqual(done("set-retries int(101)"), []);
  assert.deepEqual(done("set-priority-class req.hdr(x-none)"), []);
});

const refused: readonly (readonly [string, RegExp])[] = [
  ["set-src", /expects an expression/],
  ["set-src src src", /unexpected 'src'/],
  ["set-src-port foo", /foo/],
  ["set-tos 0x", /0x/],
  ["set-priority-class 5", /'5'/],
  ["set-retries 101", /from 0 to 100/],
  ["silent-drop rst-ttl", /expects a TTL/],
  ["silent-drop rst-ttl 0", /from 1 to 255/],
  ["silent-drop now", /unexpected 'now'/],
  ["set-nice", /expects a number/],
  ["set-nice abc", /not a number/],
  ["expect-proxy layer4", /not allowed in 'http-request'/],
  ["sc-inc-gpc(0)", /lacks an index/],
  ["sc-inc-gpc(1,9)", /no stick counter/],
  ["sc-inc-gpc(x,0)", /no index/],
  ["sc-add-gpc(1,0) 4294967296", /more than 32 bits/],
];

for (const [line, message] of refused) {
  test(`refused: ${line}`, () => assert.match(complaints(line).join(" "), message));
}

test("refused by where they stand", () => {
  const ofLayer = complaints("expect-proxy layer3", {}, "tcp-request connection");
  assert.match(ofLayer.join(" "), /only supports 'layer4'/);
  const frontend = complaints("set-retries 3", { kind: "frontend" });
  assert.match(frontend.join(" "), /'backend' and 'listen'/);
  assert.match(complaints("set-src src", {}, "http-response").join(" "), /not allowed/);
  const ofService = complaints("use-service nothing", {}, "tcp-request content");
  assert.match(ofService.join(" "), /no service named 'nothing'/);
  assert.match(complaints("close", {}, "tcp-request content").join(" "), /not allowed/);
});
