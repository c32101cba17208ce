/**
 * Log formats and formatted strings: text with `%(name:type){flags}alias` and
 * `%(name:type){flags}[expression]` (manual 8.2.6), compiled to one closure that gives a latin1
 * string. In a log line a missing value is "-" and runs of spaces become one; in a rule's string a
 * missing value is empty. With an encoding set by `%o`, the named items alone make the line.
 */
import { nearest } from "../../core/edit-distance.ts";
import type { Word } from "../../config/words/word.ts";
import type { CompileScope } from "../compile-scope.ts";
import { castTo, compileExpressionOf, readExpression } from "../expression.ts";
import { logAliases, vanishingAliases } from "./aliases.ts";
import { encodedFormat } from "./encoded-format.ts";
import { readItemHead } from "./item-head.ts";
import type { ItemHead } from "./item-head.ts";
import { aliasPiece, expressionPiece, joined, lineOfAll, merged, withSpace } from "./pieces.ts";
import type { Format, FormatItem, LineFormat, Piece } from "./pieces.ts";
import type { TextStyle } from "./text.ts";
import { Where } from "../types.ts";
import { wordPart } from "../word-part.ts";

export type { Format, LineFormat } from "./pieces.ts";

/**
 * Compiles a format to a string; undefined after reporting. It is a log line's when the scope
 * provides `Where.log`, else a string that a rule makes.
 */
export function compileLogFormat(word: Word, scope: CompileScope): Format | undefined {
  const pieces = new FormatReader(word, scope).read();
  return pieces === undefined ? undefined : joined(pieces);
}

/**
 * Compiles a format to a text whose spaces are those of a log line, but with nothing for what is
 * missing (manual 4.2 `unique-id-format`); undefined after reporting.
 */
export function compileIdFormat(word: Word, scope: CompileScope): Format | undefined {
  const pieces = new FormatReader(word, scope, true).read();
  return pieces === undefined ? undefined : joined(pieces);
}

/** Compiles a format to a line that is written; undefined after reporting. */
export function compileLogLine(word: Word, scope: CompileScope): LineFormat | undefined {
  const pieces = new FormatReader(word, scope).read();
  return pieces === undefined ? undefined : lineOfAll(pieces);
}

class FormatReader {
  readonly #word: Word;
  readonly #scope: CompileScope;
  /** The plain line: texts and items; what `#items` names, encoded, takes its place. */
  readonly #pieces: Piece[] = [];
  readonly #items: FormatItem[] = [];
  readonly #isLog: boolean;
  /** A space follows no other space, nor opens the text. */
  readonly #mergesSpaces: boolean;
  /** What `%o` set for all that follows. */
  #style: TextStyle;
  #failed = false;
  /** The line so far is empty or ends in a space. */
  #afterSpace = true;
  /** The last piece, if it may leave no trace and stands behind a space. */
  #vanishing: Piece | null = null;

  constructor(word: Word, scope: CompileScope, mergesSpaces: boolean = false) {
    this.#word = word;
    this.#scope = scope;
    const isLog = (scope.provides & Where.log) !== 0;
    this.#isLog = isLog;
    this.#mergesSpaces = isLog || mergesSpaces;
    this.#style = {
      quoted: false,
      escaped: false,
      hex: false,
      mandatory: isLog,
      isLog,
      encoding: "none",
      utf8: false,
      binary: false,
      type: "auto",
    };
  }

  /** The pieces of the format; undefined after reporting. */
  read(): readonly Piece[] | undefined {
    const { text } = this.#word;
    for (let at = 0; at < text.length && !this.#failed;) {
      const percent = text.indexOf("%", at);
      const end = percent === -1 ? text.length : percent;
      this.#addText(text.slice(at, end));
      at = percent === -1 ? end : this.#readVariable(percent);
    }
    if (this.#failed) return undefined;
    if (this.#style.encoding !== "none") return [encodedFormat(this.#items, this.#style)];
    return merged(this.#pieces);
  }

  #addText(text: string): void {
    if (text === "") return;
    if (!this.#mergesSpaces) {
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

  #addPiece(piece: Piece): void {
    this.#pieces.push(piece);
    this.#afterSpace = false;
    this.#vanishing = null;
  }

  #addItem(item: FormatItem): Piece {
    // +bin counts with `%o` only.
    const piece = item.compile({ ...item.style, binary: this.#style.binary });
    this.#addPiece(piece);
    this.#items.push(item);
    return piece;
  }

  /** Reads what stands behind the percent sign at `percent`; returns where it ends. */
  #readVariable(percent: number): number {
    const { text } = this.#word;
    if (percent + 1 === text.length)
      return this.#fail(percent, percent + 1, "the format ends after '%'", "write '%%' for '%'");
    if (text[percent + 1] === "%") {
      this.#addPiece("%");
      return percent + 2;
    }
    const head = readItemHead(text, percent + 1, this.#style);
    if ("problem" in head) return this.#fail(head.start, head.end, head.problem);
    if (text[head.end] === "[") return this.#readExpression(head.end, head);
    return this.#readAlias(percent, head);
  }

  #readExpression(open: number, head: ItemHead): number {
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
    this.#scope.shownFigures.addFetch(syntax.calls[0]!.name);
    const compile = (style: TextStyle): Piece => expressionPiece(expression, asText, style);
    this.#addItem({ name: head.name, style: head.style, compile });
    return syntax.end + 1;
  }

  #readAlias(percent: number, head: ItemHead): number {
    const { text } = this.#word;
    const start = head.end;
    const letters = /^[A-Za-z0-9]*/.exec(text.slice(start))![0];
    const end = start + letters.length;
    if (letters === "o") {
      this.#style = { ...head.style, type: "auto" };
      return end;
    }
    const alias = logAliases.get(letters);
    if (alias !== undefined) {
      this.#scope.shownFigures.addVariable(letters);
      const compile = (style: TextStyle): Piece => aliasPiece(alias, style, this.#scope);
      this.#addAlias(letters, { name: head.name, style: head.style, compile });
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

  /** What may leave no trace: after a space, the next space is its own. */
  #addAlias(letters: string, item: FormatItem): void {
    const wasSpace = this.#afterSpace;
    const piece = this.#addItem(item);
    if (this.#isLog && wasSpace && vanishingAliases.has(letters)) this.#vanishing = piece;
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
