import assert from "node:assert/strict";
import { test } from "node:test";
import { anyTxn } from "../balance/fake-txn.ts";
import { World, settled } from "./world.ts";

test("a module is imported with its revision and called with its arguments", async () => {
  const world = new World();
  let seen: unknown = null;
  world.modules.set("/p.ts", () =>
    Promise.resolve({
      default: (core: { args: unknown; thread: unknown }) => void (seen = [core.args, core.thread]),
    }),
  );
  await world.host.load("/p.ts", ["x", "y z"], 3);
  assert.deepEqual(world.imported, ["/p.ts@3"]);
  assert.deepEqual(seen, [["x", "y z"], 1]);
});

test("every fault of a plugin is one line that begins with the file", async () => {
  const world = new World();
  await assert.rejects(world.host.load("/none.ts", [], 0), {
    message: "plugin '/none.ts': no module at /none.ts",
  });
  world.modules.set("/empty.ts", () => Promise.resolve({}));
  await assert.rejects(world.host.load("/empty.ts", [], 0), {
    message: "plugin '/empty.ts': TypeError: the default export is not a function",
  });
  const failing = world.load("/bad.ts", async () => {
    throw new RangeError("off\nthe map");
  });
  await assert.rejects(failing, { message: "plugin '/bad.ts': RangeError: off the map" });
});

test("a name belongs to the file that took it first, for each kind by itself", async () => {
  const world = new World();
  await world.load("/a.ts", (core) => {
    core.registerFetches("n", () => 1);
    core.registerConverters("n", (value) => value);
    core.registerService("n", () => new Response());
    core.registerAction("n", ["http-req"], () => {});
  });
  await assert.rejects(
    world.load("/b.ts", (core) => core.registerFetches("n", () => 1)),
    {
      message: "plugin '/b.ts': fetch 'n' is already registered by '/a.ts'",
    },
  );
  await assert.rejects(
    world.load("/c.ts", (core) => core.registerAction("n", ["http-req"], () => {})),
    {
      message: "plugin '/c.ts': action 'n' is already registered by '/a.ts'",
    },
  );
});

test("names that no configuration can write and places that do not exist are refused", async () => {
  const world = new World();
  await assert.rejects(
    world.load("/a.ts", (core) => core.registerFetches("a b", () => 1)),
    /fetch name 'a b'/,
  );
  const place = (): Promise<void> =>
    world.load("/b.ts", (core) => {
      Reflect.apply(core.registerAction, core, ["x", ["http"], () => {}]);
    });
  await assert.rejects(place(), /there is no place 'http'; places are tcp-req, /);
});

test("nothing can be registered once the file is loaded", async () => {
  let late: () => void = () => {};
  await World.with((core) => void (late = () => core.registerTask(() => {})));
  assert.throws(late, { message: "a task is registered after the plugin was loaded" });
});

test("names are found with either prefix, expressions only with one", async () => {
  const { host } = await World.with((core) => {
    core.registerAction("a", ["http-req", "http-res"], () => {});
    core.registerFetches("f", () => 1);
    core.registerConverters("c", (value) => value);
    core.registerService("s", () => new Response());
  });
  for (const name of ["a", "lua.a", "plugin.a"]) assert.ok(host.action(name, "http-req", []), name);
  assert.equal(host.action("a", "tcp-req", []), undefined);
  assert.deepEqual(host.actionPlaces("lua.a"), ["http-req", "http-res"]);
  assert.equal(host.actionPlaces("b"), undefined);
  assert.ok(host.service("lua.s"));
  assert.equal(host.service("t"), undefined);
  assert.equal(host.fetch("f"), undefined);
  assert.ok(host.fetch("lua.f") && host.fetch("plugin.f"));
  assert.equal(host.converter("c"), undefined);
  assert.ok(host.converter("lua.c") && host.converter("plugin.c"));
  assert.deepEqual([host.actionNames, host.serviceNames], [["a"], ["s"]]);
});

test("tasks start when told to; one that fails is reported and the others run", async () => {
  const ran: string[] = [];
  const world = await World.with((core) => {
    core.registerTask(() => {
      throw new Error("at once");
    });
    core.registerTask(() => Promise.reject(new Error("later")));
    core.registerTask(async () => {
      await core.sleep(50);
      ran.push("slept");
    });
  });
  assert.deepEqual(world.reports, []);
  world.host.startTasks();
  await settled();
  assert.deepEqual(world.reports, [
    "plugin '/p.ts': a task failed: at once",
    "plugin '/p.ts': a task failed: later",
  ]);
  world.clock.advance(49);
  await settled();
  assert.deepEqual(ran, []);
  world.clock.advance(2);
  await settled();
  assert.deepEqual(ran, ["slept"]);
});

