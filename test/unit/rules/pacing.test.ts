import assert from "node:assert/strict";
import { test } from "node:test";
import { Outcome } from "../../../src/rules/types.ts";
import { complaints, requestFor, responseWith, ruleScope, run } from "./world.ts";

test("a pause waits once, by a time or an expression", () => {
  const txn = requestFor("/", "X-Ms: 30");
  assert.equal(run(["pause 20ms"], txn), Outcome.wait);
  assert.deepEqual(txn.notes, ["pause 20"]);
  assert.equal(run(["pause 20ms", "set-log-level err"], txn), Outcome.next);
  assert.deepEqual(txn.notes, ["pause 20", "pause 0", "level 3"]);
  const by = requestFor("/", "X-Ms: 30");
  assert.equal(run(["pause req.hdr(x-ms)"], by), Outcome.wait);
  assert.deepEqual(by.notes, ["pause 30"]);
  const absent = requestFor("/");
  assert.equal(run(["pause req.hdr(x-ms)"], absent), Outcome.next);
  assert.deepEqual(absent.notes, []);
});

test("hints of rules in a row are sent together, those with a condition apart", () => {
  const txn = requestFor("/");
  run(["early-hint A a", "early-hint B b", "early-hint C c if TRUE", "set-log-level err"], txn);
  assert.deepEqual(txn.notes, ["hint a a", "hint b b send", "hint c c send", "level 3"]);
});

test("rewrites that do not fit end the rules unless strict-mode is off", () => {
  const big = `X-Big: ${"x".repeat(9000)}`;
  const grow = "set-header X-A %[req.hdr(x-big)]%[req.hdr(x-big)]";
  const strict = requestFor("/", big);
  assert.equal(run([grow], strict), Outcome.done);
  const lenient = requestFor("/", big);
  const lines = ["strict-mode off", grow, "set-log-level err"];
  assert.equal(run(lines, lenient), Outcome.next);
  assert.deepEqual(lenient.notes, ["rewrite failed, never mind", "level 3"]);
  assert.equal(lenient.lenientRewrites, false);
});

test("a strict normalizer refuses a broken target", () => {
  const txn = requestFor("/%zz");
  assert.equal(run(["normalize-uri percent-to-uppercase strict"], txn), Outcome.done);
  assert.deepEqual(txn.notes, ["refuse 400"]);
  const plain = requestFor("/%2f//..");
  run(["normalize-uri percent-to-uppercase", "normalize-uri path-strip-dotdot full"], plain);
  assert.equal(plain.request!.targetText(), "/%2F/");
});

test("a response's body is waited for, retries are given up", () => {
  const response = responseWith(200);
  const lines = ["wait-for-body time 10 at-least 1k"];
  assert.equal(run(lines, response, ruleScope(), "http-response"), Outcome.wait);
  assert.deepEqual(response.notes, ["response body 1024 10"]);
  const request = requestFor("/");
  run(["disable-l7-retry", "wait-for-handshake"], request);
  assert.deepEqual(request.notes, ["disable retries"]);
});

test("faults", () => {
  const experimental = complaints("normalize-uri path-strip-dot", { experimental: false });
  assert.match(experimental[0]!, /experimental/);
  assert.match(complaints("normalize-uri path-strip-dto")[0]!, /did you mean 'path-strip-dot'\?/);
  assert.match(complaints("strict-mode maybe")[0]!, /it is on or off/);
  assert.match(complaints("pause 0")[0]!, /cannot be 0/);
  assert.match(complaints("redirect prefix /", {}, "http-response")[0]!, /by 'location' only/);
});
