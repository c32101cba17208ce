/**
 * Networks with values, looked up by the longest prefix that holds an address: two binary tries
 * with the paths compressed, one a family, so a lookup takes some twenty steps among a hundred
 * thousand networks. An address is tried in its own family's tree, then in the other's
 * (manual 7.1.6).
 */
import { fromV6Mapped } from "./ip.ts";
import type { IpAddress } from "./ip.ts";
import { SCATTERED_MASK } from "./prefix.ts";
import type { Prefix } from "./prefix.ts";

/** The bits above an IPv4 address in its IPv4-mapped form. */
const MAPPED_BITS = 96;

/** A prefix with a value, or without one where two longer ones part. Words as in IpAddress. */
class Node<Value> {
  readonly word0: number;
  readonly word1: number;
  readonly word2: number;
  readonly word3: number;
  /** Length of the prefix in 0..128, in the mapped form for IPv4. */
  readonly bits: number;
  value: Value | undefined;
  zero: Node<Value> | null = null;
  one: Node<Value> | null = null;

  constructor(ip: IpAddress, bits: number, value: Value | undefined) {
    this.word0 = ip.word0;
    this.word1 = ip.word1;
    this.word2 = ip.word2;
    this.word3 = ip.word3;
    this.bits = bits;
    this.value = value;
  }
}

type Words = { word0: number; word1: number; word2: number; word3: number };

/** How many leading bits the two have in common, up to 128. */
function commonBits(a: Words, b: Words): number {
  if (a.word0 !== b.word0) return Math.clz32(a.word0 ^ b.word0);
  if (a.word1 !== b.word1) return 32 + Math.clz32(a.word1 ^ b.word1);
  if (a.word2 !== b.word2) return 64 + Math.clz32(a.word2 ^ b.word2);
  return 96 + Math.clz32(a.word3 ^ b.word3);
}

/** Bit `index` of the address, 0 being the first. */
function bitAt(words: Words, index: number): number {
  const word =
    index < 64 ? (index < 32 ? words.word0 : words.word1) : index < 96 ? words.word2 : words.word3;
  return (word >>> (31 - (index & 31))) & 1;
}

class Trie<Value> {
  #root: Node<Value> | null = null;

  longest(ip: IpAddress): Value | undefined {
    let found: Value | undefined;
    let node = this.#root;
    while (node !== null && commonBits(node, ip) >= node.bits) {
      if (node.value !== undefined) found = node.value;
      if (node.bits === 128) break;
      node = bitAt(ip, node.bits) === 0 ? node.zero : node.one;
    }
    return found;
  }

  exact(ip: IpAddress, bits: number): Value | undefined {
    let node = this.#root;
    while (node !== null && node.bits < bits) {
      node = bitAt(ip, node.bits) === 0 ? node.zero : node.one;
    }
    return node?.bits === bits && commonBits(node, ip) >= bits ? node.value : undefined;
  }

  set(ip: IpAddress, bits: number, value: Value): void {
    this.#root = Trie.#inserted(this.#root, ip, bits, value);
  }

  static #inserted<Value>(
    node: Node<Value> | null,
    ip: IpAddress,
    bits: number,
    value: Value,
  ): Node<Value> {
    if (node === null) return new Node(ip, bits, value);
    const common = Math.min(commonBits(node, ip), bits, node.bits);
    if (common < node.bits) {
      const fork = new Node<Value>(ip, common, common === bits ? value : undefined);
      const other = common === bits ? null : new Node(ip, bits, value);
      if (bitAt(node, common) === 0) [fork.zero, fork.one] = [node, other];
      else [fork.zero, fork.one] = [other, node];
      return fork;
    }
    if (bits === node.bits) node.value = value;
    else if (bitAt(ip, node.bits) === 0) node.zero = Trie.#inserted(node.zero, ip, bits, value);
    else node.one = Trie.#inserted(node.one, ip, bits, value);
    return node;
  }

  delete(ip: IpAddress, bits: number): boolean {
    if (this.exact(ip, bits) === undefined) return false;
    this.#root = Trie.#removed(this.#root, ip, bits);
    return true;
  }

  /** The subtree without that prefix, which it holds; a node that no longer parts two is left out. */
  static #removed<Value>(
    node: Node<Value> | null,
    ip: IpAddress,
    bits: number,
  ): Node<Value> | null {
    if (node === null) return null;
    if (node.bits === bits) node.value = undefined;
    else if (bitAt(ip, node.bits) === 0) node.zero = Trie.#removed(node.zero, ip, bits);
    else node.one = Trie.#removed(node.one, ip, bits);
    if (node.value !== undefined) return node;
    if (node.zero === null) return node.one;
    return node.one === null ? node.zero : node;
  }
}

/** Maps networks to values; `undefined` is not a value. */
export class PrefixTree<Value extends {} | null> {
  readonly #v4: Trie<Value> = new Trie();
  readonly #v6: Trie<Value> = new Trie();

  /**
   * Sets the value of a network, in place of one it had.
   * @throws RangeError for a network with a scattered mask, which has no place in a tree.
   */
  set(prefix: Prefix, value: Value): void {
    if (prefix.bits === SCATTERED_MASK) throw new RangeError(`${prefix.ip}: scattered mask`);
    this.#trie(prefix).set(prefix.ip, treeBits(prefix), value);
  }

  /** The value of exactly this network. */
  get(prefix: Prefix): Value | undefined {
    return this.#trie(prefix).exact(prefix.ip, treeBits(prefix));
  }

  /** Takes a network out; false if it was not there. */
  delete(prefix: Prefix): boolean {
    return this.#trie(prefix).delete(prefix.ip, treeBits(prefix));
  }

  /** The value of the longest prefix that matches `ip`, or undefined. */
  lookup(ip: IpAddress): Value | undefined {
    if (ip.family === 4) return this.#v4.longest(ip) ?? this.#v6.longest(ip);
    const found = this.#v6.longest(ip);
    if (found !== undefined) return found;
    const v4 = fromV6Mapped(ip);
    return v4 === undefined ? undefined : this.#v4.longest(v4);
  }

  #trie(prefix: Prefix): Trie<Value> {
    return prefix.ip.family === 4 ? this.#v4 : this.#v6;
  }
}

function treeBits(prefix: Prefix): number {
  return prefix.ip.family === 4 ? MAPPED_BITS + prefix.bits : prefix.bits;
}
