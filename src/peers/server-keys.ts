/**
 * The strings of server_key on one connection: whoever sends one for the first time gives it a
 * number, and from then on the number will do (peers protocol 2.1, "Entry update message").
 * Both sides keep as many as HAProxy does.
 */
import type { WireReader, WireWriter } from "./wire.ts";
import { integerBytes } from "./wire.ts";

/** Numbers go from 1 to this. */
export const CACHED_KEYS = 128;

export class SentKeys {
  readonly #numbers: Map<string, number> = new Map();

  /** The strings by number, 1 upwards; undefined where there is none yet. */
  get texts(): readonly (string | undefined)[] {
    const texts: (string | undefined)[] = [];
    for (const [text, number] of this.#numbers) texts[number] = text;
    return texts;
  }

  /** Writes a string, or that there is none. */
  write(to: WireWriter, text: string | undefined): void {
    if (text === undefined) return to.integer(0);
    const known = this.#numbers.get(text);
    if (known !== undefined) {
      to.integer(integerBytes(known));
      to.integer(known);
      this.#renew(text, known);
      return;
    }
    const number = this.#number();
    this.#numbers.set(text, number);
    to.integer(integerBytes(number) + integerBytes(text.length) + text.length);
    to.integer(number);
    to.sizedText(text);
  }

  /** A number that is free, or that of the string not sent for longest. */
  #number(): number {
    if (this.#numbers.size < CACHED_KEYS) return this.#numbers.size + 1;
    const [eldest, number] = this.#numbers.entries().next().value!;
    this.#numbers.delete(eldest);
    return number;
  }

  #renew(text: string, number: number): void {
    this.#numbers.delete(text);
    this.#numbers.set(text, number);
  }
}

export class ReceivedKeys {
  /** By number, 1 upwards. */
  readonly texts: (string | undefined)[] = [];

  /** Reads a string; undefined for none. What makes no sense leaves the reader not `ok`. */
  read(from: WireReader): string | undefined {
    const sizeBytes = from.integer();
    if (sizeBytes === 0) return undefined;
    const end = from.at + sizeBytes;
    const number = from.integer();
    if (number < 1 || number > CACHED_KEYS || from.at > end) from.ok = false;
    if (!from.ok) return undefined;
    if (from.at < end) this.texts[number] = from.sizedText();
    if (from.at !== end) from.ok = false;
    return from.ok ? this.texts[number] : undefined;
  }
}
