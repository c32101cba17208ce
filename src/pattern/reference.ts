/**
 * A set of patterns with the name that the admin socket knows it by: a file, or the patterns of
 * one ACL line. Rules look into its current version; others are filled beside it and take its
 * place at once (management manual 9.3, "prepare map", "commit map").
 */
import { parseIp } from "../core/ip.ts";
import type { LineFault, PatternLayout } from "./file.ts";
import { PatternSearch, readInt } from "./search.ts";
import type { MapValueType } from "./search.ts";
import type { MatchRow, PatternEntry } from "./types.ts";
import { PatternVersion } from "./version.ts";

/** An entry, or all of a key: `nth` counts those of the same key from 0, null means all. */
export interface EntryName {
  readonly key: string;
  readonly nth: number | null;
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
  /** Number of the version that rules look into, and of the last that was prepared. */
  currentVersion = 0;
  nextVersion = 0;
  readonly #writtenName: string | null;
  readonly #uses: string[] = [];
  #current: PatternVersion = new PatternVersion(0);
  /** What was added to versions other than the current one. */
  readonly #others: Map<number, PatternVersion> = new Map();
  readonly #searches: PatternSearch[] = [];
  #checkedTypes: readonly MapValueType[] = [];
  #nextId = 0;

  /** @param writtenName the file's name with the prefix that the configuration gives it. */
  constructor(
    id: number,
    fileName: string | null,
    hasValues: boolean,
    writtenName: string | null = fileName,
  ) {
    this.id = id;
    this.#writtenName = writtenName;
    this.fileName = fileName;
    this.hasValues = hasValues;
  }

  /** The entries of the current version in order of insertion. */
  get entries(): Iterable<PatternEntry> {
    return this.#current.entries;
  }

  get size(): number {
    return this.#current.entries.size;
  }

