/**
 * `-m ip`: the sample is an address within one of the networks (manual 7.1.6). The longest prefix
 * wins; masks that are no prefix are tried one by one after the tree.
 */
import type { Prefix } from "../../core/prefix.ts";
import { SCATTERED_MASK, parsePrefix } from "../../core/prefix.ts";
import { PrefixTree } from "../../core/prefix-tree.ts";
import type { SampleValue } from "../../sample/types.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "../types.ts";

class Networks implements PatternIndex {
  #tree: PrefixTree<PatternEntry[]> = new PrefixTree();
  #scattered: { readonly prefix: Prefix; readonly entry: PatternEntry }[] = [];
  size = 0;

  add(entry: PatternEntry): string | null {
    const prefix = parsePrefix(entry.key);
    if (prefix === undefined) return `'${entry.key}' is not a valid IPv4 or IPv6 address`;
    this.size++;
    if (prefix.bits === SCATTERED_MASK) {
      this.#scattered.push({ prefix, entry });
      return null;
    }
    const entries = this.#tree.get(prefix);
    if (entries === undefined) this.#tree.set(prefix, [entry]);
    else entries.push(entry);
    return null;
  }

  remove(entry: PatternEntry): void {
    const prefix = parsePrefix(entry.key);
    if (prefix === undefined) return;
    this.size--;
    if (prefix.bits === SCATTERED_MASK) {
      this.#scattered = this.#scattered.filter((other) => other.entry !== entry);
      return;
    }
    const left = this.#tree.get(prefix)?.filter((other) => other !== entry) ?? [];
    if (left.length === 0) this.#tree.delete(prefix);
    else this.#tree.set(prefix, left);
  }

  clear(): void {
    this.#tree = new PrefixTree();
    this.#scattered = [];
    this.size = 0;
  }

  find(value: SampleValue): PatternEntry | null {
    if (typeof value !== "object") return null;
    const found = this.#tree.lookup(value);
    if (found !== undefined) return found[0]!;
    for (let i = 0; i < this.#scattered.length; i++) {
      const { prefix, entry } = this.#scattered[i]!;
      if (prefix.matches(value)) return entry;
    }
    return null;
  }
}

export const ipMatch: MatchRow = {
  name: "ip",
  input: "addr",
  storage: "tree",
  takesPatterns: true,
  syntax: "-m ip <address>[/<mask>]…",
  manual: "7.1.6",
  summary: "The sample is an address within one of the networks.",
  open: () => new Networks(),
};
