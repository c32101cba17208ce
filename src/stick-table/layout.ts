/**
 * Where everything of a stick table lies in its arena region, in Int32 words: a header, the locks,
 * the hash buckets, the expiry ring, then the entries. All of it follows from the spec alone, so
 * threads that compile the same line find the same places. Zero words are an empty table.
 */
import { FREQ_COUNTER_WORDS } from "../core/freq-counter.ts";
import { DICTIONARY_WORDS } from "./dictionary.ts";
import type { Storage } from "./data-types.ts";
import type { StickTableSpec } from "./spec.ts";

/** Words of the header. */
export const HEADER = {
  /** Protects entry allocation, the ring and the counts; taken before any bucket lock. */
  lock: 0,
  /** Seed of the key hash; never 0 once the table is in use. */
  seed: 1,
  used: 2,
  /** Entries that were ever in use; those beyond are untouched memory. */
  everUsed: 3,
  /** First free entry + 1; the next ones hang on it by ENTRY.next. */
  free: 4,
  /** Tick up to which the ring has been swept: in its slot the sweep goes on. */
  sweptTick: 5,
  /** The last entry of that slot that the pass over it is still to look at, + 1; 0 between passes. */
  sweepMark: 6,
  /** Tick at which that pass began. */
  passTick: 7,
} as const;
const HEADER_WORDS = 16;

/** Words of an entry before its key. */
export const ENTRY = {
  hash: 0,
  /** Next entry of the bucket, or of the free list, + 1. */
  next: 1,
  /** Neighbours in the ring slot, + 1. */
  ringNext: 2,
  ringPrevious: 3,
  /** Ring slot + 1; 0 for an entry that is not in use. */
  ringSlot: 4,
  /** How many streams hold the entry. */
  held: 5,
  /** Protects what Atomics cannot change in one step: rates and wide counters. */
  lock: 6,
  expireTick: 7,
  /** Bytes of the key; shorter than the type's for strings only. */
  keyBytes: 8,
} as const;
const ENTRY_HEAD_WORDS = 9;

const MOST_LOCKS = 1024;
const MOST_BUCKETS = 2 ** 24;
/** Slots of the expiry ring; a power of two, as is the time that each spans. */
export const RING_SLOTS = 1024;

const STORAGE_WORDS: { readonly [Kind in Storage]: number } = {
  uint: 1,
  sint: 1,
  word: 1,
  wide: 2,
  rate: FREQ_COUNTER_WORDS,
};

/** One element of a stored data type. */
export interface DataField {
  /** As printed: `gpc0`, `conn_rate`. */
  readonly name: string;
  /** Name of the data type that it is an element of. */
  readonly type: string;
  /** Place in the array; -1 for the one element of a type that is no array. */
  readonly index: number;
  readonly storage: Storage;
  /** Offset in the entry, in words. */
  readonly at: number;
  readonly periodMs: number;
  /** What one count stands for: `brates-factor` for rates of bytes, else 1. */
  readonly unit: number;
}

export interface TableLayout {
  readonly bucketCount: number;
  readonly lockCount: number;
  readonly locksAt: number;
  readonly bucketsAt: number;
  /** Two words a slot: first and last entry, + 1. */
  readonly ringAt: number;
  readonly entriesAt: number;
  /** After the entries; a place only if a field stores words. */
  readonly dictionaryAt: number;
  readonly entryWords: number;
  readonly keyAt: number;
  readonly keyWords: number;
  /** A ring slot spans 2^ringShift ms. */
  readonly ringShift: number;
  readonly fields: readonly DataField[];
  readonly sizeBytes: number;
}

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, least)));

/** Name of an element: `gpc` of the arrays becomes gpc0, gpc1, …, `gpc_rate` gpc0_rate, …. */
function elementName(typeName: string, isArray: boolean, index: number): string {
  if (!isArray) return typeName;
  const [stem, ...rest] = typeName.split("_");
  return [`${stem}${index}`, ...rest].join("_");
}

function fieldsOf(spec: StickTableSpec, firstAt: number): DataField[] {
  const fields: DataField[] = [];
  let at = firstAt;
  for (const { type, elements, periodMs } of spec.store) {
    for (let index = 0; index < elements; index++) {
      const name = elementName(type.name, type.array, index);
      const place = type.array ? index : -1;
      const { storage } = type;
      const unit = storage === "rate" && type.name.startsWith("bytes_") ? spec.bratesFactor : 1;
      fields.push({ name, type: type.name, index: place, storage, at, periodMs, unit });
      at += STORAGE_WORDS[storage];
    }
  }
  return fields;
}

/** Lays out a table. */
export function layOut(spec: StickTableSpec): TableLayout {
  const bucketCount = Math.min(powerOfTwo(spec.size), MOST_BUCKETS);
  const lockCount = Math.min(bucketCount, MOST_LOCKS);
  const locksAt = HEADER_WORDS;
  const bucketsAt = locksAt + lockCount;
  const ringAt = bucketsAt + bucketCount;
  const entriesAt = ringAt + 2 * RING_SLOTS;
  const keyAt = ENTRY_HEAD_WORDS;
  const keyWords = Math.ceil(spec.keyBytes / 4);
  const fields = fieldsOf(spec, keyAt + keyWords);
  const last = fields.at(-1);
  const entryWords = last === undefined ? keyAt + keyWords : last.at + STORAGE_WORDS[last.storage];
  // The ring must reach one slot beyond the lifetime: the slot of now is still being emptied.
  const ringShift = Math.ceil(Math.log2(Math.max(1, spec.expireMs / (RING_SLOTS - 2))));
  const dictionaryAt = entriesAt + spec.size * entryWords;
  const hasWords = fields.some((field) => field.storage === "word");
  const sizeBytes = 4 * (dictionaryAt + (hasWords ? DICTIONARY_WORDS : 0));
  return {
    bucketCount,
    lockCount,
    locksAt,
    bucketsAt,
    ringAt,
    entriesAt,
    dictionaryAt,
    entryWords,
    keyAt,
    keyWords,
    ringShift,
    fields,
    sizeBytes,
  };
}

/** A text that is the same for two specs only if their tables can share the memory. */
export function layoutSignature(spec: StickTableSpec): string {
  const store = spec.store.map(
    ({ type, elements, periodMs }) => `${type.name}.${elements}.${periodMs}`,
  );
  const { type, keyBytes, size, expireMs, srvkey, bratesFactor } = spec;
  return [type, keyBytes, size, expireMs, srvkey, bratesFactor, ...store].join("/");
}
