/**
 * An index that is a question to a hash over all keys. The hash belongs to the set of patterns and
 * follows its changes, so that there is nothing to do when an entry comes or goes.
 */
import type { SampleValue } from "../../sample/types.ts";
import type { KeyHash } from "../key-hash.ts";
import type { PatternIndex } from "../types.ts";

export abstract class HashedText implements PatternIndex {
  protected readonly keys: KeyHash;

  constructor(keys: KeyHash) {
    this.keys = keys;
  }

  add(_number: number): string | null {
    return null;
  }

  remove(): void {}

  find(value: SampleValue): number {
    return typeof value === "string" ? this.search(value) : 0;
  }

  /** The entry for a text; 0 for none. */
  protected abstract search(value: string): number;
}
