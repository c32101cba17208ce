/**
 * Names of header fields in the case that old peers want (manual 3.1 `h1-case-adjust`): names are
 * lower-case everywhere inside, and are written otherwise only as they leave.
 */
import { type Fields, NAME_HASH, SLOT_SIZE } from "./fields.ts";
import { HeaderName } from "./header-name.ts";

export class NameCase {
  /** By the hash of the name: those that share it. */
  readonly #names: ReadonlyMap<number, readonly HeaderName[]>;

  /** `written` has how each name is written, by the name in lower case. */
  constructor(written: ReadonlyMap<string, string>) {
    const names = new Map<number, HeaderName[]>();
    for (const [lower, text] of written) {
      // What is not in lower case there is no field's name.
      if (lower !== lower.toLowerCase()) continue;
      const name = new HeaderName(lower, text);
      names.set(name.hash, [...(names.get(name.hash) ?? []), name]);
    }
    this.#names = names;
  }

  /** Has the fields written so; what they are found by stays. */
  adjust(fields: Fields): void {
    for (let index = 0; index < fields.size; index++) {
      const names = this.#names.get(fields.slots[index * SLOT_SIZE + NAME_HASH]!);
      const name = names?.find((each) => fields.isNamed(index, each));
      if (name !== undefined) fields.renameAt(index, name);
    }
  }

  /** How a name in lower case is written before its value, with colon and blank. */
  wire(lower: string): string {
    const plain = new HeaderName(lower);
    const name = this.#names.get(plain.hash)?.find(({ text }) => text === lower);
    return (name ?? plain).wire;
  }
}

/** Null where nothing is written otherwise. */
export function nameCaseOf(
  written: ReadonlyMap<string, string>,
  isWanted: boolean,
): NameCase | null {
  return isWanted && written.size > 0 ? new NameCase(written) : null;
}
