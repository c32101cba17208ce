/**
 * The data of an entry: reading, setting and counting its fields. Single words change by Atomics;
 * wide counters, and the periods of rates, under the entry's own lock, which reading never takes. The
 * caller holds the entry.
 */
import {
  type RateCounts,
  addToSharedRate,
  readSharedCounts,
  readSharedRate,
  writeSharedCounts,
} from "../core/shared-freq-counter.ts";
import { freeSequence, lockSequence, unlockSequence } from "../core/sequence-lock.ts";
import { ENTRY } from "./layout.ts";
import type { DataField } from "./layout.ts";

const WORD_RANGE = 2 ** 32;

type Words = Int32Array<SharedArrayBuffer>;

function readWide(words: Words, at: number, lockAt: number): number {
  for (;;) {
    const sequence = freeSequence(words, lockAt);
    const low = Atomics.load(words, at) >>> 0;
    const high = Atomics.load(words, at + 1) >>> 0;
    if (Atomics.load(words, lockAt) === sequence) return high * WORD_RANGE + low;
  }
}

/** Under the entry's lock. */
function writeWide(words: Words, at: number, value: number): void {
  Atomics.store(words, at, value | 0);
  Atomics.store(words, at + 1, Math.floor(value / WORD_RANGE) | 0);
}

function addToWide(words: Words, at: number, lockAt: number, amount: number): number {
  lockSequence(words, lockAt);
  const value = (words[at + 1]! >>> 0) * WORD_RANGE + (words[at]! >>> 0) + amount;
  writeWide(words, at, value);
  unlockSequence(words, lockAt);
  return value;
}

/** The field's value at `tick`: a count, a number, events per period, a dictionary number. */
export function readField(words: Words, entryAt: number, field: DataField, tick: number): number {
  const at = entryAt + field.at;
  const lockAt = entryAt + ENTRY.lock;
  const { storage } = field;
  if (storage === "rate")
    return readSharedRate(words, at, lockAt, field.periodMs, tick) * field.unit;
  if (storage === "uint") return Atomics.load(words, at) >>> 0;
  return storage === "wide" ? readWide(words, at, lockAt) : Atomics.load(words, at);
}

/**
 * Sets the field. 32-bit numbers keep their low 32 bits, as `set table` does. A rate shows the
 * value for one period and then fades; it is in the field's units.
 */
export function writeField(
  words: Words,
  entryAt: number,
  field: DataField,
  tick: number,
  value: number,
): void {
  const at = entryAt + field.at;
  const lockAt = entryAt + ENTRY.lock;
  if (field.storage === "rate") {
    const count = { ageMs: 0, current: value, previous: 0 };
    writeSharedCounts(words, at, lockAt, field.periodMs, tick, count);
  } else if (field.storage === "wide") {
    lockSequence(words, lockAt);
    writeWide(words, at, value);
    unlockSequence(words, lockAt);
  } else {
    Atomics.store(words, at, value | 0);
  }
}

/** Adds to the field, for a rate to its current period. */
export function countInField(
  words: Words,
  entryAt: number,
  field: DataField,
  tick: number,
  amount: number,
): void {
  const at = entryAt + field.at;
  const lockAt = entryAt + ENTRY.lock;
  if (field.storage === "rate") {
    const events = field.unit === 1 ? amount : Math.ceil(amount / field.unit);
    addToSharedRate(words, at, lockAt, field.periodMs, tick, events);
  } else if (field.storage === "wide") {
    addToWide(words, at, lockAt, amount);
  } else {
    Atomics.add(words, at, amount);
  }
}

/** Adds to the field and returns its new value; for a rate the rate with the new events. */
export function addToField(
  words: Words,
  entryAt: number,
  field: DataField,
  tick: number,
  amount: number,
): number {
  const at = entryAt + field.at;
  if (field.storage === "uint") return (Atomics.add(words, at, amount) + amount) >>> 0;
  if (field.storage === "wide") return addToWide(words, at, entryAt + ENTRY.lock, amount);
  if (field.storage !== "rate") return (Atomics.add(words, at, amount) + amount) | 0;
  countInField(words, entryAt, field, tick, amount);
  return readField(words, entryAt, field, tick);
}

/** Takes one from a `uint` field unless it is zero: conn_cur after `clear table`. */
export function decrementField(words: Words, entryAt: number, field: DataField): void {
  const at = entryAt + field.at;
  for (let value = Atomics.load(words, at); value !== 0;) {
    const seen = Atomics.compareExchange(words, at, value, value - 1);
    if (seen === value) return;
    value = seen;
  }
}

/** The counter behind a `rate` field. */
export function readRateCount(
  words: Words,
  entryAt: number,
  field: DataField,
  tick: number,
): RateCounts {
  return readSharedCounts(words, entryAt + field.at, entryAt + ENTRY.lock, tick);
}

/** Sets the counter behind a `rate` field. */
export function writeRateCount(
  words: Words,
  entryAt: number,
  field: DataField,
  tick: number,
  count: RateCounts,
): void {
  const lockAt = entryAt + ENTRY.lock;
  writeSharedCounts(words, entryAt + field.at, lockAt, field.periodMs, tick, count);
}
