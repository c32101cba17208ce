import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../../src/core/arena.ts";
import { TimerWheel } from "../../../../src/core/timer-wheel.ts";
import { IdlePool, type Pooled, type PoolLimits } from "../../../../src/server/idle/pool.ts";
import { reuseOf } from "../../../../src/server/idle/reuse-policy.ts";
import { Counters } from "../../../../src/stats/counters.ts";
import { Gauge } from "../../../../src/stats/slots.ts";
import { FakeClock } from "../../core/fake-clock.ts";

class Connection implements Pooled<Connection> {
  idleSinceMs: number = 0;
  older: Connection | null = null;
  newer: Connection | null = null;
  idleIn: object | null = null;
  readonly private: boolean;
  readonly key: string;
  served: number;
  isClosed: boolean = false;

  constructor(served: number = 1, isPrivate: boolean = false, key: string = "") {
    this.served = served;
    this.key = key;
    this.private = isPrivate;
  }

  closeIdle(): void {
    this.isClosed = true;
  }
}

interface Setting {
  readonly pool: IdlePool<Connection>;
  readonly counters: Counters;
  readonly clock: FakeClock;
}

function newPool(limits: Partial<PoolLimits> = {}, arena: Arena = new Arena()): Setting {
  const clock = new FakeClock(1000);
  const wheel = new TimerWheel(clock);
  const counters = new Counters(arena, "server/bk/s1", 1, 0);
  for (let used = 0; used < 10; used++) counters.useConnection();
  for (let used = 0; used < 10; used++) counters.unuseConnection();
  const all = { poolMaxConn: -1, poolLowConn: 0, poolPurgeDelayMs: 5000, maxReuse: -1, ...limits };
  return { pool: new IdlePool<Connection>(all, counters, wheel), counters, clock };
}

test("the newest connection is taken first, a proven one before others", () => {
  const { pool, counters } = newPool();
  const [first, second, proven] = [new Connection(), new Connection(), new Connection(2)];
  for (const connection of [first, proven, second]) assert.ok(pool.put(connection));
  assert.equal(counters.gauge(Gauge.idleConnCur), 3);
  assert.equal(pool.take("", true), proven);
  assert.equal(pool.take("", true), null);
  assert.equal(pool.take("", false), second);
  assert.equal(pool.take("", false), first);
  assert.equal(pool.take("", false), null);
  assert.equal(counters.gauge(Gauge.idleConnCur), 0);
});

test("connections that may not be shared or used again are not kept", () => {
  assert.equal(newPool().pool.put(new Connection(1, true)), false);
  assert.equal(newPool({ poolPurgeDelayMs: 0 }).pool.put(new Connection()), false);
  assert.equal(newPool({ maxReuse: 0 }).pool.put(new Connection(1)), false);
  assert.equal(newPool({ maxReuse: 1 }).pool.put(new Connection(1)), true);
  assert.equal(newPool({ maxReuse: 1 }).pool.put(new Connection(2)), false);
});

test("pool-max-conn counts the idle connections of all threads", () => {
  const arena = new Arena();
  const [one, two] = [newPool({ poolMaxConn: 2 }, arena), newPool({ poolMaxConn: 2 }, arena)];
  assert.ok(one.pool.put(new Connection()));
  assert.ok(two.pool.put(new Connection()));
  assert.equal(one.pool.put(new Connection()), false);
  two.pool.take("", false);
  assert.ok(one.pool.put(new Connection()));
});

test("more than were ever in use at once are not kept, but for pool-low-conn", () => {
  const kept = (limits: Partial<PoolLimits>): number => {
    const { pool } = newPool(limits);
    for (let number = 0; number < 20; number++) pool.put(new Connection());
    return pool.size;
  };
  assert.equal(kept({}), 10);
  assert.equal(kept({ poolLowConn: 12 }), 12);
  assert.equal(kept({ poolLowConn: 12, poolMaxConn: 11 }), 11);
  const { pool, counters } = newPool();
  for (let used = 0; used < 7; used++) counters.useConnection();
  for (let number = 0; number < 20; number++) pool.put(new Connection());
  assert.equal(pool.size, 3);
});

test("a connection that dies while idle is let go of once", () => {
  const { pool, counters } = newPool();
  const [first, second, third] = [new Connection(), new Connection(), new Connection()];
  for (const connection of [first, second, third]) pool.put(connection);
  assert.equal(pool.remove(second), true);
  assert.equal(pool.remove(second), false);
  assert.equal(pool.remove(first), true);
  assert.equal(pool.size, 1);
  assert.equal(counters.gauge(Gauge.idleConnCur), 1);
  assert.equal(pool.take("", false), third);
});

test("each purge delay closes half of what was idle all that time, oldest first", () => {
  const { pool, clock } = newPool();
  const old = [0, 1, 2, 3].map(() => new Connection());
  for (const connection of old) pool.put(connection);
  clock.advance(3000);
  const taken = pool.take("", false)!;
  pool.put(taken);
  clock.advance(2001);
  assert.deepEqual(
    old.map((connection) => connection.isClosed),
    [true, true, false, false],
  );
  clock.advance(5001);
  assert.deepEqual(
    old.map((connection) => connection.isClosed),
    [true, true, true, false],
  );
  clock.advance(5001);
  assert.equal(taken.isClosed, true);
  assert.equal(pool.size, 0);
  assert.equal(clock.pendingCount, 0);
});

test("closing all empties the pool", () => {
  const { pool, counters } = newPool();
  const connections = [new Connection(), new Connection(2)];
  for (const connection of connections) pool.put(connection);
  pool.closeAll();
  assert.ok(connections.every((connection) => connection.isClosed));
  assert.equal(counters.gauge(Gauge.idleConnCur), 0);
});

test("reuse follows the policy, as measured on HAProxy 2.6", () => {
  const of = (policy: Parameters<typeof reuseOf>[0]): string =>
    `${reuseOf(policy, true)} ${reuseOf(policy, false)}`;
  assert.equal(of("never"), "none none");
  assert.equal(of("safe"), "none any");
  assert.equal(of("aggressive"), "proven any");
  assert.equal(of("always"), "any any");
});

test("connections with a key are taken by it alone", () => {
  const { pool, counters } = newPool();
  const keyed = (key: string, served = 1): Connection => new Connection(served, false, key);
  const [plain, one, proven, newer, two] = [
    keyed(""),
    keyed("one"),
    keyed("one", 2),
    keyed("one"),
    keyed("two"),
  ];
  for (const connection of [plain, one, proven, newer, two]) assert.ok(pool.put(connection));
  assert.equal(pool.size, 5);
  assert.equal(pool.take("three", false), null);
  assert.equal(pool.take("two", true), null);
  assert.equal(pool.take("one", false), proven);
  assert.equal(pool.take("one", false), newer);
  assert.ok(pool.remove(one));
  assert.equal(pool.remove(one), false);
  assert.equal(pool.take("one", false), null);
  assert.equal(pool.take("", false), plain);
  assert.equal(counters.gauge(Gauge.idleConnCur), 1);
  pool.closeAll();
  assert.ok(two.isClosed);
  assert.equal(pool.size, 0);
});

test("connections with a key grow old like others", () => {
  const { pool, clock } = newPool();
  const [old, older] = [new Connection(1, false, "one"), new Connection(1, false, "two")];
  for (const connection of [older, old]) pool.put(connection);
  clock.advance(5001);
  assert.deepEqual([older.isClosed, old.isClosed], [true, false]);
  assert.equal(pool.take("two", false), null);
  assert.equal(pool.take("one", false), old);
});
