/**
 * Where the variables of a log format are written, one after the other: into the bytes of a line
 * (log/line.ts), or into a string where a rule uses them.
 */

export interface LogWriter {
  /** Latin1 text as it is. */
  text(text: string): void;
  /** A whole number in decimal. */
  number(value: number): void;
  /** A number of 0 to 999 in three digits. */
  threeDigits(value: number): void;
  /** `encode(text)`, which gives a text of plain characters alone (`isPlainCode`) as it is. */
  encoded(text: string, encode: (text: string) => string): void;
  /** Characters written so far. */
  readonly length: number;
}

/** A string that is written. */
export class TextWriter implements LogWriter {
  written: string = "";

  text(text: string): void {
    this.written += text;
  }

  number(value: number): void {
    this.written += value;
  }

  threeDigits(value: number): void {
    this.written += String(value).padStart(3, "0");
  }

  encoded(text: string, encode: (text: string) => string): void {
    this.written += encode(text);
  }

  get length(): number {
    return this.written.length;
  }
}