test("a task is told when its generation goes out of service", async () => {
  const turns: boolean[] = [];
  const world = await World.with((core) => {
    core.registerTask(async (task) => {
      while (task.active) {
        turns.push(true);
        await core.sleep(10);
      }
      turns.push(false);
    });
  });
  world.host.startTasks();
  for (let turn = 0; turn < 2; turn++) {
    await settled();
    world.clock.advance(11);
  }
  world.host.stopTasks();
  await settled();
  assert.deepEqual(turns, [true, true, false]);
});

test("the core object tells the time and knows base64url", async () => {
  await World.with((core) => {
    assert.deepEqual(core.now(), { sec: 1_700_000_000, usec: 123_456 });
    assert.equal(core.base64UrlEncode('{"ü":1}'), "eyLDvCI6MX0");
    assert.equal(core.base64UrlDecode("eyLDvCI6MX0"), '{"ü":1}');
    assert.throws(() => core.base64UrlDecode("a+b"), TypeError);
  });
});

test("what a plugin logs goes out as UTF-8", async () => {
  const world = await World.with((core) => core.log("warning", "ü"));
  assert.deepEqual(world.logged, ["warning \xc3\xbc"]);
});

test("fetches get the transaction and their arguments, and give samples", async () => {
  const world = await World.with((core) => {
    core.registerFetches("args", (txn, ...args) => `${txn.source}|${args.join("|")}`);
    core.registerFetches("number", () => 3.9);
    core.registerFetches("nothing", () => undefined);
    core.registerFetches("seen", (txn) => {
      const before = txn.getVar("txn.seen") ?? 0;
      txn.setVar("txn.seen", Number(before) + 1);
      return before;
    });
  });
  const call = (name: string, ...args: string[]): unknown =>
    world.host.fetch(`plugin.${name}`)!(anyTxn, args);
  assert.equal(call("args", "a", "\xc3\xbc"), "|a|\xc3\xbc");
  assert.equal(call("number"), 3);
  assert.equal(call("nothing"), undefined);
  assert.deepEqual([call("seen"), call("seen")], [0, 1]);
});

test("a fetch that fails, edits or gives no value gives no sample and is reported", async () => {
  const world = await World.with((core) => {
    core.registerFetches("throws", () => {
      throw new Error("no");
    });
    core.registerFetches("edits", (txn) => (txn.http.reqSetHeader("a", "b"), 1));
    core.registerFetches("replies", (txn) => (txn.reply(200), 1));
    core.registerFetches("nan", () => NaN);
    Reflect.apply(core.registerFetches, core, ["async", async () => 1]);
  });
  for (const name of ["throws", "edits", "replies", "nan", "async"]) {
    assert.equal(world.host.fetch(`lua.${name}`)!(anyTxn, []), undefined);
  }
  assert.deepEqual(world.reports, [
    "plugin '/p.ts': fetch 'throws' failed: no",
    "plugin '/p.ts': fetch 'edits' failed: a fetch cannot change the request",
    "plugin '/p.ts': fetch 'replies' failed: the client cannot be answered from here",
    "plugin '/p.ts': fetch 'nan' failed: TypeError: NaN is no integer",
    "plugin '/p.ts': fetch 'async' failed: TypeError: expected a string, a number or a boolean, not a promise",
  ]);
});

test("converters see text as Unicode and give it back as UTF-8; an overrun is reported", async () => {
  const world: World = await World.with((core) => {
    core.registerConverters("upper", (value, suffix = "") => String(value).toUpperCase() + suffix);
    core.registerConverters("slow", (value) => (world.clock.stall(5000), value));
  });
  assert.equal(world.host.converter("lua.upper")!("\xc3\xbc", ["!"]), "\xc3\x9c!");
  assert.equal(world.host.converter("lua.upper")!(2n ** 60n, []), "1152921504606847000");
  assert.equal(world.host.converter("lua.slow")!("x", []), "x");
  assert.deepEqual(world.reports, ["plugin '/p.ts': converter 'slow' held the thread for 5000 ms"]);
});
