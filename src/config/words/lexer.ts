/**
 * Cuts one line of configuration into words (manual 2.2 and 2.3): quotes, escapes, comments, and
 * environment variables inside double quotes. A line with an error yields no words: the error is
 * reported at its character and the caller goes on with the next line.
 */
import type { Diagnostics } from "../diagnostics/diagnostics.ts";
import type { Line, Word } from "./word.ts";
import type { LexError } from "./lex-error.ts";
import { readVariable } from "./lexer-variable.ts";

/** The value of an environment or pseudo variable (".LINE"); undefined when it is not set. */
export type VariableLookup = (name: string) => string | undefined;

/** The words of `source`, or null for a blank or comment line, and for a line with an error. */
export function readLine(
  source: string,
  file: string,
  line: number,
  lookup: VariableLookup,
  diagnostics: Diagnostics,
): Line | null {
  const lexer = new LineLexer(source, file, line, lookup);
  const error = lexer.run();
  if (error !== null) {
    const at = {
      file,
      line,
      column: error.offset + 1,
      width: 1,
      text: source.charAt(error.offset),
    };
    diagnostics.error({ words: [at], source }, error.message, error.hint);
    return null;
  }
  return lexer.words.length === 0 ? null : { words: lexer.words, source };
}

const escapes: Readonly<Record<string, string>> = {
  " ": " ",
  "#": "#",
  "\\": "\\",
  "'": "'",
  '"': '"',
  n: "\n",
  r: "\r",
  t: "\t",
};

class LineLexer {
  readonly words: Word[] = [];
  readonly #source: string;
  readonly #file: string;
  readonly #line: number;
  readonly #lookup: VariableLookup;
  #at = 0;
  #text = "";
  /** Where the current word began; -1 between words. */
  #start = -1;
  /** Words that `[*]` ended inside the current one; they get its place once its width is known. */
  #split: string[] = [];

  constructor(source: string, file: string, line: number, lookup: VariableLookup) {
    this.#source = source;
    this.#file = file;
    this.#line = line;
    this.#lookup = lookup;
  }

  run(): LexError | null {
    const source = this.#source;
    let quote = "";
    let quoteAt = 0;
    while (this.#at < source.length) {
      const char = source[this.#at]!;
      if (quote === "" && char === "#") break;
      if (quote === "" && isBlank(char)) {
        this.#endWord();
        this.#at++;
        continue;
      }
      if (this.#start < 0) this.#start = this.#at;
      if (char === quote) {
        quote = "";
        this.#at++;
      } else if (quote === "" && (char === '"' || char === "'")) {
        quote = char;
        quoteAt = this.#at++;
      } else {
        const error = this.#readCharacter(char, quote);
        if (error !== null) return error;
      }
    }
    if (quote !== "") return unmatchedQuote(quote, quoteAt);
    this.#endWord();
    return null;
  }

  #readCharacter(char: string, quote: string): LexError | null {
    if (char === "\\" && quote !== "'") return this.#readEscape(quote);
    if (char === "$" && quote === '"') return this.#expandVariable();
    this.#text += char;
    this.#at++;
    return null;
  }

  #readEscape(quote: string): LexError | null {
    const next = this.#source.charAt(this.#at + 1);
    const plain = escapes[next];
    if (plain !== undefined) {
      this.#text += plain;
    } else if (next === "$" && quote === '"') {
      this.#text += "$";
    } else if (next === "x") {
      const digits = this.#source.slice(this.#at + 2, this.#at + 4);
      if (!/^[0-9A-Fa-f]{2}$/.test(digits)) {
        return {
          offset: this.#at,
          message: "truncated or invalid hexadecimal sequence",
          hint: "\\x takes two hexadecimal digits, as in \\x0a; write \\\\x for a backslash and an x",
        };
      }
      const code = Number.parseInt(digits, 16);
      if (code === 0) {
        return { offset: this.#at, message: "a NUL byte cannot be part of a word", hint: "" };
      }
      this.#text += String.fromCharCode(code);
      this.#at += 2;
    } else {
      // HAProxy leaves an unknown sequence as it stands, its backslash included.
      this.#text += `\\${next}`;
    }
    this.#at = Math.min(this.#at + 2, this.#source.length);
    return null;
  }

  #expandVariable(): LexError | null {
    const reference = readVariable(this.#source, this.#at);
    if ("message" in reference) return reference;
    this.#at = reference.end;
    const value = this.#lookup(reference.name) ?? reference.fallback;
    if (!reference.asWords) {
      this.#text += value;
      return null;
    }
    const pieces = value.split(/[ \t\n\r\v\f]+/);
    for (const piece of pieces.slice(0, -1)) {
      this.#split.push(this.#text + piece);
      this.#text = "";
    }
    this.#text += pieces.at(-1)!;
    return null;
  }

  #endWord(): void {
    if (this.#start < 0) return;
    const place = {
      file: this.#file,
      line: this.#line,
      column: this.#start + 1,
      width: this.#at - this.#start,
    };
    for (const text of this.#split) this.words.push({ ...place, text });
    this.words.push({ ...place, text: this.#text });
    this.#split = [];
    this.#text = "";
    this.#start = -1;
  }
}

function isBlank(char: string): boolean {
  return char === " " || char === "\t" || char === "\r" || char === "\v" || char === "\f";
}

function unmatchedQuote(quote: string, offset: number): LexError {
  const hint =
    quote === '"'
      ? 'the closing " is missing; write \\" for the character itself'
      : `the closing ' is missing; write \\' outside quotes for the character itself`;
  return { offset, message: "unmatched quote", hint };
}
