/**
 * Log formats and formatted strings: text with `%alias`, `%{flags}alias` and `%[expression]`
 * (manual 8.2.6), compiled to one closure that gives a latin1 string. In a log line a missing value
 * is "-" and runs of spaces become one; in a rule's string a missing value is empty.
 */
import { nearest } from "../core/edit-distance.ts";
import type { Word } from "../config/word.ts";
import { textOf } from "./cast.ts";
import type { CompileScope } from "./compile-scope.ts";
import { castTo, compileExpressionOf, readExpression } from "./expression.ts";
import { logAliases, vanishingAliases } from "./log-aliases.ts";
import { styledValue } from "./log-text.ts";
import type { TextStyle } from "./log-text.ts";
import type { Txn } from "./txn.ts";
import type { Compiled } from "./types.ts";
import { Where } from "./types.ts";
import { wordPart } from "./word-part.ts";

export type Format = (txn: Txn) => string;

/** A piece of the format: text known now, or a closure. */
type Piece = string | Format;

/**
 * Compiles a format; undefined after reporting. It is a log line's when the scope provides
 * `Where.log`, else a string that a rule makes.
 */
export function compileLogFormat(word: Word, scope: CompileScope): Format | undefined {
  return new FormatReader(word, scope).read();
}

class FormatReader {
  readonly #word: Word;
  readonly #scope: CompileScope;
  readonly #pieces: Piece[] = [];
  readonly #isLog: boolean;
  /** What `%o` set for all that follows. */
  #style: TextStyle;
  #failed = false;
  /** The line so far is empty or ends in a space. */
  #afterSpace = true;
  /** The last piece, if it may leave no trace and stands behind a space. */
  #vanishing: Format | null = null;

  constructor(word: Word, scope: CompileScope) {
    this.#word = word;
    this.#scope = scope;
    const isLog = (scope.provides & Where.log) !== 0;
    this.#isLog = isLog;
    this.#style = { quoted: false, escaped: false, hex: false, mandatory: isLog, isLog };
  }

  read(): Format | undefined {
    const { text } = this.#word;
    for (let at = 0; at < text.length && !this.#failed;) {
      const percent = text.indexOf("%", at);
      const end = percent === -1 ? text.length : percent;
      this.#addText(text.slice(at, end));
      at = percent === -1 ? end : this.#readVariable(percent);
    }
    return this.#failed ? undefined : joined(merged(this.#pieces));
  }

  /** In a log line a space follows no other space, nor opens the line. */
  #addText(text: string): void {
    if (text === "") return;
    if (!this.#isLog) {
      this.#pieces.push(text);
      return;
    }
    let single = text.replace(/ {2,}/g, " ");
    if (single.startsWith(" ")) {
      if (this.#vanishing !== null)
        this.#pieces[this.#pieces.length - 1] = withSpace(this.#vanishing);
      if (this.#vanishing !== null || this.#afterSpace) single = single.slice(1);
    }
    this.#vanishing = null;
    this.#afterSpace = single === "" || single.endsWith(" ");
    this.#pieces.push(single);
  }

  #addVariable(piece: Piece): void {
    this.#pieces.push(piece);
    this.#afterSpace = false;
    this.#vanishing = null;
  }

  /** What may leave no trace: after a space, the next space is its own. */
  #addVanishing(piece: Format): void {
    const wasSpace = this.#afterSpace;
    this.#addVariable(piece);
    if (this.#isLog && wasSpace) this.#vanishing = piece;
  }

