/** Resolutions on a clock that tests move: families, tries, what is kept, what is believed. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Arena } from "../../../src/core/arena.ts";
import { CounterBlock } from "../../../src/core/record.ts";
import { TimerWheel } from "../../../src/core/timer-wheel.ts";
import { readName } from "../../../src/dns/name.ts";
import { type NameserverCount, Nameserver, nameserverCounts } from "../../../src/dns/nameserver.ts";
import { Resolver, type ResolverSettings } from "../../../src/dns/resolver.ts";
import { FakeClock } from "../core/fake-clock.ts";
import { answer, raw, type AnswerFacts } from "./answers.ts";

const NAMES: Readonly<Record<number, string>> = { 1: "A", 28: "AAAA" };

/** A resolver before name servers that answer when a test says so. */
class World {
  readonly clock: FakeClock = new FakeClock();
  /** Questions as "server type", in order. */
  readonly asked: string[] = [];
  readonly results: string[] = [];
  readonly servers: Nameserver[];
  readonly resolver: Resolver;
  readonly #last: { id: number; name: string; type: number }[] = [];
  readonly #receive: ((bytes: Uint8Array) => void)[] = [];
  readonly #wheel: TimerWheel = new TimerWheel(this.clock);
  closed = 0;

  constructor(over: Partial<ResolverSettings> = {}, serverCount = 1) {
    this.servers = Array.from({ length: serverCount }, (_, index) => this.#server(index));
    const wheel = this.#wheel;
    let id = 0;
    this.resolver = new Resolver(
      {
        name: "r",
        tries: 2,
        retryMs: 1000,
        validMs: 5000,
        payloadBytes: 512,
        resolveMs: 1000,
        families: () => [4, 6] as const,
        hold: { nx: 0, refused: 0, timeout: 0, other: 0, obsolete: 0 },
        ...over,
      },
      this.servers,
      wheel,
      () => void wheel.refresh(),
      () => ++id,
    );
  }

  resolve(host: string, prefer: 4 | 6 = 6): void {
    this.#wheel.refresh();
    this.resolver.resolve(host, prefer, (address) => void this.results.push(String(address)));
  }

  /** The server answers its last question, with what is given changed. */
  answers(index: number, over: Partial<AnswerFacts>): void {
    this.#receive[index]!(answer({ ...this.#last[index]!, ...over }));
  }

  bytes(index: number, message: Uint8Array): void {
    this.#receive[index]!(message);
  }

  counts(index = 0): Partial<Record<NameserverCount, number>> {
    const server = this.servers[index]!;
    return Object.fromEntries(
      nameserverCounts.flatMap((name) =>
        server.sum(name) === 0 ? [] : [[name, server.sum(name)]],
      ),
    );
  }

  #server(index: number): Nameserver {
    const size = CounterBlock.sizeBytes(nameserverCounts.length, 1);
    const counters = new CounterBlock(new Arena().region("x", size), nameserverCounts.length, 1, 0);
    return new Nameserver(`n${index}`, counters, (receive) => {
      this.#receive[index] = receive;
      return {
        send: (text) => {
          const bytes = raw(text);
          const { name, end } = readName(bytes, 12)!;
          const host = name.slice(1, -1).replaceAll(/[\0-\x1f]/g, ".");
          const type = (bytes[end]! << 8) | bytes[end + 1]!;
          this.#last[index] = { id: (bytes[0]! << 8) | bytes[1]!, name: host, type };
          this.asked.push(`${index} ${NAMES[type]}`);
        },
        close: () => void this.closed++,
      };
    });
  }
}

const NX = { flags: 0x8183 };

