/**
 * All pattern sets of a configuration generation: files, loaded once however many rules name
 * them, and the patterns of ACL lines. Every thread has a store made from the same text, so the
 * same ids name the same sets and entries everywhere; a change made through `apply` on each of
 * them in the same order keeps them equal.
 */
import type { PatternLayout } from "./file.ts";
import { KeyChanges } from "./key-changes.ts";
import { readName } from "./name.ts";
import { PatternReference } from "./reference.ts";
import type { EntryName } from "./reference.ts";

export type PatternUse = "acl" | "map";

/** A change to one set, as plain data: the control thread sends it to all threads. */
export type PatternChange = { readonly reference: number } & (
  | { readonly op: "prepare" }
  | { readonly op: "commit"; readonly version: number }
  /** A `version` of null is the current one. */
  | { readonly op: "clear"; readonly version: number | null }
  | {
      readonly op: "add";
      readonly version: number | null;
      readonly key: string;
      readonly value: string | null;
    }
  | {
      readonly op: "add-text";
      readonly version: number | null;
      readonly text: string;
      readonly layout: PatternLayout;
      /** Lines of the same file that went before. */
      readonly linesBefore: number;
    }
  | { readonly op: "set"; readonly entry: EntryName; readonly value: string }
  | { readonly op: "delete"; readonly entry: EntryName }
);

export class PatternStore {
  readonly #load: (fileName: string) => string;
  readonly #byId: Map<number, PatternReference> = new Map();
  readonly #byName: Map<string, PatternReference> = new Map();
  /** What rules change. */
  readonly keyChanges: KeyChanges = new KeyChanges(this);
  /** Moves with every change that is made through the store. */
  revision = 0;
  /** Ids that `-u` gave. */
  readonly #fixedIds: Set<number> = new Set();
  /** All ids below are taken. */
  #lowestFreeId = 0;

  /** @param load gives a file's content as latin1, or throws an Error that says why not. */
  constructor(load: (fileName: string) => string) {
    this.#load = load;
  }

  /** All sets by ascending id. */
  get references(): readonly PatternReference[] {
    return [...this.#byId.values()].toSorted((a, b) => a.id - b.id);
  }

  /**
   * The set of a name, `[file@|opt@|virt@]…` (manual 2.7), read on first use. `hasValues` tells
   * the format: lines of patterns, or of patterns with a value.
   * @throws Error from `load`, and for a file that is used in the other format.
   */
  file(text: string, hasValues: boolean): PatternReference {
    const { name, kind } = readName(text);
    const known = this.#byName.get(name);
    if (known !== undefined) {
      if (known.hasValues === hasValues) return known;
      throw new Error(
        known.hasValues
          ? "it is already used as a file with two columns and cannot be used as one with one"
          : "it is already used as a file with one column and cannot be used as one with two",
      );
    }
    const content = kind === "virtual" ? "" : this.#read(name, kind === "optional");
    const reference = new PatternReference(this.#freeId(), name, hasValues, text);
    if (content !== "") reference.addText(content, hasValues ? "map-file" : "acl-file");
    this.#byId.set(reference.id, reference);
    this.#byName.set(name, reference);
    return reference;
  }

  /** A new, empty set for the patterns of an ACL line. `id` is what `-u` asks for, or null. */
  inline(id: number | null): PatternReference {
    if (id !== null) this.#reserve(id);
    const reference = new PatternReference(id ?? this.#freeId(), null, false);
    this.#byId.set(reference.id, reference);
    return reference;
  }

  /**
   * The set that `#ID` or a file name means at the admin socket, among those in such use; null
   * stands for any use.
   */
  find(name: string, use: PatternUse | null): PatternReference | undefined {
    const id = /^#(\d+)$/.exec(name);
    const found = id === null ? this.#byName.get(name) : this.#byId.get(Number(id[1]));
    if (use === "acl" && found?.usedByAcl !== true) return undefined;
    return use === "map" && found?.usedByMap !== true ? undefined : found;
  }

  /** The set of a file or of a virtual name, however it is used. */
  named(name: string): PatternReference | undefined {
    return this.#byName.get(name);
  }

  /** The set of that id, however it is used. */
  byId(id: number): PatternReference | undefined {
    return this.#byId.get(id);
  }

  /** Makes the change; what is wrong with it as the admin socket tells it, or null. */
  apply(change: PatternChange): string | null {
    const reference = this.byId(change.reference);
    if (reference === undefined) return "Unknown pattern reference.";
    this.revision++;
    const fault = applied(change, reference);
    return fault === null ? null : `${fault}.`;
  }

  #read(name: string, isOptional: boolean): string {
    try {
      return this.#load(name);
    } catch (error) {
      if (isOptional) return "";
      throw error;
    }
  }

  #freeId(): number {
    while (this.#byId.has(this.#lowestFreeId) || this.#fixedIds.has(this.#lowestFreeId)) {
      this.#lowestFreeId++;
    }
    return this.#lowestFreeId;
  }

  /** Keeps an id for `-u`; a set that has it by chance gets another. */
  #reserve(id: number): void {
    this.#fixedIds.add(id);
    const other = this.#byId.get(id);
    if (other === undefined) return;
    this.#byId.delete(id);
    other.id = this.#freeId();
    this.#byId.set(other.id, other);
  }
}

function applied(change: PatternChange, reference: PatternReference): string | null {
  switch (change.op) {
    case "prepare":
      reference.prepare();
      return null;
    case "commit":
      return reference.commit(change.version);
    case "clear":
      reference.clear(change.version);
      return null;
    case "add":
      return reference.add(change.key, change.value, change.version);
    case "add-text": {
      const found = reference.addText(change.text, change.layout, change.version);
      if (found === null || change.layout === "payload") return found?.fault ?? null;
      return `${found.fault} at line ${change.linesBefore + found.line}`;
    }
    case "set":
      return reference.set(change.entry, change.value);
    case "delete":
      return reference.delete(change.entry);
  }
}
