import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { Arena } from "../../../src/core/arena.ts";
import { Ring } from "../../../src/log/ring.ts";
import type { RingPlace } from "../../../src/log/ring.ts";

const SIZE_BYTES = 64;

function newRing(sizeBytes: number = SIZE_BYTES, onLine: () => void = () => {}): Ring {
  return new Ring(new Arena().region("ring/r", Ring.regionBytes(sizeBytes)), bytes, onLine);
}

function append(ring: Ring, text: string): boolean {
  return ring.append(bytes.latin1(text), 0, text.length);
}

function rest(ring: Ring, place: RingPlace): string[] {
  const lines: string[] = [];
  for (let line = ring.read(place); line !== null; line = ring.read(place)) {
    lines.push(line.latin1Slice(0, line.length));
  }
  return lines;
}

test("lines come out in order, for each reader from its own place", () => {
  const ring = newRing();
  append(ring, "one");
  const end = ring.place("end");
  append(ring, "two");
  assert.deepEqual(rest(ring, ring.place("oldest")), ["one", "two"]);
  assert.deepEqual(rest(ring, end), ["two"]);
  append(ring, "three");
  assert.deepEqual(rest(ring, end), ["three"]);
  assert.deepEqual(rest(ring, end), []);
});

test("the oldest lines make room; a reader that is too late goes on with those there are", () => {
  const ring = newRing();
  const place = ring.place("oldest");
  // 14 bytes with their length: four of them fit into 64.
  for (let i = 0; i < 20; i++)
    assert.equal(append(ring, `line ${String(i).padStart(5, "0")}`), true);
  const last = ["line 00016", "line 00017", "line 00018", "line 00019"];
  assert.deepEqual(rest(ring, ring.place("oldest")), last);
  assert.deepEqual(rest(ring, place), last);
});

test("lines that wrap around the end come out whole", () => {
  const ring = newRing(50);
  const place = ring.place("oldest");
  for (let i = 0; i < 100; i++) {
    append(ring, `${i}-${"x".repeat(i % 30)}`);
    assert.deepEqual(rest(ring, place), [`${i}-${"x".repeat(i % 30)}`]);
  }
});

test("a line longer than the ring is cut, an empty one is a line", () => {
  const ring = newRing(24);
  append(ring, "x".repeat(100));
  assert.deepEqual(rest(ring, ring.place("oldest")), ["x".repeat(20)]);
  append(ring, "");
  assert.deepEqual(rest(ring, ring.place("oldest")), [""]);
});

test("held lines stay, what does not fit is refused and counted, until the holder moves on", () => {
  const ring = newRing();
  const place = ring.place("oldest");
  ring.hold(0, place);
  const taken = [1, 2, 3, 4, 5, 6].filter((i) => append(ring, `line ${i} abc`));
  assert.deepEqual(taken, [1, 2, 3, 4]);
  assert.equal(ring.droppedLines, 2);
  assert.equal(ring.read(place)!.length, 10);
  ring.hold(0, place);
  assert.equal(append(ring, "line 7 abc"), true);
  assert.equal(append(ring, "line 8 abc"), false);
  ring.letGo(0);
  assert.equal(append(ring, "line 9 abc"), true);
  const all = rest(ring, ring.place("oldest"));
  assert.deepEqual(all, ["line 3 abc", "line 4 abc", "line 7 abc", "line 9 abc"]);
});

test("who waits is told once", () => {
  let told = 0;
  const ring = newRing(SIZE_BYTES, () => told++);
  append(ring, "a");
  assert.equal(told, 0);
  ring.await();
  append(ring, "b");
  append(ring, "c");
  assert.equal(told, 1);
});

test("two views of one region are one ring, as two threads have it", () => {
  const region = new Arena().region("ring/r", Ring.regionBytes(SIZE_BYTES));
  const one = new Ring(region, bytes, () => {});
  const two = new Ring(region, bytes, () => {});
  append(one, "a");
  append(two, "b");
  assert.deepEqual(rest(one, one.place("oldest")), ["a", "b"]);
});
