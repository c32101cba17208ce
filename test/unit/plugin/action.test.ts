import assert from "node:assert/strict";
import { test } from "node:test";
import type { Timer } from "../../../src/core/timer-wheel.ts";
import type { ActionPlace, Txn } from "../../../src/plugin/types.ts";
import { Outcome } from "../../../src/rules/types.ts";
import { txnOf } from "../support/txn.ts";
import { parsedGetResponse } from "../support/heads.ts";
import { FakeStream } from "./fake-stream.ts";
import { errorPage, settled, World } from "./world.ts";

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(reason: Error): void;
}

function deferred(): Deferred {
  let resolve: () => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<void>((keep, fail) => {
    resolve = keep;
    reject = fail;
  });
  return { promise, resolve: () => resolve(), reject: (reason) => reject(reason) };
}

type Run = (txn: Txn, ...args: string[]) => void | Promise<void>;

async function start(
  run: Run,
  place: ActionPlace = "http-req",
  request?: Parameters<typeof FakeStream.run>[1],
): Promise<{ world: World; stream: FakeStream }> {
  const world = await World.with((core) => core.registerAction("a", [place], run));
  return {
    world,
    stream: FakeStream.run(world.host.action("lua.a", place, ["one", "two"]), request),
  };
}

test("a synchronous action runs with its words and the next rule follows", async () => {
  let words: string[] = [];
  const { world, stream } = await start((txn, ...args) => {
    words = args;
    txn.setVar("txn.user", "ü");
  });
  assert.deepEqual(words, ["one", "two"]);
  assert.equal(stream.outcome, Outcome.next);
  assert.equal(stream.txn.variables.get(world.slot("txn.user")), "\xc3\xbc");
  assert.equal(world.clock.pendingCount, 0);
});

test("an action's answer goes to the client once it returned", async () => {
  const { stream } = await start((txn) => {
    txn.reply(403, { "X-Why": "ü", "Content-Length": "99" }, "né");
    txn.reply(200);
  });
  assert.equal(stream.outcome, Outcome.done);
  assert.equal(stream.replies.length, 1);
  const reply = stream.replies[0]!;
  assert.deepEqual(
    [reply.status, reply.reason, reply.close, reply.body(stream.txn)],
    [403, "Forbidden", false, "n\xc3\xa9"],
  );
  assert.deepEqual(
    reply.fields.map((field) => `${field.name}: ${field.value(stream.txn, "n\xc3\xa9")}`),
    ["content-length: 3", "x-why: \xc3\xbc"],
  );
});

test("an answer of a status without a body has none, and no length", async () => {
  for (const status of [204, 304]) {
    const { stream } = await start((txn) => txn.reply(status, {}, "body"));
    const reply = stream.replies[0]!;
    assert.deepEqual([reply.status, reply.fields, reply.body(stream.txn)], [status, [], ""]);
  }
});

test("a throw answers 500 and is reported", async () => {
  const { world, stream } = await start(() => {
    throw new Error("boom");
  });
  assert.equal(stream.outcome, Outcome.done);
  assert.deepEqual(stream.replies, [errorPage]);
  assert.deepEqual(world.reports, ["plugin '/p.ts': action 'a' failed: boom"]);
});

test("a throw after an answer answers 500 all the same", async () => {
  const { stream } = await start((txn) => {
    txn.reply(200);
    throw new Error("boom");
  });
  assert.deepEqual(stream.replies, [errorPage]);
});

test("an action that held the thread beyond the limit answers 500", async () => {
  const world: World = await World.with((core) =>
    core.registerAction("a", ["http-req"], () => world.clock.stall(4001)),
  );
  const stream = FakeStream.run(world.host.action("a", "http-req", []));
  assert.deepEqual(stream.replies, [errorPage]);
  assert.deepEqual(world.reports, [
    "plugin '/p.ts': action 'a' held the thread for 4001 ms, the limit is 4000 ms",
  ]);
});

test("in TCP a failing action closes the connection", async () => {
  const raw = txnOf();
  const { stream } = await start(
    () => {
      throw new Error("boom");
    },
    "tcp-req",
    { ...raw, session: { ...raw.session, http: false } },
  );
  assert.deepEqual([stream.rejected, stream.replies.length], [true, 0]);
});

test("a promise parks the stream until it settles, whoever asks meanwhile", async () => {
  const gate = deferred();
  const { world, stream } = await start(async (txn) => {
    await gate.promise;
    txn.setVar("txn.late", true);
  });
  assert.equal(stream.outcome, Outcome.wait);
  stream.run();
  assert.equal(stream.outcome, Outcome.wait);
  gate.resolve();
  await settled();
  assert.equal(stream.outcome, Outcome.next);
  assert.equal(stream.txn.waiting, null);
  assert.equal(stream.txn.variables.get(world.slot("txn.late")), true);
  assert.equal(stream.resumed, 1);
  world.clock.advance(10_000);
  assert.deepEqual([world.reports, stream.resumed], [[], 1]);
});