  /** Reads what stands behind the percent sign at `percent`; returns where it ends. */
  #readVariable(percent: number): number {
    const { text } = this.#word;
    let at = percent + 1;
    if (at === text.length) return at;
    if (text[at] === "%") {
      this.#addVariable("%");
      return at + 1;
    }
    let style = this.#style;
    if (text[at] === "{") {
      const close = text.indexOf("}", at);
      if (close === -1) return this.#fail(percent, text.length, "missing '}' after the flags");
      style = withFlags(style, text.slice(at + 1, close));
      at = close + 1;
    }
    if (text[at] === "[") return this.#readExpression(at, style);
    return this.#readAlias(percent, at, style);
  }

  #readExpression(open: number, style: TextStyle): number {
    const syntax = readExpression(this.#word, open + 1, this.#scope);
    if (syntax === undefined) return this.#stop();
    const { text } = this.#word;
    if (text[syntax.end] !== "]") {
      const found = syntax.end < text.length ? `found '${text[syntax.end]!}'` : "the format ends";
      return this.#fail(syntax.end, syntax.end + 1, `expected ']' after the expression, ${found}`);
    }
    const expression = compileExpressionOf(this.#word, syntax, this.#scope);
    if (expression === undefined) return this.#stop();
    const at = wordPart(this.#word, open + 1, syntax.end);
    const asText = castTo(expression, "str", this.#scope, at);
    if (asText === undefined) return this.#stop();
    this.#addVariable(expressionPiece(asText, style));
    return syntax.end + 1;
  }

  #readAlias(percent: number, start: number, style: TextStyle): number {
    const { text } = this.#word;
    const letters = /^[A-Za-z0-9]*/.exec(text.slice(start))![0];
    const end = start + letters.length;
    if (letters === "o") {
      this.#style = style;
      return end;
    }
    const alias = logAliases.get(letters);
    if (alias !== undefined) {
      if (vanishingAliases.has(letters)) this.#addVanishing(alias(style, this.#scope));
      else this.#addVariable(alias(style, this.#scope));
      return end;
    }
    if (letters === "") {
      return this.#fail(
        percent,
        start + 1,
        "missing variable name after '%'",
        "write '%%' for '%'",
      );
    }
    const near = nearest(letters, logAliases.keys());
    const hint = near === undefined ? "write '%%' for a verbatim '%'" : `did you mean '%${near}'?`;
    return this.#fail(percent, end, `no such format variable '%${letters}'`, hint);
  }

  #fail(start: number, end: number, message: string, hint: string = ""): number {
    this.#scope.diagnostics.error(wordPart(this.#word, start, end), message, hint);
    return this.#stop();
  }

  #stop(): number {
    this.#failed = true;
    return this.#word.text.length;
  }
}

/** The style with flags such as `+Q,-E` applied; HAProxy skips what it does not know, so do we. */
function withFlags(style: TextStyle, flags: string): TextStyle {
  let { quoted, escaped, hex, mandatory } = style;
  for (const flag of flags.split(/[, ]+/)) {
    const on = flag.startsWith("+");
    if (!on && !flag.startsWith("-")) continue;
    const name = flag.slice(1);
    if (name === "Q") quoted = on;
    else if (name === "E") escaped = on;
    else if (name === "X") hex = on;
    else if (name === "M") mandatory = on;
  }
  return { ...style, quoted, escaped, hex, mandatory };
}

function withSpace(piece: Format): Format {
  return (txn) => {
    const text = piece(txn);
    return text === "" ? "" : `${text} `;
  };
}

function expressionPiece(expression: Compiled, style: TextStyle): Piece {
  const { constant } = expression;
  if (constant !== undefined) return styledValue(textOf(constant), style);
  const fetch = expression.eval;
  return (txn) => {
    const value = fetch(txn);
    return styledValue(value === undefined ? undefined : textOf(value), style);
  };
}

/** Neighbouring texts as one, empty ones left out. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    if (piece === "") continue;
    if (typeof piece === "string" && typeof last === "string") out[out.length - 1] = last + piece;
    else out.push(piece);
  }
  return out;
}

function joined(pieces: readonly Piece[]): Format {
  const [first = "", second, third] = pieces;
  if (pieces.length <= 1) return typeof first === "string" ? () => first : first;
  if (pieces.length === 2 && typeof first === "string" && typeof second === "function") {
    return (txn) => first + second(txn);
  }
  if (pieces.length === 2 && typeof first === "function" && typeof second === "string") {
    return (txn) => first(txn) + second;
  }
  if (third === undefined && typeof first === "function" && typeof second === "function") {
    return (txn) => first(txn) + second(txn);
  }
  return (txn) => {
    let out = "";
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!;
      out += typeof piece === "string" ? piece : piece(txn);
    }
    return out;
  };
}
