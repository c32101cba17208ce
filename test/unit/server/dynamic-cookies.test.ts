/** Cookies of servers' addresses, recorded from a running HAProxy 2.6. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../src/core/arena.ts";
import { parseIp } from "../../../src/core/ip.ts";
import { DynamicCookies, dynamicCookie } from "../../../src/server/dynamic-cookies.ts";

const ip = (text: string): NonNullable<ReturnType<typeof parseIp>> => {
  const address = parseIp(text);
  assert.ok(address !== undefined);
  return address;
};

test("a cookie is made of the key, the address and the port", () => {
  assert.equal(dynamicCookie("SeCrEt", ip("127.0.0.1"), 40_677), "06c55255bc035c90");
  assert.equal(dynamicCookie("SeCrEt", ip("::1"), 40_677), "b50daae917462765");
  assert.equal(dynamicCookie("other", ip("127.0.0.1"), 40_677), "abd60614f542d1ae");
  assert.equal(dynamicCookie("a", ip("::1"), 40_677), "7f462dcef168a141");
});

test("all threads see a change, and a reload with the same setting keeps it", () => {
  const arena = new Arena();
  const setting = { backendName: "be", made: true, key: "SeCrEt" };
  const control = new DynamicCookies(arena, setting);
  const worker = new DynamicCookies(arena, setting);
  const cookie = (of: DynamicCookies): string | null => of.cookieOf(ip("127.0.0.1"), 40_677);
  assert.equal(cookie(worker), "06c55255bc035c90");
  const before = worker.generation;
  control.changeKey("other");
  assert.notEqual(worker.generation, before);
  assert.equal(cookie(worker), "abd60614f542d1ae");
  control.make(false);
  assert.equal(cookie(worker), null);
  assert.equal(cookie(new DynamicCookies(arena, setting)), null);
  assert.equal(cookie(new DynamicCookies(arena, { ...setting, key: "a" })) === null, false);
});

test("no cookie without a key or an address, or where none are made", () => {
  const made = (key: string | null): DynamicCookies =>
    new DynamicCookies(new Arena(), { backendName: "be", made: true, key });
  assert.equal(made(null).cookieOf(ip("127.0.0.1"), 80), null);
  assert.equal(made("k").cookieOf(null, 80), null);
  const idle = new DynamicCookies(new Arena(), { backendName: "be", made: false, key: "k" });
  assert.equal(idle.cookieOf(ip("127.0.0.1"), 80), null);
  idle.make(true);
  assert.notEqual(idle.cookieOf(ip("127.0.0.1"), 80), null);
});
