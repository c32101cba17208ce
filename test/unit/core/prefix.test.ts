import assert from "node:assert/strict";
import { test } from "node:test";
import { IpAddress, parseIp } from "../../../src/core/ip.ts";
import { PrefixTree } from "../../../src/core/prefix-tree.ts";
import { Prefix, SCATTERED_MASK, parsePrefix } from "../../../src/core/prefix.ts";

const TESTED: readonly string[] = [
  "10.0.1.44",
  "10.0.0.12",
  "192.168.0.1",
  "127.0.0.1",
  "10.5.6.0",
  "1.2.3.4",
  "::1",
  "::ffff:1.2.3.4",
  "::1.2.3.4",
  "2002:102:304::",
  "2002:102:304:1::",
  "2002:102:304::5",
  "::",
  "1.0.0.2",
  "0.0.0.1",
  "2001::1",
  "8.1.2.3",
];

/** A pattern and which of TESTED matched it in HAProxy 2.6 (`req.hdr_ip(X) -m ip PATTERN`). */
const MATCHED: readonly (readonly [string, readonly string[]])[] = [
  ["10.300", ["10.0.1.44"]],
  ["10.12", ["10.0.0.12"]],
  ["192.168.1", ["192.168.0.1"]],
  ["127.1", ["127.0.0.1"]],
  ["1.2", ["1.0.0.2"]],
  ["1", ["::1", "0.0.0.1"]],
  ["0", ["::"]],
  ["010.1.2.3", ["8.1.2.3"]],
  ["10.0.0.0/255.0.0.255", ["10.5.6.0"]],
  ["1.2.3.4", TESTED.slice(5, 6).concat(TESTED.slice(7, 12))],
  ["1.2.3.4/255.0.255.0", TESTED.slice(5, 6).concat(TESTED.slice(7, 12))],
  ["1.2.3.4/08", TESTED.slice(5, 6).concat(TESTED.slice(7, 12), "1.0.0.2")],
  ["0.0.0.1", ["::1", "0.0.0.1"]],
  ["10.0.0.0/0", TESTED.filter((text) => text !== "2001::1")],
  ["::/0", TESTED],
  ["::ffff:1.2.3.0/120", ["1.2.3.4", "::ffff:1.2.3.4"]],
  ["::1", ["::1"]],
  ["::1.2.3.4/96", ["::1", "::1.2.3.4", "::"]],
];

const REFUSED: readonly string[] = [
  "1.2.3.4/33",
  "1.2.3.4/",
  "256.1",
  "1.2.3.0/255.255.255",
  "fe80::1%eth0",
  "::1/129",
  "1..2",
  "*",
  "10.0.0.1/0x8",
  "1.2.3.4/24.0",
  "10.0.0.1/1.1.1",
  "",
  "/8",
  "1.2.3.4.5",
  "09.1",
  "::1/ffff::",
  "1.2.3.4/-1",
];

test("patterns match what they match in HAProxy, across families", () => {
  for (const [pattern, expected] of MATCHED) {
    const prefix = parsePrefix(pattern);
    assert.ok(prefix !== undefined, pattern);
    assert.deepEqual(
      TESTED.filter((text) => prefix.matches(parseIp(text)!)),
      expected,
      pattern,
    );
  }
});

test("what HAProxy refuses as a network is refused", () => {
  for (const text of REFUSED) assert.equal(parsePrefix(text), undefined, JSON.stringify(text));
});

test("a network is stored masked, with its length", () => {
  assert.equal(String(parsePrefix("10.1.2.3/8")), "10.0.0.0/8");
  assert.equal(String(parsePrefix("10.1.2.3/255.255.0.0")), "10.1.0.0/16");
  assert.equal(String(parsePrefix("1.2.3.4/0.0.0.0")), "0.0.0.0/0");
  assert.equal(String(parsePrefix("1.2.3.4/255.255.255.255")), "1.2.3.4/32");
  assert.equal(String(parsePrefix("2001:db8:ffff::1/36")), "2001:db8:f000::/36");
  assert.equal(parsePrefix("10.0.0.1/255.0.0.255")?.bits, SCATTERED_MASK);
});

