/**
 * Strings in a tree whose edges carry the letters that several keys share, so that a lookup costs
 * what the value's length costs, not the number of keys, and makes no strings. Walked forward or,
 * for suffixes, backward over the value; letters may be folded on the way.
 */
import { LOWER_CASE } from "../core/ascii.ts";
import type { PatternEntry } from "./types.ts";

const AS_IS: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => code);

/** A place in the tree: the letters that lead to it from its parent. */
export class RadixNode {
  label: string;
  children: Map<number, RadixNode> | null = null;
  /** Entries whose key ends here, in order of insertion. */
  entries: PatternEntry[] | null = null;

  constructor(label: string) {
    this.label = label;
  }

  /** The entry that was added first, or null. */
  get first(): PatternEntry | null {
    return this.entries === null ? null : this.entries[0]!;
  }
}

export class RadixTree {
  readonly root: RadixNode = new RadixNode("");
  readonly #fold: Uint8Array;
  /** 1 to read keys and values forward, -1 backward. */
  readonly #step: 1 | -1;
  size = 0;

  constructor(ignoreCase: boolean, step: 1 | -1) {
    this.#fold = ignoreCase ? LOWER_CASE : AS_IS;
    this.#step = step;
  }

  /**
   * The child of `node` that `value` leads to from index `at`, all its letters compared; null
   * when there is none.
   */
  descend(node: RadixNode, value: string, at: number): RadixNode | null {
    if (node.children === null || at < 0 || at >= value.length) return null;
    const child = node.children.get(this.#fold[value.charCodeAt(at)]!);
    if (child === undefined) return null;
    const label = child.label;
    let place = at;
    for (let i = 1; i < label.length; i++) {
      place += this.#step;
      if (place < 0 || place >= value.length) return null;
      if (this.#fold[value.charCodeAt(place)] !== label.charCodeAt(i)) return null;
    }
    return child;
  }

  add(key: string, entry: PatternEntry): void {
    const letters = this.#lettersOf(key);
    let node = this.root;
    let at = 0;
    while (at < letters.length) {
      const children = (node.children ??= new Map<number, RadixNode>());
      const child = children.get(letters.charCodeAt(at));
      if (child === undefined) {
        const leaf = new RadixNode(letters.slice(at));
        children.set(letters.charCodeAt(at), leaf);
        node = leaf;
        break;
      }
      const common = commonLength(child.label, letters, at);
      if (common < child.label.length) split(child, common);
      node = child;
      at += common;
    }
    if (node.entries === null) node.entries = [entry];
    else node.entries.push(entry);
    this.size++;
  }

  /** Takes an entry out; its nodes stay for the next key that needs them. */
  remove(key: string, entry: PatternEntry): void {
    const node = this.#exact(this.#lettersOf(key));
    const place = node?.entries?.indexOf(entry) ?? -1;
    if (node === null || node.entries === null || place === -1) return;
    node.entries.splice(place, 1);
    if (node.entries.length === 0) node.entries = null;
    this.size--;
  }

  clear(): void {
    this.root.children = null;
    this.root.entries = null;
    this.size = 0;
  }

  #exact(letters: string): RadixNode | null {
    let node: RadixNode = this.root;
    for (let at = 0; at < letters.length; at += node.label.length) {
      const child = node.children?.get(letters.charCodeAt(at));
      if (child === undefined || !letters.startsWith(child.label, at)) return null;
      node = child;
    }
    return node;
  }

  /** The key in the order and case in which values are walked. */
  #lettersOf(key: string): string {
    let letters = "";
    for (let i = 0; i < key.length; i++) {
      const at = this.#step === 1 ? i : key.length - 1 - i;
      letters += String.fromCharCode(this.#fold[key.charCodeAt(at) & 255]!);
    }
    return letters;
  }
}

function commonLength(label: string, letters: string, start: number): number {
  let length = 0;
  const most = Math.min(label.length, letters.length - start);
  while (length < most && label.charCodeAt(length) === letters.charCodeAt(start + length)) length++;
  return length;
}

/** Cuts a node in two after `length` letters; the rest moves into a new child. */
function split(node: RadixNode, length: number): void {
  const rest = new RadixNode(node.label.slice(length));
  rest.children = node.children;
  rest.entries = node.entries;
  node.label = node.label.slice(0, length);
  node.children = new Map([[rest.label.charCodeAt(0), rest]]);
  node.entries = null;
}
