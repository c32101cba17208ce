/**
 * Variables of one scope (manual 2.8): `set-var(txn.x)`. Names are resolved to slots when the
 * configuration is compiled, so a scope is an array; most scopes never hold one.
 */
import type { SampleType, SampleValue } from "./types.ts";

export type VariableScope = "proc" | "sess" | "txn" | "req" | "res" | "check";

/** A variable as compiled: its scope and its slot there. */
export interface VariableRef {
  readonly scope: VariableScope;
  /** Name without the scope. */
  readonly name: string;
  readonly slot: number;
}

/** Numbers the names of a configuration generation. Slots are never reused. */
export class VariableNames {
  readonly #slots: Map<string, VariableRef> = new Map();

  /** The reference for "scope.name", made on first use; undefined for a malformed name. */
  ref(fullName: string): VariableRef | undefined {
    const known = this.#slots.get(fullName);
    if (known !== undefined) return known;
    const match = /^(proc|sess|txn|req|res|check)\.([A-Za-z0-9_.]+)$/.exec(fullName);
    if (match === null) return undefined;
    const made: VariableRef = {
      scope: match[1] as VariableScope,
      name: match[2]!,
      slot: this.#slots.size,
    };
    this.#slots.set(fullName, made);
    return made;
  }
}

/** The values of one scope. */
export class Variables {
  #values: (SampleValue | undefined)[] | null = null;
  #types: (SampleType | undefined)[] | null = null;

  get(slot: number): SampleValue | undefined {
    return this.#values === null ? undefined : this.#values[slot];
  }

  /** The type the value was stored with; undefined when unset. */
  typeOf(slot: number): SampleType | undefined {
    return this.#types === null ? undefined : this.#types[slot];
  }

  set(slot: number, value: SampleValue, type: SampleType): void {
    (this.#values ??= [])[slot] = value;
    (this.#types ??= [])[slot] = type;
  }

  unset(slot: number): void {
    if (this.#values !== null) this.#values[slot] = undefined;
    if (this.#types !== null) this.#types[slot] = undefined;
  }

  clear(): void {
    this.#values = null;
    this.#types = null;
  }
}
