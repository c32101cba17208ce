import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../src/core/arena.ts";
import type { FarmPost } from "../../../src/server/farm.ts";
import type { Farm } from "../../../src/server/farm.ts";
import type { Server } from "../../../src/server/server.ts";
import { QueuePlace, type Waiter } from "../../../src/server/wait-queue.ts";
import { ControlledFarm, newControlledFarm, newFarm, serverModel } from "./new-farm.ts";

class RecordingWaiter implements Waiter {
  readonly place: QueuePlace = new QueuePlace(this);
  server: Server | null = null;
  requeues: number = 0;

  onSlot(server: Server): void {
    this.server = server;
  }

  onRequeue(): void {
    this.requeues++;
  }
}

/** A waiter in the queue of `server`, or with null in the backend's. */
function waiting(farm: Farm, server: Server | null): RecordingWaiter {
  const waiter = new RecordingWaiter();
  assert.equal(farm.wait(waiter.place, server), null);
  return waiter;
}

/** A farm of one server with `maxconn` slots, all taken. */
function fullFarm(maxconn: number = 1): ControlledFarm {
  const controlled = newControlledFarm([serverModel("a", { maxconn })]);
  for (let i = 0; i < maxconn; i++) assert.ok(controlled.server("a").tryAcquire());
  return controlled;
}

test("slots are taken up to maxconn", () => {
  const controlled = fullFarm(2);
  const a = controlled.server("a");
  assert.equal(a.tryAcquire(), false);
  assert.equal(a.connections(), 2);
  controlled.farm.release(a);
  assert.equal(a.connections(), 1);
  assert.ok(a.hasFreeSlot());
});

test("minconn lets the limit grow with the backend's streams as HAProxy does", () => {
  const servers = ["a", "b"].map((name) => serverModel(name, { minconn: 2, maxconn: 8 }));
  const { farm } = newControlledFarm([...servers, serverModel("c")], { fullconn: 10 });
  let order = "";
  for (let i = 0; i < 20; i++) {
    farm.enter();
    order += farm.servers.find((server) => server.tryAcquire())?.name;
  }
  assert.equal(order, "aabaabaaaabbbbbbcccc");
});

test("freed slots go to those who wait longest, of the server's queue and the backend's", () => {
  const controlled = fullFarm();
  const { farm } = controlled;
  const a = controlled.server("a");
  const waiters = [waiting(farm, a), waiting(farm, null), waiting(farm, a)];
  assert.equal(a.queued(), 2);
  assert.equal(farm.queuedHere(), 1);
  assert.equal(farm.queued(), 3);
  for (const [index, waiter] of waiters.entries()) {
    assert.equal(waiters.filter((each) => each.server === a).length, index);
    farm.release(a);
    assert.equal(waiter.server, a);
    assert.equal(a.connections(), 1);
  }
  farm.release(a);
  assert.equal(a.connections(), 0);
});

test("a stream that gives up leaves the others in order", () => {
  const controlled = fullFarm();
  const a = controlled.server("a");
  const waiters = [
    waiting(controlled.farm, a),
    waiting(controlled.farm, a),
    waiting(controlled.farm, a),
  ];
  controlled.farm.stopWaiting(waiters[1]!.place);
  controlled.farm.stopWaiting(waiters[1]!.place);
  controlled.farm.stopWaiting(waiters[0]!.place);
  assert.equal(a.queued(), 1);
  controlled.farm.release(a);
  assert.deepEqual(
    waiters.map((waiter) => waiter.server),
    [null, null, a],
  );
});

test("queue positions are places in line, from 1", () => {
  const controlled = fullFarm();
  const a = controlled.server("a");
  const waiters = [
    waiting(controlled.farm, a),
    waiting(controlled.farm, a),
    waiting(controlled.farm, null),
  ];
  for (let i = 0; i < 3; i++) controlled.farm.release(a);
  assert.deepEqual(
    waiters.map(({ place }) => place.serverPosition),
    [1, 2, 0],
  );
  assert.deepEqual(
    waiters.map(({ place }) => place.backendPosition),
    [0, 0, 1],
  );
});

test("a slot that came free while the stream went to wait is taken at once", () => {
  const { farm, server } = bound(newControlledFarm([serverModel("a", { maxconn: 1 })]));
  const waiter = new RecordingWaiter();
  assert.equal(farm.wait(waiter.place, null), server("a"));
  assert.equal(waiter.place.queue, null);
  assert.equal(farm.queued(), 0);
  assert.equal(server("a").connections(), 1);
});

test("maxqueue fills the queue", () => {
  const controlled = newControlledFarm([serverModel("a", { maxconn: 1, maxqueue: 1 })]);
  const a = controlled.server("a");
  a.tryAcquire();
  assert.equal(a.isQueueFull(), false);
  waiting(controlled.farm, a);
  assert.equal(a.isQueueFull(), true);
});

