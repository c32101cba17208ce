/**
 * All pattern sets of a configuration generation: files, loaded once however many rules name
 * them, and the patterns of ACL lines. Every thread has a store made from the same text, so the
 * same ids name the same sets and entries everywhere; a change made through `apply` on each of
 * them in the same order keeps them equal.
 */
import { parsePatternFile } from "./file.ts";
import { PatternReference } from "./reference.ts";

export type PatternUse = "acl" | "map";

/** A change to one set, as plain data: the control thread sends it to all threads. */
export type PatternChange =
  | {
      readonly op: "add";
      readonly reference: number;
      readonly key: string;
      readonly value: string | null;
    }
  | {
      readonly op: "set";
      readonly reference: number;
      readonly entry: string | number;
      readonly value: string;
    }
  | { readonly op: "delete"; readonly reference: number; readonly entry: string | number }
  | { readonly op: "clear"; readonly reference: number };

export class PatternStore {
  readonly #load: (fileName: string) => string;
  readonly #references: PatternReference[] = [];
  /** Moves with every change that `apply` makes. */
  revision = 0;
  /** Ids that `-u` gave. */
  readonly #fixedIds: Set<number> = new Set();

  /** @param load gives a file's content as latin1, or throws an Error that says why not. */
  constructor(load: (fileName: string) => string) {
    this.#load = load;
  }

  /** All sets by ascending id. */
  get references(): readonly PatternReference[] {
    return this.#references.toSorted((a, b) => a.id - b.id);
  }

  /**
   * The set of a file, read on first use. `hasValues` tells the format: lines of patterns, or
   * of patterns with a value.
   * @throws Error from `load`.
   */
  file(fileName: string, hasValues: boolean): PatternReference {
    const known = this.#references.find(
      (other) => other.fileName === fileName && other.hasValues === hasValues,
    );
    if (known !== undefined) return known;
    const content = this.#load(fileName);
    const reference = new PatternReference(this.#freeId(), fileName, hasValues);
    parsePatternFile(content, hasValues, (key, value, line) => reference.add(key, value, line));
    this.#references.push(reference);
    return reference;
  }

  /** A new, empty set for the patterns of an ACL line. `id` is what `-u` asks for, or null. */
  inline(id: number | null): PatternReference {
    if (id !== null) this.#reserve(id);
    const reference = new PatternReference(id ?? this.#freeId(), null, false);
    this.#references.push(reference);
    return reference;
  }

  /** The set that `#ID` or a file name means at the admin socket, among those in such use. */
  find(name: string, use: PatternUse): PatternReference | undefined {
    const id = /^#(\d+)$/.exec(name);
    return this.#references.find((reference) => {
      if (use === "acl" ? !reference.usedByAcl : !reference.usedByMap) return false;
      return id === null ? reference.fileName === name : reference.id === Number(id[1]);
    });
  }

  /** The set of that id, however it is used. */
  byId(id: number): PatternReference | undefined {
    return this.#references.find((reference) => reference.id === id);
  }

  /** Makes the change; what is wrong with it as the admin socket tells it, or null. */
  apply(change: PatternChange): string | null {
    const reference = this.byId(change.reference);
    if (reference === undefined) return "Unknown pattern reference.";
    this.revision++;
    switch (change.op) {
      case "add":
        return reference.add(change.key, change.value, 0);
      case "set":
        return reference.set(change.entry, change.value);
      case "delete":
        return reference.delete(change.entry);
      case "clear":
        reference.clear();
        return null;
    }
  }

  #freeId(): number {
    let id = 0;
    const taken = new Set(this.#references.map((reference) => reference.id));
    while (taken.has(id) || this.#fixedIds.has(id)) id++;
    return id;
  }

  /** Keeps an id for `-u`; a set that has it by chance gets another. */
  #reserve(id: number): void {
    this.#fixedIds.add(id);
    const other = this.byId(id);
    if (other !== undefined) other.id = this.#freeId();
  }
}
