/**
 * The pieces of a compiled format: text that is known, closures that give or write the rest, and
 * how they are put together: to a string, or to a line that is written.
 */
import { textOf } from "../cast.ts";
import type { CompileScope } from "../compile-scope.ts";
import { hexOf } from "./cbor.ts";
import { encodedValue } from "./encoding.ts";
import { styledValue } from "./text.ts";
import type { TextStyle } from "./text.ts";
import { type LogWriter, TextWriter } from "./writer.ts";
import type { Txn } from "../txn.ts";
import type { Compiled } from "../types.ts";

export type Format = (txn: Txn) => string;

/** Writes a whole line, or a piece of one. */
export type LineFormat = (txn: Txn, line: LogWriter) => void;

/** A piece that needs no string of its own to stand in a line. */
export interface WrittenPiece {
  readonly write: LineFormat;
}

/** A piece of the format: text known now, or what each transaction gives. */
export type Piece = string | Format | WrittenPiece;

/** Compiles a variable in a style. */
export type LogAlias = (style: TextStyle, scope: CompileScope) => Piece;

/** A variable or an expression of a format, before it is known how all of the format is encoded. */
export interface FormatItem {
  /** "" for none. */
  readonly name: string;
  readonly style: TextStyle;
  compile(style: TextStyle): Piece;
}

export function aliasPiece(alias: LogAlias, style: TextStyle, scope: CompileScope): Piece {
  const piece = alias(style, scope);
  if (style.encoding !== "cbor" || style.binary) return piece;
  const render = formatOf(piece);
  return (txn) => hexOf(render(txn));
}

/** @param asText the expression, cast to str. */
export function expressionPiece(expression: Compiled, asText: Compiled, style: TextStyle): Piece {
  if (style.encoding !== "none") return encodedPiece(expression, style);
  if (style.binary && style.isLog) return binaryPiece(expression);
  const { constant } = asText;
  if (constant !== undefined) return styledValue(textOf(constant), style);
  const fetch = asText.eval;
  return (txn) => {
    const value = fetch(txn);
    return styledValue(value === undefined ? undefined : textOf(value), style);
  };
}

function encodedPiece(expression: Compiled, style: TextStyle): Format {
  const { type, eval: fetch } = expression;
  const isHex = style.encoding === "cbor" && !style.binary && style.type !== "raw";
  return isHex
    ? (txn) => hexOf(encodedValue(fetch(txn), type, style))
    : (txn) => encodedValue(fetch(txn), type, style);
}

/** With +bin a value is its bytes: no quotes, and no end at a NUL. */
function binaryPiece({ eval: fetch }: Compiled): Format {
  return (txn) => {
    const value = fetch(txn);
    return value === undefined ? "-" : textOf(value);
  };
}

/** A piece with a space behind it, if it gives anything. */
export function withSpace(piece: Piece): WrittenPiece {
  const write = lineOf(piece);
  return {
    write: (txn, line) => {
      const before = line.length;
      write(txn, line);
      if (line.length > before) line.text(" ");
    },
  };
}

/** Neighbouring texts as one, empty ones left out. */
export function merged(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    if (piece === "") continue;
    if (typeof piece === "string" && typeof last === "string") out[out.length - 1] = last + piece;
    else out.push(piece);
  }
  return out;
}

/** What a piece gives, as a string. */
export function formatOf(piece: Piece): Format {
  if (typeof piece === "string") return () => piece;
  if (typeof piece === "function") return piece;
  return (txn) => {
    const writer = new TextWriter();
    piece.write(txn, writer);
    return writer.written;
  };
}

function lineOf(piece: Piece): LineFormat {
  if (typeof piece === "string") return (_txn, line) => line.text(piece);
  if (typeof piece === "function") return (txn, line) => line.text(piece(txn));
  return piece.write;
}

/** The pieces as one line. */
export function lineOfAll(pieces: readonly Piece[]): LineFormat {
  const writes = pieces.map(lineOf);
  return (txn, line) => {
    for (let i = 0; i < writes.length; i++) writes[i]!(txn, line);
  };
}

/** The pieces as one string. */
export function joined(pieces: readonly Piece[]): Format {
  const [first = "", second = "", third] = pieces;
  if (pieces.length <= 1) return formatOf(first);
  if (third === undefined) return pair(first, second);
  const known = pieces.map((piece) => (typeof piece === "string" ? piece : formatOf(piece)));
  return (txn) => {
    let out = "";
    for (let i = 0; i < known.length; i++) {
      const piece = known[i]!;
      out += typeof piece === "string" ? piece : piece(txn);
    }
    return out;
  };
}

function pair(first: Piece, second: Piece): Format {
  const [head, tail] = [formatOf(first), formatOf(second)];
  if (typeof first === "string") return (txn) => first + tail(txn);
  if (typeof second === "string") return (txn) => head(txn) + second;
  return (txn) => head(txn) + tail(txn);
}
