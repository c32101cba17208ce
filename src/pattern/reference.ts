/**
 * A set of patterns with the name that the admin socket knows it by: a file, or the patterns of
 * one ACL line. The entries stand here once, in order; each match kind that some rule uses keeps
 * an index over them, and rules share both.
 */
import { parseIp } from "../core/ip.ts";
import { wholeInt } from "../sample/integer.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "./types.ts";

/** What the values of a map stand for. */
export type MapValueType = "str" | "int" | "ip";

/** An index over the reference's entries. */
export interface IndexedPatterns {
  readonly row: MatchRow;
  readonly ignoreCase: boolean;
  readonly index: PatternIndex;
}

/** A pattern that an index or a value type refuses, with the line it came from. */
export interface EntryFault {
  readonly line: number;
  readonly fault: string;
}

export class PatternReference {
  /** Number in `show acl` and `show map`; the store settles it. */
  id: number;
  /** Null for the patterns of an ACL line. */
  readonly fileName: string | null;
  /** Lines have a value after the pattern. */
  readonly hasValues: boolean;
  usedByAcl = false;
  usedByMap = false;
  /** Moves with every change of the entries: what was derived from them is then out of date. */
  revision = 0;
  readonly #uses: string[] = [];
  readonly #entries: Map<number, PatternEntry> = new Map();
  readonly #indexes: IndexedPatterns[] = [];
  readonly #valueTypes: Set<MapValueType> = new Set();
  #nextEntryId = 1;

  constructor(id: number, fileName: string | null, hasValues: boolean) {
    this.id = id;
    this.fileName = fileName;
    this.hasValues = hasValues;
  }

  /** The entries in order of insertion. */
  get entries(): Iterable<PatternEntry> {
    return this.#entries.values();
  }

  get size(): number {
    return this.#entries.size;
  }

  get indexes(): readonly IndexedPatterns[] {
    return this.#indexes;
  }

  /** Where the configuration uses it, in HAProxy's words. */
  get description(): string {
    const uses = this.#uses.join(", ");
    return this.fileName === null
      ? uses
      : `pattern loaded from file '${this.fileName}' used ${uses}`;
  }

  addUse(use: string): void {
    this.#uses.push(use);
  }

  /** The index for a match kind, made on first use; or the first entry that does not fit it. */
  indexFor(row: MatchRow, ignoreCase: boolean): PatternIndex | EntryFault {
    const known = this.#indexes.find(
      (other) => other.row === row && other.ignoreCase === ignoreCase,
    );
    if (known !== undefined) return known.index;
    const index = row.open(ignoreCase);
    for (const entry of this.#entries.values()) {
      const fault = index.add(entry);
      if (fault !== null) return { line: entry.line, fault };
    }
    this.#indexes.push({ row, ignoreCase, index });
    return index;
  }

  /** Demands that values read as `type`, now and later; the first that does not, or null. */
  requireValues(type: MapValueType): EntryFault | null {
    for (const entry of this.#entries.values()) {
      if (!readsAs(type, entry.value ?? "")) {
        return { line: entry.line, fault: `unable to parse '${entry.value ?? ""}'` };
      }
    }
    this.#valueTypes.add(type);
    return null;
  }

  /** The entry of an id, or the first with that key. */
  entry(name: string | number): PatternEntry | undefined {
    if (typeof name === "number") return this.#entries.get(name);
    return this.#keyed(name)[0];
  }

  /** Appends an entry to every index; what is wrong with it, or null. */
  add(key: string, value: string | null, line: number): string | null {
    const fault = this.#valueFault(value);
    if (fault !== null) return fault;
    const entry: PatternEntry = { id: this.#nextEntryId, key, value, line };
    for (const [place, { index }] of this.#indexes.entries()) {
      const refused = index.add(entry);
      if (refused === null) continue;
      for (const before of this.#indexes.slice(0, place)) before.index.remove(entry);
      return refused;
    }
    this.#nextEntryId++;
    this.#entries.set(entry.id, entry);
    this.revision++;
    return null;
  }

  /** Gives all entries of a key, or the one of an id, another value. */
  set(name: string | number, value: string): string | null {
    const fault = this.#valueFault(value);
    if (fault !== null) return fault;
    const found = this.#named(name);
    for (const entry of found) entry.value = value;
    if (found.length > 0) this.revision++;
    return found.length === 0 ? "entry not found." : null;
  }

  /** Takes out all entries of a key, or the one of an id. */
  delete(name: string | number): string | null {
    const found = this.#named(name);
    for (const entry of found) {
      this.#entries.delete(entry.id);
      for (const { index } of this.#indexes) index.remove(entry);
    }
    if (found.length > 0) this.revision++;
    return found.length === 0 ? "Key not found." : null;
  }

  clear(): void {
    this.revision++;
    this.#entries.clear();
    for (const { index } of this.#indexes) index.clear();
  }

  #named(name: string | number): readonly PatternEntry[] {
    if (typeof name === "string") return this.#keyed(name);
    const entry = this.#entries.get(name);
    return entry === undefined ? [] : [entry];
  }

  #keyed(key: string): readonly PatternEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.key === key);
  }

  #valueFault(value: string | null): string | null {
    for (const type of this.#valueTypes) {
      if (!readsAs(type, value ?? "")) return `unable to parse '${value ?? ""}'.`;
    }
    return null;
  }
}

function readsAs(type: MapValueType, text: string): boolean {
  if (type === "str") return true;
  return type === "int" ? wholeInt(text) !== undefined : parseIp(text) !== undefined;
}
