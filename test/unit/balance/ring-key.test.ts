/** `hash-key`: keys found by asking a running HAProxy 3.2 for the borders of such servers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ringKeyOf } from "../../../src/balance/ring-key.ts";
import { newControlledFarm, serverModel } from "../server/new-farm.ts";

type HashKey = "id" | "addr" | "addr-port";

const ROWS: readonly (readonly [host: string, port: number, key: HashKey, expected: number])[] = [
  ["127.0.0.1", 38711, "id", 0x1000],
  ["127.0.0.1", 38711, "addr", 0x0f7a29c5],
  ["127.0.0.2", 38711, "addr", 0xb2e943f6],
  ["127.0.0.1", 38711, "addr-port", 0x68903c2b],
  ["127.0.0.2", 38711, "addr-port", 0x4b5620cd],
  ["::1", 38711, "addr", 0x7f2f367e],
  ["::1", 38711, "addr-port", 0x64e29ac0],
  // An address that is not known yet.
  ["later.test", 80, "addr", 0x1000],
];

test("places follow from the id, the address, or the address and the port", () => {
  for (const [host, port, hashKey, expected] of ROWS) {
    const address = { kind: "ip", host, port, family: null } as const;
    const { farm } = newControlledFarm([serverModel("s", { address, hashKey })]);
    assert.equal(ringKeyOf(farm.servers[0]!), expected, `${host} ${port} ${hashKey}`);
  }
});
