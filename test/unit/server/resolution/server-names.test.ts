/** Names of servers on a clock that tests move: how often they are asked for, what is held. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseIp } from "../../../../src/core/ip.ts";
import { parsePrefix } from "../../../../src/core/prefix.ts";
import { TimerWheel } from "../../../../src/core/timer-wheel.ts";
import { Arena } from "../../../../src/core/arena.ts";
import { CounterBlock } from "../../../../src/core/record.ts";
import { readName } from "../../../../src/dns/name.ts";
import { Nameserver, nameserverCounts } from "../../../../src/dns/nameserver.ts";
import { Resolver } from "../../../../src/dns/resolver.ts";
import type { ServerModel } from "../../../../src/config/model.ts";
import { chooseAddress } from "../../../../src/server/resolution/choose-address.ts";
import { ServerNames } from "../../../../src/server/resolution/server-names.ts";
import { serverWeight } from "../../../../src/server/resolution/watched-service.ts";
import { writeAddress } from "../../../../src/server/address.ts";
import { FakeClock } from "../../core/fake-clock.ts";
import { answer, type AnswerFacts, raw } from "../../dns/answers.ts";
import { ControlledFarm, newFarm, serverModel, word } from "../new-farm.ts";

const named = (name: string, host: string, more: Partial<ServerModel> = {}): ServerModel =>
  serverModel(name, {
    address: { kind: "ip", host, port: 80, family: null },
    resolvers: word("r"),
    resolvePrefer: 4,
    ...more,
  });

/** Servers of one backend before a name server that answers when a test says so. */
class World {
  readonly clock: FakeClock = new FakeClock();
  readonly world: ControlledFarm;
  readonly names: ServerNames;
  readonly moved: string[] = [];
  asked = 0;
  #last: { id: number; name: string; type: number } | null = null;
  #receive: ((bytes: Uint8Array) => void) | null = null;
  readonly #wheel: TimerWheel = new TimerWheel(this.clock);

  constructor(models: ServerModel[], validMs: number = 0) {
    this.world = new ControlledFarm(newFarm(models));
    const hold = { nx: 5000, refused: 0, timeout: 0, other: 0, obsolete: 0 };
    const settings = { name: "r", tries: 1, retryMs: 100, validMs, payloadBytes: 512 };
    const resolver = new Resolver(
      { ...settings, resolveMs: 1000, hold, families: () => [4, 6] },
      [this.#server()],
      this.#wheel,
      () => void this.#wheel.refresh(),
      () => this.asked,
    );
    const controls = new Map([["bk", this.world.control]]);
    this.names = new ServerNames(controls, new Map([["r", resolver]]), ({ name }) =>
      this.moved.push(name),
    );
    this.#wheel.refresh();
    this.names.start();
  }

  answers(over: Partial<AnswerFacts>): void {
    this.#receive!(answer({ ...this.#last!, ...over }));
  }

  /** A check found it so; the number of questions after that. */
  unreachable(name: string): number {
    this.#wheel.refresh();
    this.names.unreachable(this.world.server(name));
    return this.asked;
  }

  address(name: string): string {
    return String(this.world.server(name).address);
  }

  #server(): Nameserver {
    const size = CounterBlock.sizeBytes(nameserverCounts.length, 1);
    const counters = new CounterBlock(new Arena().region("n", size), nameserverCounts.length, 1, 0);
    return new Nameserver("n1", counters, (receive) => {
      this.#receive = receive;
      return {
        send: (question) => {
          const bytes = raw(question);
          const { name, end } = readName(bytes, 12)!;
          this.asked++;
          const text = name.slice(1, -1).replaceAll(/[\0-\x1f]/g, ".");
          this.#last = { id: (bytes[0]! << 8) | bytes[1]!, name: text, type: bytes[end + 1]! };
        },
        close: () => {},
      };
    });
  }
}

