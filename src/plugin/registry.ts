/** Names that plugins registered, of one kind: each belongs to the file that took it first. */

interface Registered<Value> {
  readonly file: string;
  readonly value: Value;
}

export class Registry<Value> {
  readonly #kind: string;
  readonly #byName: Map<string, Registered<Value>> = new Map();

  /** @param kind what the names name, for messages: "action". */
  constructor(kind: string) {
    this.#kind = kind;
  }

  /** Throws an Error for a name that cannot be written in a configuration or is taken. */
  add(name: string, file: string, value: Value): void {
    if (typeof name !== "string" || !/^[A-Za-z0-9_.:-]+$/.test(name)) {
      throw new Error(`${this.#kind} name '${name}' is not made of letters, digits and _ . : -`);
    }
    const taken = this.#byName.get(name);
    if (taken !== undefined) {
      throw new Error(`${this.#kind} '${name}' is already registered by '${taken.file}'`);
    }
    this.#byName.set(name, { file, value });
  }

  get(name: string): Value | undefined {
    return this.#byName.get(name)?.value;
  }

  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }
}

/** NAME of `lua.NAME` and `plugin.NAME`; undefined for every other name. */
export function pluginName(written: string): string | undefined {
  if (written.startsWith("plugin.")) return written.slice("plugin.".length);
  return written.startsWith("lua.") ? written.slice("lua.".length) : undefined;
}