describe("a resolution", () => {
  test("asks for the preferred family, then for the other, all again after the retry time", () => {
    const world = new World();
    world.resolve("a.test");
    world.answers(0, NX);
    world.answers(0, {});
    assert.deepEqual(world.asked, ["0 AAAA", "0 A"]);
    world.clock.advance(999);
    assert.equal(world.asked.length, 2);
    world.clock.advance(1);
    world.answers(0, { flags: 0x8185 });
    assert.deepEqual(world.results, []);
    world.answers(0, { flags: 0x8182 });
    assert.deepEqual(world.asked, ["0 AAAA", "0 A", "0 AAAA", "0 A"]);
    assert.deepEqual(world.results, ["null"]);
    assert.deepEqual(world.counts(), { sent: 4, nx: 1, any_err: 1, refused: 1, other: 1 });
  });

  test("takes the other family's address, and IPv4 first where that is preferred", () => {
    const world = new World();
    world.resolve("a.test");
    world.answers(0, NX);
    world.answers(0, { a: ["10.0.0.1"] });
    world.resolve("b.test", 4);
    world.answers(0, { a: ["10.0.0.2"] });
    assert.deepEqual(world.results, ["10.0.0.1", "10.0.0.2"]);
    assert.deepEqual(world.asked, ["0 AAAA", "0 A", "0 A"]);
  });

  test("asks for accepted families only, whatever is preferred", () => {
    let families: readonly (4 | 6)[] = [4];
    const world = new World({ families: () => families });
    world.resolve("a.test", 6);
    world.answers(0, NX);
    assert.deepEqual(world.asked, ["0 A"]);
    families = [6];
    world.clock.advance(2000);
    world.resolve("b.test", 4);
    assert.equal(world.asked.at(-1), "0 AAAA");
  });

  test("without answers ends after all tries", () => {
    const world = new World();
    world.resolve("a.test");
    world.clock.advance(1000);
    world.clock.advance(999);
    assert.deepEqual(world.results, []);
    world.clock.advance(1);
    assert.deepEqual(world.results, ["null"]);
    assert.deepEqual(world.asked, ["0 AAAA", "0 AAAA"]);
    assert.deepEqual(world.counts(), { sent: 2, timeout: 2 });
  });

  test("asks all name servers; a good answer ends it, bad ones wait for the others", () => {
    const world = new World({}, 2);
    world.resolve("a.test", 4);
    world.answers(0, NX);
    assert.deepEqual(world.asked, ["0 A", "1 A"]);
    world.answers(1, { a: ["10.0.0.3"] });
    assert.deepEqual(world.results, ["10.0.0.3"]);
    world.answers(0, { a: ["10.9.9.9"] });
    assert.deepEqual(world.counts(0), { sent: 1, nx: 1, outdated: 1 });
  });

  test("is shared by all who ask for the name meanwhile", () => {
    const world = new World();
    world.resolve("a.test", 4);
    world.resolve("A.test.", 4);
    assert.deepEqual(world.asked, ["0 A"]);
    world.answers(0, { a: ["10.0.0.1", "10.0.0.2"] });
    assert.deepEqual(world.results, ["10.0.0.1", "10.0.0.2"]);
  });

  test("of what is no name, or without name servers, ends at once", () => {
    const world = new World({}, 0);
    world.resolve("a..b");
    world.resolve("a.test");
    assert.deepEqual(world.results, ["null", "null"]);
  });
});

describe("answers", () => {
  test("hold for a time, their addresses in turn", () => {
    const world = new World();
    world.resolve("a.test", 4);
    world.answers(0, { a: ["10.0.0.1", "10.0.0.2"] });
    world.resolve("a.test", 4);
    world.resolve("a.test", 4);
    assert.deepEqual(world.results, ["10.0.0.1", "10.0.0.2", "10.0.0.1"]);
    assert.equal(world.asked.length, 1);
    world.clock.advance(5000);
    world.resolve("x.test", 4);
    world.resolve("a.test", 4);
    assert.equal(world.asked.length, 3);
  });

  test("to what was not asked are not believed", () => {
    const world = new World();
    world.resolve("a.test", 4);
    world.answers(0, { name: "evil.test", a: ["6.6.6.6"] });
    world.answers(0, { type: 28 });
    world.answers(0, { id: 999, a: ["6.6.6.6"] });
    world.bytes(0, raw("junk"));
    world.bytes(0, new Uint8Array(600));
    assert.deepEqual(world.results, []);
    assert.deepEqual(world.counts(), { sent: 1, invalid: 3, outdated: 1, too_big: 1 });
    world.answers(0, { a: ["10.0.0.1"] });
    assert.deepEqual(world.results, ["10.0.0.1"]);
  });
});

test("a retired resolver closes its sockets once nothing is asked any more", () => {
  const world = new World();
  world.resolve("a.test", 4);
  world.resolver.retire();
  assert.equal(world.closed, 0);
  world.answers(0, { a: ["10.0.0.1"] });
  assert.equal(world.closed, 1);
  assert.deepEqual(world.results, ["10.0.0.1"]);
});