test("streams that wait for a server that goes down choose again; the backend's wait on", () => {
  const controlled = fullFarm();
  const a = controlled.server("a");
  const own = waiting(controlled.farm, a);
  const common = waiting(controlled.farm, null);
  controlled.control.setHealth(a, "down");
  assert.deepEqual([own.requeues, own.server, common.requeues], [1, null, 0]);
  controlled.farm.release(a);
  assert.equal(common.server, null);
  controlled.control.setHealth(a, "up");
  assert.equal(common.server, a);
});

test("more slots by set maxconn go to those who wait", () => {
  const controlled = fullFarm();
  const a = controlled.server("a");
  const waiters = [
    waiting(controlled.farm, a),
    waiting(controlled.farm, null),
    waiting(controlled.farm, a),
  ];
  controlled.control.setMaxconn(a, 3);
  assert.deepEqual(
    waiters.map((waiter) => waiter.server),
    [a, a, null],
  );
});

/** Two threads' farms over one arena; posts are kept until `deliver`. */
class TwoThreads {
  readonly one: ControlledFarm;
  readonly two: Farm;
  readonly posts: (() => void)[] = [];

  constructor(maxconn: number) {
    const arena = new Arena();
    const servers = [serverModel("a", { maxconn })];
    const farms: Farm[] = [];
    const serverOf = (threadId: number): Server => farms[threadId - 1]!.server("a")!;
    const post: FarmPost = {
      handOver: (id) => this.posts.push(() => farms[id - 1]!.accept(serverOf(id))),
      requeue: (id) => this.posts.push(() => farms[id - 1]!.requeue(serverOf(id))),
    };
    farms.push(newFarm(servers, { arena, post, threadId: 1 }));
    farms.push(newFarm(servers, { arena, post, threadId: 2 }));
    this.one = new ControlledFarm(farms[0]!);
    this.two = farms[1]!;
  }

  /** Delivers the posts there are, and returns how many. */
  deliver(): number {
    const posts = this.posts.splice(0);
    for (const post of posts) post();
    return posts.length;
  }
}

test("a freed slot is handed to the thread whose stream waits longest", () => {
  const threads = new TwoThreads(1);
  const a = threads.one.server("a");
  a.tryAcquire();
  const remote = waiting(threads.two, null);
  const local = waiting(threads.one.farm, null);
  threads.one.farm.release(a);
  assert.equal(local.server, null);
  assert.equal(a.connections(), 1);
  assert.equal(threads.deliver(), 1);
  assert.equal(remote.server, threads.two.server("a"));
  threads.two.release(threads.two.server("a")!);
  threads.deliver();
  assert.equal(local.server, a);
  assert.equal(a.connections(), 1);
});

test("a slot handed over to nobody goes on to the next, or free", () => {
  const threads = new TwoThreads(1);
  const a = threads.one.server("a");
  a.tryAcquire();
  const remote = waiting(threads.two, threads.two.server("a")!);
  const local = waiting(threads.one.farm, a);
  threads.one.farm.release(a);
  threads.two.stopWaiting(remote.place);
  assert.equal(threads.deliver(), 1);
  assert.equal(threads.deliver(), 1);
  assert.equal(local.server, a);
  threads.one.farm.release(a);
  assert.equal(a.connections(), 0);
});

test("several free slots reach all who wait on another thread", () => {
  const threads = new TwoThreads(1);
  const a = threads.one.server("a");
  a.tryAcquire();
  const waiters = [0, 1, 2].map(() => waiting(threads.two, null));
  threads.one.control.setMaxconn(a, 4);
  threads.deliver();
  assert.deepEqual(
    waiters.map((waiter) => waiter.server?.name),
    ["a", "a", "a"],
  );
  assert.equal(a.connections(), 4);
});

test("a server that goes down sends other threads' streams away", () => {
  const threads = new TwoThreads(1);
  const a = threads.one.server("a");
  a.tryAcquire();
  const remote = waiting(threads.two, threads.two.server("a")!);
  threads.one.control.setHealth(a, "down");
  threads.deliver();
  assert.equal(remote.requeues, 1);
  assert.equal(a.queued(), 0);
});

test("states, weights and addresses reach the other thread", () => {
  const threads = new TwoThreads(0);
  const seen = threads.two.server("a")!;
  assert.equal(threads.two.usableServers(), 1);
  threads.one.control.maintain(threads.one.server("a"));
  assert.equal(threads.two.usableServers(), 0);
  assert.equal(seen.stateText(), "MAINT");
});

test("streams that wait during a reload get the slots that the new generation frees", () => {
  const arena = new Arena();
  const servers = [serverModel("a", { maxconn: 1 })];
  const before = newControlledFarm(servers, { arena });
  before.server("a").tryAcquire();
  const waiter = waiting(before.farm, null);
  const after = new ControlledFarm(newFarm(servers, { arena, previous: before.farm }));
  const later = waiting(after.farm, null);
  after.farm.release(after.server("a"));
  assert.equal(waiter.server, after.server("a"));
  before.farm.release(before.server("a"));
  assert.equal(later.server?.name, "a");
});

function bound(controlled: ControlledFarm): {
  readonly farm: Farm;
  readonly server: (name: string) => Server;
} {
  return { farm: controlled.farm, server: (name) => controlled.server(name) };
}
