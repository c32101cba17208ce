/**
 * The data of an entry: reading, setting and counting its fields. Single words change by Atomics;
 * rates and wide counters under the entry's own lock. The caller holds the entry.
 */
import {
  FREQ_COUNTER_WORDS,
  addToRate,
  readRate,
  readRateCounts,
  writeRateCounts,
} from "../core/freq-counter.ts";
import { lock, unlock } from "../core/spin-lock.ts";
import { ENTRY } from "./layout.ts";
import type { DataField } from "./layout.ts";

const WORD_RANGE = 2 ** 32;

type Words = Int32Array<SharedArrayBuffer>;

const readWide = (words: Words, at: number): number =>
  (words[at + 1]! >>> 0) * WORD_RANGE + (words[at]! >>> 0);

function writeWide(words: Words, at: number, value: number): void {
  words[at] = value | 0;
  words[at + 1] = Math.floor(value / WORD_RANGE) | 0;
}

/** The field's value at `tick`: a count, a number, events per period, a dictionary number. */
export function readField(words: Words, entryAt: number, field: DataField, tick: number): number {
  const at = entryAt + field.at;
  if (field.storage === "uint") return Atomics.load(words, at) >>> 0;
  if (field.storage === "sint" || field.storage === "word") return Atomics.load(words, at);
  lock(words, entryAt + ENTRY.lock);
  const value =
    field.storage === "wide"
      ? readWide(words, at)
      : readRate(words, at, field.periodMs, tick) * field.unit;
  unlock(words, entryAt + ENTRY.lock);
  return value;
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
  if (field.storage !== "wide" && field.storage !== "rate") {
    Atomics.store(words, at, value | 0);
    return;
  }
  lock(words, entryAt + ENTRY.lock);
  if (field.storage === "wide") {
    writeWide(words, at, value);
  } else {
    words.fill(0, at, at + FREQ_COUNTER_WORDS);
    addToRate(words, at, field.periodMs, tick, value);
  }
  unlock(words, entryAt + ENTRY.lock);
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
  if (field.storage === "sint" || field.storage === "word") {
    return (Atomics.add(words, at, amount) + amount) | 0;
  }
  lock(words, entryAt + ENTRY.lock);
  let value: number;
  if (field.storage === "wide") {
    value = readWide(words, at) + amount;
    writeWide(words, at, value);
  } else {
    addToRate(words, at, field.periodMs, tick, Math.ceil(amount / field.unit));
    value = readRate(words, at, field.periodMs, tick) * field.unit;
  }
  unlock(words, entryAt + ENTRY.lock);
  return value;
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

/** A rate's counter: events of the period that began so long ago, and of the one before. */
export interface RateCount {
  readonly ageMs: number;
  readonly current: number;
  readonly previous: number;
}

/** The counter behind a `rate` field. */
export function readRateCount(
  words: Words,
  entryAt: number,
  field: DataField,
  tick: number,
): RateCount {
  lock(words, entryAt + ENTRY.lock);
  const counts = readRateCounts(words, entryAt + field.at, tick);
  unlock(words, entryAt + ENTRY.lock);
  return counts;
}

/** Sets the counter behind a `rate` field. */
export function writeRateCount(
  words: Words,
  entryAt: number,
  field: DataField,
  tick: number,
  count: RateCount,
): void {
  lock(words, entryAt + ENTRY.lock);
  writeRateCounts(words, entryAt + field.at, field.periodMs, tick, count);
  unlock(words, entryAt + ENTRY.lock);
}
