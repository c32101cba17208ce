/** `retry-on`: which words repeat what (manual 4.2). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RetryPolicy } from "../../../src/stream/retry-policy.ts";

const FAILURES = ["conn-failure", "empty-response", "junk-response", "response-timeout"];
const STATUSES = [200, 304, 401, 403, 404, 408, 425, 429, 500, 501, 502, 503, 504];

function repeated(words: readonly string[]): readonly [string[], number[], boolean] {
  const policy = new RetryPolicy(words);
  return [
    FAILURES.filter((failure) => policy.repeatsFailure(failure)),
    STATUSES.filter((status) => policy.repeatsStatus(status)),
    policy.needsRequest,
  ];
}

test("failed connections alone need no request kept", () => {
  assert.deepEqual(repeated(["conn-failure"]), [["conn-failure"], [], false]);
});

test("none repeats nothing", () => {
  assert.deepEqual(repeated(["none"]), [[], [], false]);
});

test("statuses and failures are what is named, no more", () => {
  assert.deepEqual(repeated(["empty-response", "404"]), [["empty-response"], [404], true]);
});

test("all-retryable-errors is the failures and 500, 502, 503, 504: a good response is never repeated", () => {
  assert.deepEqual(repeated(["all-retryable-errors"]), [FAILURES, [500, 502, 503, 504], true]);
});

test("all-retryable-errors and a status beside it", () => {
  assert.deepEqual(repeated(["all-retryable-errors", "425"])[1], [425, 500, 502, 503, 504]);
});
