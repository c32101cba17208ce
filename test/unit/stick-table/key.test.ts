import assert from "node:assert/strict";
import { test } from "node:test";
import { parseIp } from "../../../src/core/ip.ts";
import type { TableKey } from "../../../src/stick-table/key.ts";
import { newTable } from "./new-table.ts";

/** What `show table` prints for each key, or null where the table takes none. As HAProxy 2.6. */
const PRINTED: readonly (readonly [string, readonly (readonly [TableKey, string | null])[]])[] = [
  [
    "string len 5",
    [
      ["abcdefgh", "abcde"],
      ["abcde", "abcde"],
      ["", ""],
      ['a"b', 'a"b'],
      ["a b", "a\\ b"],
      ["\xe9x", "\\xE9x"],
      ["a\\=;", "a\\\\\\=;"],
      ["a\tb", "a\\tb"],
      [5, null],
    ],
  ],
  [
    "binary len 5",
    [
      ["abcdefgh", "6162636465"],
      ["ab", "6162000000"],
      ["\xe9", "E900000000"],
      ["", "0000000000"],
    ],
  ],
  [
    "integer",
    [
      [42, "42"],
      [-1, "4294967295"],
      [4294967297n, "1"],
      [4294967297, "1"],
      [3000000000n, "3000000000"],
      ["5", null],
    ],
  ],
  [
    "ip",
    [
      [parseIp("1.2.3.4")!, "1.2.3.4"],
      [parseIp("::ffff:1.2.3.5")!, "1.2.3.5"],
      [parseIp("2001::1")!, null],
      ["1.2.3.4", null],
    ],
  ],
  [
    "ipv6",
    [
      [parseIp("1.2.3.4")!, "::ffff:1.2.3.4"],
      [parseIp("2001:db8::1")!, "2001:db8::1"],
    ],
  ],
];

test("keys are stored and printed as HAProxy's types do", () => {
  for (const [type, rows] of PRINTED) {
    for (const [key, printed] of rows) {
      const { table } = newTable(`type ${type} size 10`);
      const entry = table.getOrCreate(key);
      assert.equal(entry === -1 ? null : table.keyText(entry), printed, `${type}: ${String(key)}`);
      if (printed !== null) assert.equal(table.lookup(key), entry);
    }
  }
});

test("string keys that differ in trailing zeros only are two keys", () => {
  const { table } = newTable("type string len 8 size 10");
  assert.notEqual(table.getOrCreate("a"), table.getOrCreate("a\0"));
});

test("a key in its table reads back as what it was", () => {
  const ip = parseIp("192.0.2.7")!;
  const { table } = newTable("type ip size 10");
  assert.deepEqual(table.key(table.getOrCreate(ip)), ip);
  const integers = newTable("type integer size 10").table;
  assert.equal(integers.key(integers.getOrCreate(-1)), 4294967295);
});
