/** Shares of keys: those that HAProxy 3.2 shows as shard= with `shards 3` and `shards 7`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shardOf, shardSeed } from "../../../src/peers/shard.ts";
import { IpAddress } from "../../../src/core/ip.ts";
import type { TableKey } from "../../../src/stick-table/key.ts";

test("keys are in the shares that HAProxy has them in", () => {
  const of = (key: string): number => shardOf(key, shardSeed("t"), 3);
  assert.deepEqual(["b", "/x", "c", "a", "hello"].map(of), [2, 3, 2, 3, 1]);
  const seven = (table: string, key: TableKey): number => shardOf(key, shardSeed(table), 7);
  const keys = ["key1", "key2", "key3"];
  assert.deepEqual(
    keys.map((key) => seven("tab", key)),
    [2, 7, 4],
  );
  assert.deepEqual(
    keys.map((key) => seven("mp/own", key)),
    [4, 5, 3],
  );
  assert.deepEqual(
    [101, 102, 103].map((key) => seven("n", key)),
    [7, 2, 4],
  );
  const addresses = [1, 2, 3].map((last) => IpAddress.v4(0x0a000000 + last));
  assert.deepEqual(
    addresses.map((key) => seven("i", key)),
    [3, 1, 5],
  );
  const long = [1, 2, 3].map((last) => IpAddress.v6(0x20010000, 0, 0, last));
  assert.deepEqual(
    long.map((key) => seven("i6", key)),
    [6, 5, 1],
  );
});
