/**
 * A place in a pattern that moves forward, and the ways to read what stands there. What is wrong
 * is thrown as a PatternFault that knows its place; only parseRegex catches it.
 */

/** Why a pattern is no regex that can be run; `at` counts characters from 0. */
export class PatternFault extends Error {
  readonly at: number;

  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The character here, "" at the end. */
  get char(): string {
    return this.text[this.at] ?? "";
  }

  sees(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Reads a text if it stands here. */
  take(text: string): boolean {
    const isHere = this.sees(text);
    if (isHere) this.at += text.length;
    return isHere;
  }

  /** Reads what a sticky regex matches here. */
  match(regex: RegExp): RegExpExecArray | null {
    regex.lastIndex = this.at;
    const found = regex.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  /** Reads one character, of which there must be one. */
  next(): string {
    const char = this.char;
    this.at++;
    return char;
  }

  fail(reason: string, at: number = this.at): never {
    throw new PatternFault(reason, at);
  }
}
