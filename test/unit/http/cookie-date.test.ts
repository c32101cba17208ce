import assert from "node:assert/strict";
import { test } from "node:test";
import { cookieDate, readDatedCookie } from "../../../src/http/cookie-date.ts";

test("a date is what HAProxy writes in the same second", () => {
  assert.equal(cookieDate(1_795_358_533), "awL/S");
});

test("a value is split at its bars", () => {
  const lastSec = 1_795_358_536;
  assert.deepEqual(readDatedCookie("ca|awL/S"), { server: "ca", lastSec, firstSec: 0 });
  assert.deepEqual(readDatedCookie("ca|awL/S|awL/Sxyz"), {
    server: "ca",
    lastSec,
    firstSec: lastSec,
  });
  assert.deepEqual(readDatedCookie("ca||awL/S"), { server: "ca", lastSec: 0, firstSec: lastSec });
});

test("dates that cannot be read do not count", () => {
  for (const value of ["ca", "ca|xx", "ca|aw*/S", "ca|"]) {
    assert.deepEqual(readDatedCookie(value), { server: "ca", lastSec: 0, firstSec: 0 });
  }
});