test("a promise that settles takes its deadline off the wheel", async () => {
  const gate = deferred();
  const { world } = await start(() => gate.promise);
  const cancelled: Timer[] = [];
  world.wheel.cancel = (timer) => void cancelled.push(timer);
  gate.resolve();
  await settled();
  assert.deepEqual(
    cancelled.map((timer) => timer.deadlineMs),
    [world.clock.nowMs + 4000],
  );
});

test("a rejection answers 500 and is reported", async () => {
  const { world, stream } = await start(() => Promise.reject(new RangeError("far")));
  await settled();
  assert.deepEqual(stream.replies, [errorPage]);
  assert.deepEqual(world.reports, ["plugin '/p.ts': action 'a' failed: RangeError: far"]);
});

test("a promise that does not settle in time answers 500; what it does later touches nothing", async () => {
  const gate = deferred();
  let late: unknown = null;
  const { world, stream } = await start(async (txn) => {
    await gate.promise;
    try {
      txn.setVar("txn.late", true);
    } catch (thrown) {
      late = thrown;
      throw thrown;
    }
  });
  world.clock.advance(3999);
  assert.equal(stream.finished, false);
  world.clock.advance(2);
  assert.deepEqual(stream.replies, [errorPage]);
  assert.deepEqual(world.reports, [
    "plugin '/p.ts': action 'a' did not settle in time, the limit is 4000 ms",
  ]);
  gate.resolve();
  await settled();
  assert.match(String(late), /the request went on without the plugin/);
  assert.equal(stream.txn.variables.get(world.slot("txn.late")), undefined);
  assert.deepEqual([stream.resumed, world.reports.length, stream.replies.length], [1, 1, 1]);
});

test("a stream that ended is left alone by the promise and by its deadline", async () => {
  for (const ending of ["promise", "deadline"]) {
    const gate = deferred();
    let headers: unknown = null;
    const { world, stream } = await start(async (txn) => {
      await gate.promise;
      headers = txn.http.reqGetHeaders();
    });
    stream.finish();
    if (ending === "deadline") world.clock.advance(5000);
    gate.resolve();
    await settled();
    assert.deepEqual(
      [stream.resumed, stream.replies.length, world.reports.length, headers],
      [0, 0, 0, null],
    );
  }
});

test("a transaction kept beyond a synchronous action is closed", async () => {
  let kept: Txn | null = null;
  await start((txn) => void (kept = txn));
  assert.throws(() => kept!.setVar("txn.x", 1), /the request went on/);
  assert.throws(() => kept!.http.reqSetHeader("a", "b"), /the request went on/);
});

test("an answer of a parked action goes out before its promise settles", async () => {
  const gate = deferred();
  const end = deferred();
  const { world, stream } = await start(async (txn) => {
    await gate.promise;
    txn.reply(401);
    await end.promise;
  });
  gate.resolve();
  await settled();
  assert.deepEqual(
    stream.replies.map((reply) => reply.status),
    [401],
  );
  end.reject(new Error("afterwards"));
  await settled();
  assert.deepEqual(world.reports, [
    "plugin '/p.ts': action 'a' failed: afterwards (after its answer)",
  ]);
  assert.equal(stream.replies.length, 1);
});

test("an asynchronous action that answers at once does not wait", async () => {
  const { world, stream } = await start(async (txn) => txn.reply(204));
  assert.equal(stream.outcome, Outcome.done);
  assert.equal(stream.replies[0]!.status, 204);
  await settled();
  assert.deepEqual([stream.resumed, world.clock.pendingCount], [0, 0]);
});

test("an asynchronous action that blocks before its first await is an overrun", async () => {
  const world: World = await World.with((core) =>
    core.registerAction("a", ["http-req"], async () => {
      world.clock.stall(5000);
      throw new Error("unheard");
    }),
  );
  const stream = FakeStream.run(world.host.action("a", "http-req", []));
  await settled();
  assert.deepEqual(stream.replies, [errorPage]);
  assert.equal(world.reports.length, 1);
});

test("after the response nothing can wait or answer: the status tells of the failure", async () => {
  const runs: [Run, RegExp][] = [
    [async () => {}, /cannot wait in http-after-response/],
    [(txn) => txn.reply(200), /the client cannot be answered from here/],
  ];
  for (const [run, report] of runs) {
    const response = parsedGetResponse("HTTP/1.1 200 OK");
    const { world, stream } = await start(run, "http-after-res", txnOf({ response }));
    assert.equal(stream.outcome, Outcome.next);
    assert.deepEqual([response.status, stream.replies.length], [500, 0]);
    assert.match(world.reports[0]!, report);
  }
});
