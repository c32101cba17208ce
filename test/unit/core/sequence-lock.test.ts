import assert from "node:assert/strict";
import { test } from "node:test";
import { freeSequence, lockSequence, unlockSequence } from "../../../src/core/sequence-lock.ts";

test("each holding leaves another even number, also where the numbers wrap", () => {
  const words = new Int32Array(new SharedArrayBuffer(8));
  words[1] = 2 ** 31 - 2;
  const before = freeSequence(words, 1);
  lockSequence(words, 1);
  assert.equal(words[1] & 1, 1);
  unlockSequence(words, 1);
  assert.equal(freeSequence(words, 1), -(2 ** 31));
  assert.notEqual(freeSequence(words, 1), before);
  assert.equal(words[0], 0);
});
