/** The groups of a pattern while it is read: numbered as they open, and referred to. */
import { PatternFault } from "./scanner.ts";

export class Groups {
  /** How many were opened so far. */
  count = 0;
  readonly #names: Map<string, number> = new Map();
  readonly #references: { readonly to: number | string; readonly at: number }[] = [];

  /** The number of a group that opens; throws a PatternFault for a name there is already. */
  open(name: string | null, at: number): number {
    const number = ++this.count;
    if (name !== null) {
      if (this.#names.has(name)) throw new PatternFault(`two groups are named '${name}'`, at);
      this.#names.set(name, number);
    }
    return number;
  }

  /** The group referred to by number or name, 0 for a name that comes later; see `check`. */
  refer(to: number | string, at: number): number {
    this.#references.push({ to, at });
    return this.#numberOf(to);
  }

  /** The number that `-1` or `+1`, counted from here, or `1` means. */
  absolute(number: string): number {
    if (number.startsWith("-")) return this.count + 1 + Number(number);
    return number.startsWith("+") ? this.count + Number(number) : Number(number);
  }

  /** Throws a PatternFault for a reference to a group that was never opened. */
  check(): void {
    for (const { to, at } of this.#references) {
      const group = this.#numberOf(to);
      if (group < 1 || group > this.count) {
        throw new PatternFault(`there is no group '${to}' to refer to`, at);
      }
    }
  }

  #numberOf(to: number | string): number {
    return typeof to === "number" ? to : (this.#names.get(to) ?? 0);
  }
}
