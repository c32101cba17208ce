/**
 * What ACLs and maps are made of: a pattern entry, an index that finds the entry for a value, and
 * the rows that name the match kinds (manual 7.1).
 */
import type { SampleType, SampleValue } from "../sample/types.ts";
import type { EntryTable } from "./entry-table.ts";
import type { KeyHash } from "./key-hash.ts";

/** One pattern of an ACL, or one line of a map. */
export interface PatternEntry {
  /** Number of the entry within its reference; ascending in the order of insertion. */
  readonly id: number;
  /** The pattern as written. */
  readonly key: string;
  /** What a map gives for it; null in a plain ACL. */
  readonly value: string | null;
}

/** The entries that an index is over, and the hashes over their keys, which indexes share. */
export interface IndexedEntries {
  readonly entries: EntryTable;
  /** Every entry is in it, now and later; `trimmed` characters are left out at both ends of keys. */
  hash(ignoreCase: boolean, trimmed: string): KeyHash;
}

/**
 * Finds patterns of one kind, by their numbers in the entry table. Which one wins when several fit
 * is the kind's business.
 */
export interface PatternIndex {
  /** Takes an entry in; returns what is wrong with its key, or null. */
  add(number: number): string | null;
  /** Takes out an entry that was added and is still in the table. */
  remove(number: number): void;
  /** The entry for a value of the kind's input type; 0 when none matches. */
  find(value: SampleValue): number;
}

/** A match kind: `-m NAME`. */
export interface MatchRow {
  readonly name: string;
  /** The type that samples are cast to before they are matched; "any" for none. */
  readonly input: SampleType;
  /** "list" for what HAProxy tries one by one, "tree" for the rest; the CLI tells it. */
  readonly storage: "tree" | "list";
  /** False for `found` and `bool`, which look at no pattern. */
  readonly takesPatterns: boolean;
  readonly syntax: string;
  readonly manual: string;
  readonly summary: string;
  /** An index without entries of its own yet. */
  open(ignoreCase: boolean, patterns: IndexedEntries): PatternIndex;
}
