/**
 * What rules hold of a pattern set: a way to look samples up that follows the set from version to
 * version, so that what was compiled stays right while entries come and go.
 */
import { wholeInt } from "../sample/integer.ts";
import type { Int } from "../sample/integer.ts";
import type { SampleValue } from "../sample/types.ts";
import type { EntryTable } from "./entry-table.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "./types.ts";

/** What the values of a map stand for. */
export type MapValueType = "str" | "int" | "ip";

/** A value of a map of integers: none is 0, as in HAProxy. */
export function readInt(text: string): Int | undefined {
  return text === "" ? 0 : wholeInt(text);
}

export class PatternSearch {
  readonly row: MatchRow;
  readonly ignoreCase: boolean;
  /** What a map reads the values as; null for an ACL, which has none. */
  readonly values: MapValueType | null;
  #entries: EntryTable;
  #index: PatternIndex;

  constructor(
    row: MatchRow,
    ignoreCase: boolean,
    values: MapValueType | null,
    entries: EntryTable,
    index: PatternIndex,
  ) {
    this.row = row;
    this.ignoreCase = ignoreCase;
    this.values = values;
    this.#entries = entries;
    this.#index = index;
  }

  get index(): PatternIndex {
    return this.#index;
  }

  /** Another version took the place of the one before. */
  lookInto(entries: EntryTable, index: PatternIndex): void {
    this.#entries = entries;
    this.#index = index;
  }

  /** Whether some pattern matches a sample of the kind's input type. */
  matches(sample: SampleValue): boolean {
    return this.#index.find(sample) !== 0;
  }

  /** The text that stands for the sample; undefined when nothing matches. */
  valueFor(sample: SampleValue): string | undefined {
    const number = this.#index.find(sample);
    return number === 0 ? undefined : this.valueOf(number);
  }

  /** The value of an entry that the index found. */
  valueOf(number: number): string {
    return this.#entries.value(number) ?? "";
  }

  /** The entry that matches; null for none, and for a kind that looks at no patterns. */
  find(sample: SampleValue): PatternEntry | null {
    const number = this.#index.find(sample);
    return number > 0 ? this.#entries.entry(number) : null;
  }
}