test("the longest prefix wins, and deleting it uncovers the shorter one", () => {
  const tree = new PrefixTree<string>();
  const networks = [
    "0.0.0.0/0",
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.1.2.0/24",
    "10.1.2.3",
    "2001:db8::/32",
  ];
  for (const text of networks) tree.set(parsePrefix(text)!, text);
  const found = (text: string): string | undefined => tree.lookup(parseIp(text)!);
  assert.equal(found("10.1.2.3"), "10.1.2.3");
  assert.equal(found("10.1.2.4"), "10.1.2.0/24");
  assert.equal(found("10.1.3.4"), "10.1.0.0/16");
  assert.equal(found("10.2.3.4"), "10.0.0.0/8");
  assert.equal(found("11.2.3.4"), "0.0.0.0/0");
  assert.equal(found("2001:db8:1::"), "2001:db8::/32");
  assert.equal(found("2001:db9::"), undefined);
  assert.equal(found("::ffff:10.1.2.3"), "10.1.2.3");
  assert.equal(found("2002:a01:203::1"), "10.1.2.3");
  assert.equal(tree.delete(parsePrefix("10.1.2.3")!), true);
  assert.equal(tree.delete(parsePrefix("10.1.2.3")!), false);
  assert.equal(tree.delete(parsePrefix("10.0.0.0/9")!), false);
  assert.equal(found("10.1.2.3"), "10.1.2.0/24");
  assert.equal(tree.get(parsePrefix("10.1.0.0/16")!), "10.1.0.0/16");
  assert.equal(tree.get(parsePrefix("10.1.0.0/17")!), undefined);
});

test("an address is looked up in its own family first", () => {
  const tree = new PrefixTree<string>();
  tree.set(parsePrefix("::/0")!, "six");
  tree.set(parsePrefix("10.0.0.0/8")!, "four");
  assert.equal(tree.lookup(parseIp("::ffff:10.0.0.1")!), "six");
  assert.equal(tree.lookup(parseIp("10.0.0.1")!), "four");
  assert.equal(tree.lookup(parseIp("11.0.0.1")!), "six");
});

test("a scattered mask has no place in a tree", () => {
  assert.throws(
    () => new PrefixTree<number>().set(parsePrefix("10.0.0.1/255.0.0.255")!, 1),
    RangeError,
  );
});

test("20,000 random networks answer as a plain scan does, also after half are deleted", () => {
  let seed = 99;
  const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0);
  const network = (i: number): Prefix =>
    i % 4 === 0
      ? Prefix.of(
          IpAddress.v6(0x20010db8, random() & 3, random(), random()),
          28 + ((random() >>> 8) % 101),
        )
      : Prefix.of(IpAddress.v4(random() & 0x0f0fffff), (random() >>> 8) % 33);
  const networks = new Map<string, Prefix>();
  const tree = new PrefixTree<string>();
  for (let i = 0; i < 20_000; i++) {
    const prefix = network(i);
    networks.set(String(prefix), prefix);
    tree.set(prefix, String(prefix));
  }
  const agree = (): void => {
    for (let i = 0; i < 60; i++) {
      const ip =
        i % 3 === 0
          ? IpAddress.v6(0x20010db8, random() & 3, random(), random())
          : IpAddress.v4(random() & 0x0f0fffff);
      let best: Prefix | undefined;
      for (const prefix of networks.values()) {
        if (
          prefix.ip.family === ip.family &&
          prefix.matches(ip) &&
          prefix.bits > (best?.bits ?? -1)
        )
          best = prefix;
      }
      assert.equal(tree.lookup(ip), best === undefined ? undefined : String(best), String(ip));
    }
  };
  agree();
  for (const [text, prefix] of [...networks].filter((_, i) => i % 2 === 0)) {
    assert.equal(tree.delete(prefix), true, text);
    networks.delete(text);
  }
  agree();
});
