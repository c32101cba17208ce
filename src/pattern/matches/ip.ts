/**
 * `-m ip`: the sample is an address within one of the networks (manual 7.1.6). The longest prefix
 * wins; masks that are no prefix are tried one by one after the others. IPv4 networks stand in a
 * hash by their masked address, asked once for each length of prefix there is.
 */
import { fromV6Mapped, type IpAddress } from "../../core/ip.ts";
import type { Prefix } from "../../core/prefix.ts";
import { SCATTERED_MASK, parsePrefix } from "../../core/prefix.ts";
import { PrefixTree } from "../../core/prefix-tree.ts";
import type { SampleValue } from "../../sample/types.ts";
import type { EntryTable } from "../entry-table.ts";
import type { MatchRow, PatternIndex } from "../types.ts";
import { V4Networks, readV4Network, v4NetworkOf } from "./v4-networks.ts";

/** The network of a pattern. Of host names only the one that always means the same is known. */
function networkOf(key: string): Prefix | undefined {
  return parsePrefix(key.replace(/^localhost(?=\/|$)/i, "127.0.0.1"));
}

class Networks implements PatternIndex {
  readonly #entries: EntryTable;
  readonly #v4: V4Networks = new V4Networks();
  readonly #v6: PrefixTree<number[]> = new PrefixTree();
  #scattered: { readonly prefix: Prefix; readonly number: number }[] = [];

  constructor(entries: EntryTable) {
    this.#entries = entries;
  }

  add(number: number): string | null {
    const entries = this.#entries;
    const usual = readV4Network(
      entries.source(number),
      entries.keyStart(number),
      entries.keyEnd(number),
    );
    if (usual !== null) {
      this.#v4.add(usual, number);
      return null;
    }
    const key = entries.key(number);
    const prefix = networkOf(key);
    if (prefix === undefined) return `'${key}' is not a valid IPv4 or IPv6 address`;
    if (prefix.bits === SCATTERED_MASK) this.#scattered.push({ prefix, number });
    else if (prefix.ip.family === 4) this.#v4.add(v4NetworkOf(prefix), number);
    else {
      const numbers = this.#v6.get(prefix);
      if (numbers === undefined) this.#v6.set(prefix, [number]);
      else numbers.push(number);
    }
    return null;
  }

  remove(number: number): void {
    const prefix = networkOf(this.#entries.key(number));
    if (prefix === undefined) return;
    if (prefix.bits === SCATTERED_MASK) {
      this.#scattered = this.#scattered.filter((other) => other.number !== number);
    } else if (prefix.ip.family === 4) this.#v4.remove(number);
    else {
      const left = this.#v6.get(prefix)?.filter((other) => other !== number) ?? [];
      if (left.length === 0) this.#v6.delete(prefix);
      else this.#v6.set(prefix, left);
    }
  }

  find(value: SampleValue): number {
    if (typeof value !== "object") return 0;
    const found = value.family === 4 ? this.#findV4(value) : this.#findV6(value);
    if (found !== 0) return found;
    for (let i = 0; i < this.#scattered.length; i++) {
      const { prefix, number } = this.#scattered[i]!;
      if (prefix.matches(value)) return number;
    }
    return 0;
  }

  #findV4(ip: IpAddress): number {
    return this.#v4.longest(ip.v4) || (this.#v6.lookup(ip)?.[0] ?? 0);
  }

  #findV6(ip: IpAddress): number {
    const found = this.#v6.lookup(ip);
    if (found !== undefined) return found[0]!;
    const v4 = fromV6Mapped(ip);
    return v4 === undefined ? 0 : this.#v4.longest(v4.v4);
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
  open: (_ignoreCase, { entries }) => new Networks(entries),
};
