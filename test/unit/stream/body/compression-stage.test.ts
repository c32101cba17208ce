/** A body on its way through a compressor: what leaves when, back-pressure, and that it is closed. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Compressor, Flushing } from "../../../../src/runtime/compression.ts";
import { CompressionStage } from "../../../../src/stream/body/compression-stage.ts";
import { type Loop, makeLoop } from "../../mux/loop.ts";

/** Says what it was told; gives as much as it took. */
class ScriptedCompressor implements Compressor {
  readonly calls: string[] = [];
  closed: number = 0;

  write(
    ...[bytes, start, end, flushing, receive]: Parameters<Compressor["write"]>
  ): ReturnType<Compressor["write"]> {
    const text = bytes.latin1Slice(start, end);
    this.calls.push(`${text}:${flushing satisfies Flushing}`);
    if (end > start) receive(bytes.subarray(start, end));
  }

  close(): void {
    this.closed++;
  }
}

let loop: Loop;
let compressor: ScriptedCompressor;
let stage: CompressionStage;
let sent: string[];
let counted: number[];
let stops: number;
let isGlad: boolean;

beforeEach(async () => {
  loop = await makeLoop();
  compressor = new ScriptedCompressor();
  sent = [];
  counted = [0, 0];
  stops = 0;
  isGlad = true;
  stage = new CompressionStage(loop.io, compressor, {
    send: (bytes, start, end) => {
      sent.push(bytes.latin1Slice(start, end));
      return isGlad;
    },
    stop: () => void stops++,
    count: (sizeIn, sizeOut) => {
      counted[0]! += sizeIn;
      counted[1]! += sizeOut;
    },
    closed: () => void sent.push("closed"),
  });
});

function push(text: string): boolean {
  const bytes = loop.io.runtime.bytes.latin1(`<${text}>`);
  return stage.push(bytes, 1, 1 + text.length);
}

/** The turn of the event loop is over. */
const endTurn = (): void => loop.clock.endTurn();

test("what is complete in one turn is compressed in one call", () => {
  push("all");
  stage.end();
  endTurn();
  assert.deepEqual(compressor.calls, ["all:end"]);
  assert.deepEqual(sent, ["all", "closed"]);
  assert.deepEqual(counted, [3, 3]);
  assert.equal(compressor.closed, 1);
});

test("what waits for more is flushed when the turn is over", () => {
  push("one");
  push("two");
  assert.deepEqual(compressor.calls, ["one:none"]);
  endTurn();
  assert.deepEqual(compressor.calls, ["one:none", "two:sync"]);
  push("three");
  endTurn();
  assert.deepEqual(sent, ["one", "two", "three"]);
  stage.end();
  assert.deepEqual(compressor.calls.slice(2), ["three:sync", ":end"]);
});

test("a slow receiver stops the source, by push or when flushed", () => {
  isGlad = false;
  assert.equal(push("one"), true);
  assert.equal(push("two"), false);
  assert.equal(stops, 0);
  endTurn();
  assert.equal(stops, 1);
});

test("a stage that is given up sends nothing more, and is closed once", () => {
  push("lost");
  stage.close();
  stage.close();
  endTurn();
  stage.end();
  assert.equal(push("more"), true);
  assert.deepEqual(sent, ["closed"]);
  assert.deepEqual(compressor.calls, []);
  assert.equal(compressor.closed, 1);
});
