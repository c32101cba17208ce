/**
 * Variables of one scope (manual 2.8): `set-var(txn.x)`. Names are resolved to slots when the
 * configuration is compiled, so a scope is an array; most scopes never hold one.
 */
import type { SampleType, SampleValue } from "../types.ts";

export type VariableScope = "proc" | "sess" | "txn" | "req" | "res" | "check";

/** A variable as compiled: its scope and its slot there. */
export interface VariableRef {
  readonly scope: VariableScope;
  /** Name without the scope. */
  readonly name: string;
  readonly slot: number;
}

/**
 * Numbers the names of a configuration generation. Slots are never reused. Names of proc scope
 * belong to the process, as their values do, and are the same in all its generations.
 */
export class VariableNames {
  readonly #slots: Map<string, VariableRef> = new Map();
  readonly #ofProcess: VariableNames | null;

  constructor(ofProcess: VariableNames | null = null) {
    this.#ofProcess = ofProcess;
  }

  /** The reference for "scope.name", made on first use; undefined for a malformed name. */
  ref(fullName: string): VariableRef | undefined {
    const known = this.#slots.get(fullName);
    if (known !== undefined) return known;
    if (this.#ofProcess !== null && fullName.startsWith("proc."))
      return this.#ofProcess.ref(fullName);
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

  /** The full name behind a slot. */
  nameOf(slot: number): string {
    const ref = this.all()[slot]!;
    return `${ref.scope}.${ref.name}`;
  }

  /** Every name in the order of the slots. */
  all(): readonly VariableRef[] {
    return [...this.#slots.values()];
  }
}

/** What is told of a change; the value is undefined when the variable was unset. */
export type VariableListener = (
  slot: number,
  value: SampleValue | undefined,
  type: SampleType,
) => void;

const NOTHING: readonly undefined[] = [];

/** The values of one scope. */
export class Variables {
  #values: (SampleValue | undefined)[] | null = null;
  #types: (SampleType | undefined)[] | null = null;
  /** Told of each change by `set` and `unset`; null, as for most scopes, when nobody cares. */
  onChange: VariableListener | null = null;

  get(slot: number): SampleValue | undefined {
    return this.#values === null ? undefined : this.#values[slot];
  }

  /** The type the value was stored with; undefined when unset. */
  typeOf(slot: number): SampleType | undefined {
    return this.#types === null ? undefined : this.#types[slot];
  }

  set(slot: number, value: SampleValue, type: SampleType): void {
    if (this.onChange !== null && (this.get(slot) !== value || this.typeOf(slot) !== type)) {
      this.onChange(slot, value, type);
    }
    this.put(slot, value, type);
  }

  unset(slot: number): void {
    if (this.onChange !== null && this.get(slot) !== undefined)
      this.onChange(slot, undefined, this.typeOf(slot)!);
    this.forget(slot);
  }

  /** Like `set`, without telling of it. */
  put(slot: number, value: SampleValue, type: SampleType): void {
    (this.#values ??= [])[slot] = value;
    (this.#types ??= [])[slot] = type;
  }

  /** Like `unset`, without telling of it. */
  forget(slot: number): void {
    if (this.#values !== null) this.#values[slot] = undefined;
    if (this.#types !== null) this.#types[slot] = undefined;
  }

  /** The value of each slot so far. */
  all(): readonly (SampleValue | undefined)[] {
    return this.#values ?? NOTHING;
  }

  clear(): void {
    this.#values = null;
    this.#types = null;
  }
}
