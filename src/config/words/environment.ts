/**
 * Environment variables as one load sees them (manual 2.3): the process's, overlaid with what
 * setenv, presetenv, unsetenv and resetenv of this load changed. The process's own environment is
 * never written here, so a configuration that is refused leaves no trace.
 */
import { latin1FromUnicode } from "./text.ts";

/** The process's environment, names to Unicode values. */
export type BaseEnvironment = Readonly<Record<string, string | undefined>>;

/** What a load changed: name to its new value (latin1), null for a removed variable. */
export type EnvironmentChanges = ReadonlyMap<string, string | null>;

export class Environment {
  readonly #base: BaseEnvironment;
  readonly #changes: Map<string, string | null> = new Map();

  constructor(base: BaseEnvironment) {
    this.#base = base;
  }

  /** Everything changed so far, for whoever puts the configuration to work. */
  get changes(): EnvironmentChanges {
    return this.#changes;
  }

  /** The value as latin1, undefined when the variable does not exist. */
  get(name: string): string | undefined {
    const changed = this.#changes.get(name);
    if (changed !== undefined) return changed ?? undefined;
    const value = this.#base[name];
    return value === undefined ? undefined : latin1FromUnicode(value);
  }

  set(name: string, value: string): void {
    this.#changes.set(name, value);
  }

  unset(name: string): void {
    this.#changes.set(name, null);
  }

  /** Removes every variable but those named. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of [...Object.keys(this.#base), ...this.#changes.keys()]) {
      if (!names.has(name)) this.unset(name);
    }
  }
}