describe("names of servers", () => {
  test("are asked for once for all servers, and again after timeout resolve", () => {
    const world = new World([named("a", "web.test"), named("b", "web.test", { allowDupIp: true })]);
    assert.equal(world.asked, 1);
    world.answers({ a: ["10.0.0.1"] });
    assert.deepEqual([world.address("a"), world.address("b")], ["10.0.0.1", "10.0.0.1"]);
    world.clock.advance(999);
    assert.equal(world.asked, 1);
    world.clock.advance(1);
    assert.equal(world.asked, 2);
    world.answers({ a: ["10.0.0.2"] });
    assert.deepEqual(world.moved, ["a", "b"]);
  });

  test("that are gone count once no good answer came for the time of hold", () => {
    const world = new World([named("a", "web.test")]);
    world.answers({ a: ["10.0.0.1"] });
    for (let second = 1; second <= 4; second++) {
      world.clock.advance(1000);
      world.answers({ flags: 0x8183 });
      world.answers({ flags: 0x8183 });
      assert.equal(world.address("a"), "10.0.0.1", `after ${second} s`);
    }
    world.clock.advance(1000);
    world.answers({ flags: 0x8183 });
    world.answers({ flags: 0x8183 });
    assert.equal(world.address("a"), "null");
    assert.equal(world.world.server("a").stateText(), "MAINT (resolution)");
    assert.match(world.world.log.join("\n"), /is going DOWN for maintenance \(DNS NX status\)/);
  });

  test("are asked for again when a server is unreachable and no good answer is held", () => {
    const world = new World([named("a", "web.test"), named("b", "web.test")], 300);
    const unreachable = (name: string): number => world.unreachable(name);
    assert.equal(unreachable("a"), 1, "a question is under way");
    world.answers({ a: ["10.0.0.1", "10.0.0.2"] });
    world.clock.advance(299);
    assert.equal(unreachable("a"), 1, "the answer is held");
    world.clock.advance(1);
    assert.equal(unreachable("b"), 2);
    assert.equal(unreachable("a"), 2, "asked for the other");
    world.answers({ flags: 0x8183 });
    world.answers({ flags: 0x8183 });
    const asked = world.asked;
    world.clock.advance(10);
    assert.equal(unreachable("a"), asked + 1, "nothing good is held");
    world.answers({ a: ["10.0.0.1", "10.0.0.2"] });
    world.clock.advance(999);
    assert.equal(world.asked, asked + 1, "timeout resolve begins anew");
    world.clock.advance(1);
    assert.equal(world.asked, asked + 2);
    world.names.stop();
    assert.equal(unreachable("a"), asked + 2);
  });

  test("are not asked for any more once stopped, answers come too late", () => {
    const world = new World([named("a", "web.test")]);
    world.names.stop();
    world.answers({ a: ["10.0.0.1"] });
    world.clock.advance(5000);
    assert.deepEqual([world.asked, world.address("a")], [1, "null"]);
  });
});

test("addresses: the one it has, then a preferred network, none of another server", () => {
  const models = [named("a", "x"), named("b", "x"), named("c", "y")];
  const { farm } = new ControlledFarm(newFarm(models));
  const [a, b] = [farm.server("a")!, farm.server("b")!];
  const list = ["10.0.0.1", "10.0.0.2"].map((text) => parseIp(text)!);
  assert.equal(String(chooseAddress(a, farm, list)), "10.0.0.1");
  writeAddress(a, list[1]!, 80);
  assert.equal(String(chooseAddress(a, farm, list)), "10.0.0.2");
  assert.equal(String(chooseAddress(b, farm, list)), "10.0.0.1");
  assert.equal(chooseAddress(b, farm, [list[1]!]), null);
  assert.equal(String(chooseAddress(farm.server("c")!, farm, [list[1]!])), "10.0.0.2");
  const picky = newFarm([named("a", "x", { resolveNet: [parsePrefix("10.0.0.2/32")!] })]);
  assert.equal(String(chooseAddress(picky.server("a")!, picky, list)), "10.0.0.2");
});

test("weights of records", () => {
  const weights = [0, 1, 255, 256, 65_535].map((weight) => serverWeight(weight));
  assert.deepEqual(weights, [0, 1, 1, 2, 256]);
});
