import assert from "node:assert/strict";
import { test } from "node:test";
import { IpAddress, formatIp, fromV6Mapped, parseIp, toV6Mapped } from "../../../src/core/ip.ts";
import { ipFromBytes, ipToBytes } from "../../../src/core/ip-bytes.ts";

/** Text and what inet_ntop prints of it. */
const READ: readonly (readonly [string, string])[] = [
  ["0.0.0.0", "0.0.0.0"],
  ["255.255.255.255", "255.255.255.255"],
  ["192.168.1.10", "192.168.1.10"],
  ["::", "::"],
  ["::1", "::1"],
  ["1::", "1::"],
  ["0:0:0:0:0:0:0:0", "::"],
  ["2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
  ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
  ["::ffff:1.2.3.4", "::ffff:1.2.3.4"],
  ["::ffff:0102:0304", "::ffff:1.2.3.4"],
  ["::1.2.3.4", "::1.2.3.4"],
  ["::1:2", "::0.1.0.2"],
  ["::5", "::5"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"],
  ["fe80::ffff:ffff:ffff:ffff", "fe80::ffff:ffff:ffff:ffff"],
];

const REFUSED: readonly string[] = [
  "",
  ".",
  ":",
  "1",
  "1.2.3",
  "1.2.3.4.5",
  "1.2.3.",
  ".1.2.3",
  "1..2.3",
  "256.1.1.1",
  "01.2.3.4",
  "1.2.3.04",
  "1.2.3.4 ",
  " 1.2.3.4",
  "1.2.3.+4",
  "1.2.3.1234",
  "0x1.2.3.4",
  ":::",
  "1:::2",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7:8::",
  "::1:2:3:4:5:6:7:8",
  ":1",
  "1:",
  "::1:",
  "12345::",
  "g::",
  "::1.2.3",
  "1.2.3.4::",
  "::1.2.3.4:5",
  "::256.1.1.1",
  "[::1]",
  "fe80::1%eth0",
  "1:2:3:4:5:6:7:1.2.3.4",
];

test("addresses are read in every form and printed as inet_ntop does", () => {
  for (const [text, printed] of READ) {
    const ip = parseIp(text);
    assert.ok(ip !== undefined, text);
    assert.equal(formatIp(ip), printed, text);
    assert.equal(String(ip), printed);
    assert.ok(parseIp(printed)?.equals(ip), printed);
    assert.equal(ip.family, text.includes(":") ? 6 : 4);
  }
});

test("what is no address is refused", () => {
  for (const text of REFUSED) assert.equal(parseIp(text), undefined, JSON.stringify(text));
});

test("an IPv4 address has its bits unsigned and the words of its mapped form", () => {
  const ip = parseIp("192.0.2.1")!;
  assert.equal(ip.v4, 0xc0000201);
  assert.deepEqual([ip.word0, ip.word1, ip.word2, ip.word3], [0, 0, 0xffff, 0xc0000201]);
  assert.equal(String(toV6Mapped(ip)), "::ffff:192.0.2.1");
  assert.equal(ip.equals(toV6Mapped(ip)), false);
  const v6 = parseIp("2001:db8::1")!;
  assert.equal(toV6Mapped(v6), v6);
});

test("IPv4 is found in mapped, compatible and 6to4 addresses only", () => {
  const v4 = (text: string): string => String(fromV6Mapped(parseIp(text)!));
  assert.equal(v4("::ffff:1.2.3.4"), "1.2.3.4");
  assert.equal(v4("::1.2.3.4"), "1.2.3.4");
  assert.equal(v4("::1"), "0.0.0.1");
  assert.equal(v4("2002:102:304::"), "1.2.3.4");
  assert.equal(v4("2002:c000:201:1::5"), "192.0.2.1");
  assert.equal(v4("1.2.3.4"), "1.2.3.4");
  assert.equal(v4("2001:102:304::"), "undefined");
  assert.equal(v4("::1:ffff:1.2.3.4"), "undefined");
});

test("addresses and their bytes turn into each other", () => {
  assert.equal(ipToBytes(parseIp("192.0.2.1")!), "\xc0\x00\x02\x01");
  const bytes = ipToBytes(parseIp("2001:db8::ff")!);
  assert.equal(bytes, "\x20\x01\x0d\xb8" + "\0".repeat(11) + "\xff");
  assert.equal(String(ipFromBytes(bytes)), "2001:db8::ff");
  assert.ok(ipFromBytes("\xc0\x00\x02\x01")?.equals(IpAddress.v4(0xc0000201)));
  assert.equal(ipFromBytes("\x01\x02\x03"), undefined);
});