  /** Entries of all versions. */
  get totalSize(): number {
    let size = this.size;
    for (const { entries } of this.#others.values()) size += entries.size;
    return size;
  }

  /** What rules use it for, each kind once. */
  get searches(): readonly PatternSearch[] {
    return this.#searches;
  }

  /** Where the configuration uses it, in HAProxy's words. */
  get description(): string {
    const uses = this.#uses.join(", ");
    return this.fileName === null
      ? uses
      : `pattern loaded from file '${this.#writtenName}' used ${uses}`;
  }

  addUse(use: string): void {
    this.#uses.push(use);
  }

  /**
   * The search by a match kind, made on first use; `values` is what a map reads values as, null
   * for an ACL. Or the first entry that does not fit.
   */
  searchBy(
    row: MatchRow,
    ignoreCase: boolean,
    values: MapValueType | null,
  ): PatternSearch | LineFault {
    const known = this.#searches.find(
      (other) => other.row === row && other.ignoreCase === ignoreCase && other.values === values,
    );
    if (known !== undefined) return known;
    const fault = values === null ? null : this.#requireValues(values);
    if (fault !== null) return fault;
    const index = this.#current.index(row, ignoreCase);
    if ("fault" in index) return index;
    const search = new PatternSearch(row, ignoreCase, values, this.#current.entries, index);
    this.#searches.push(search);
    return search;
  }

  /** The entries of a version; none if nothing was added to it. */
  entriesOf(version: number): Iterable<PatternEntry> {
    return this.#version(version)?.entries ?? [];
  }

  /** The first entry with that key. */
  entry(key: string): PatternEntry | undefined {
    const number = this.#current.firstOf(key);
    return number === 0 ? undefined : this.#current.entries.entry(number);
  }

  /** The name of the entry of an id, by which any thread finds it. */
  nameOf(id: number): EntryName | null {
    const { entries } = this.#current;
    const number = entries.numberOf(id);
    if (number === 0) return null;
    const key = entries.key(number);
    return { key, nth: this.#current.numbersOf(key).indexOf(number) };
  }

  /** A version to fill, behind all that were prepared; its number. */
  prepare(): number {
    this.nextVersion = (this.nextVersion + 1) >>> 0;
    return this.nextVersion;
  }

  /** Appends an entry to a version, null for the current one; what is wrong with it, or null. */
  add(key: string, value: string | null, version: number | null = null): string | null {
    const target = this.#targetOf(version);
    if (target === null) return this.#notPrepared();
    this.revision++;
    return this.#valueFault(value) ?? target.add(key, value);
  }

  /** Appends the entries of a text, up to the first that is refused. */
  addText(text: string, layout: PatternLayout, version: number | null = null): LineFault | null {
    const target = this.#targetOf(version);
    if (target === null) return { line: 1, fault: this.#notPrepared() };
    this.revision++;
    const check =
      this.#checkedTypes.length === 0 ? null : (value: string | null) => this.#valueFault(value);
    return target.addText(text, layout, check);
  }

  /** Gives entries another value. */
  set(name: EntryName, value: string): string | null {
    const fault = this.#valueFault(value);
    if (fault !== null) return fault;
    const numbers = this.#numbersOf(name);
    if (numbers.length === 0) return "entry not found";
    for (const number of numbers) this.#current.entries.setValue(number, value);
    this.revision++;
    return null;
  }

  /** Takes entries out. */
  delete(name: EntryName): string | null {
    const numbers = this.#numbersOf(name);
    if (numbers.length === 0) return "Key not found";
    for (const number of numbers) this.#current.remove(number);
    this.revision++;
    const rebuilt = this.#current.rebuilt();
    if (rebuilt !== null) this.#install(rebuilt);
    return null;
  }

  /** Empties a version, null for the current one. */
  clear(version: number | null = null): void {
    if (version === null || version === this.currentVersion) {
      this.#install(this.#current.emptied(this.#takeIds()));
    } else this.#others.delete(version);
  }

  /** Puts a version in the place of the current one, and gives up those before it. */
  commit(version: number): string | null {
    const ahead = (version - this.currentVersion) | 0;
    if (ahead <= 0 || ((this.nextVersion - version) | 0) < 0) return "Version number out of range";
    const chosen = this.#others.get(version) ?? this.#current.emptied(this.#takeIds());
    for (const other of this.#others.keys()) {
      if (((other - version) | 0) <= 0) this.#others.delete(other);
    }
    this.currentVersion = version;
    this.#install(chosen);
    return null;
  }

  #install(version: PatternVersion): void {
    this.#current = version;
    this.revision++;
    for (const search of this.#searches) {
      const index = version.index(search.row, search.ignoreCase);
      if (!("fault" in index)) search.lookInto(version.entries, index);
    }
  }

  #version(version: number): PatternVersion | undefined {
    return version === this.currentVersion ? this.#current : this.#others.get(version);
  }

  /** The version to add to, made if need be; null for one that was not prepared. */
  #targetOf(version: number | null): PatternVersion | null {
    if (version === null) return this.#current;
    if (((version - this.nextVersion) | 0) > 0) return null;
    const known = this.#version(version);
    if (known !== undefined) return known;
    const target = this.#current.emptied(this.#takeIds());
    this.#others.set(version, target);
    return target;
  }

  #notPrepared(): string {
    const use = this.hasValues ? "map" : "acl";
    return `Version number in the future, please use 'prepare ${use}' before`;
  }

  /** Ids are numbers in the version's range: no two versions give the same one. */
  #takeIds(): number {
    this.#nextId += ID_RANGE;
    return this.#nextId;
  }

  #numbersOf({ key, nth }: EntryName): readonly number[] {
    const numbers = this.#current.numbersOf(key);
    return nth === null ? numbers : numbers.slice(nth, nth + 1);
  }

  /** Demands that values read as `type`, now and later; the first that does not, or null. */
  #requireValues(type: MapValueType): LineFault | null {
    if (type === "str" || this.#checkedTypes.includes(type)) return null;
    const { entries } = this.#current;
    for (let number = 1; number < entries.end; number++) {
      const value = entries.has(number) ? (entries.value(number) ?? "") : null;
      if (value === null || readsAs(type, value)) continue;
      return { line: entries.line(number), fault: `unable to parse '${value}'` };
    }
    this.#checkedTypes = [...this.#checkedTypes, type];
    return null;
  }

  #valueFault(value: string | null): string | null {
    for (const type of this.#checkedTypes) {
      if (!readsAs(type, value ?? "")) return `unable to parse '${value ?? ""}'`;
    }
    return null;
  }
}

/** More than a version ever holds. */
const ID_RANGE = 2 ** 32;

function readsAs(type: MapValueType, text: string): boolean {
  if (type === "str") return true;
  return type === "int" ? readInt(text) !== undefined : parseIp(text) !== undefined;
}
