/** Entries of distinguished names: HAProxy compares their names without regard to case. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { distinguishedName } from "../../../src/sample/fetches/distinguished-name.ts";

const subject = "/C=FR/OU=one/OU=two/CN=known client";

test("an entry is found by its name in any case", () => {
  assert.equal(distinguishedName(subject, "CN", 1), "known client");
  assert.equal(distinguishedName(subject, "cn", 1), "known client");
  assert.equal(distinguishedName(subject, "L", 1), undefined);
});

test("occurrences count from the start, and from the end when negative", () => {
  assert.equal(distinguishedName(subject, "OU", 1), "one");
  assert.equal(distinguishedName(subject, "OU", 2), "two");
  assert.equal(distinguishedName(subject, "OU", -1), "two");
  assert.equal(distinguishedName(subject, "OU", 3), undefined);
});
