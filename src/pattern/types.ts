/**
 * What ACLs and maps are made of: a pattern entry, an index that finds the entry for a value, and
 * the rows that name the match kinds (manual 7.1).
 */
import type { SampleType, SampleValue } from "../sample/types.ts";

/** One pattern of an ACL, or one line of a map. */
export interface PatternEntry {
  /** Number of the entry within its reference; ascending in the order of insertion. */
  readonly id: number;
  /** The pattern as written. */
  readonly key: string;
  /** What a map gives for it; null in a plain ACL. Changed by `set map`. */
  value: string | null;
  /** Line of the file it came from; 0 when it was added at run time. */
  readonly line: number;
}

/** Finds patterns of one kind. Which one wins when several fit is the kind's business. */
export interface PatternIndex {
  /** Takes an entry in; returns what is wrong with its key, or null. */
  add(entry: PatternEntry): string | null;
  /** Takes out an entry that was added. */
  remove(entry: PatternEntry): void;
  clear(): void;
  /** The entry for a value of the kind's input type; null when none matches. */
  find(value: SampleValue): PatternEntry | null;
  /** How many entries it holds. */
  readonly size: number;
}

/** A match kind: `-m NAME`. */
export interface MatchRow {
  readonly name: string;
  /** The type that samples are cast to before they are matched; "any" for none. */
  readonly input: SampleType;
  /** "list" for what is tried one by one, "tree" for the rest; the CLI tells it. */
  readonly storage: "tree" | "list";
  /** False for `found` and `bool`, which look at no pattern. */
  readonly takesPatterns: boolean;
  readonly syntax: string;
  readonly manual: string;
  readonly summary: string;
  /** A new, empty index. */
  open(ignoreCase: boolean): PatternIndex;
}
