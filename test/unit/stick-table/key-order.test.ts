import assert from "node:assert/strict";
import { test } from "node:test";
import { parseIp } from "../../../src/core/ip.ts";
import { compareKeys } from "../../../src/stick-table/key-order.ts";
import type { TableKey } from "../../../src/stick-table/key.ts";

/** As `show table` of HAProxy 2.6.12 listed them. */
const ORDERS: Readonly<Record<string, readonly TableKey[]>> = {
  ip: ["1.2.3.4", "2.0.0.1", "9.0.0.1", "10.0.0.1", "10.0.0.2", "192.168.1.1", "255.0.0.1"].map(
    (text) => parseIp(text)!,
  ),
  ipv6: ["::1", "2001:db8::", "2001:db8::1", "fe80::2", "ff02::1"].map((text) => parseIp(text)!),
  integer: [2147483648, 65536, 256, 1, 2, 5, 300, 4294967295],
  string: ["Z", "a", "aa", "ab", "abc", "b", "ba", "z"],
};

for (const [type, order] of Object.entries(ORDERS)) {
  test(`${type} keys come in the order of their bytes`, () => {
    assert.deepEqual(order.toReversed().toSorted(compareKeys), order);
  });
}
