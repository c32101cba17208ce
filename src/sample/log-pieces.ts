/**
 * The pieces of a compiled format: text that is known, closures that give the rest, and how they
 * are put together.
 */
import { textOf } from "./cast.ts";
import type { CompileScope } from "./compile-scope.ts";
import type { LogAlias } from "./log-alias-kinds.ts";
import { hexOf } from "./log-cbor.ts";
import { encodedValue } from "./log-encoding.ts";
import { styledValue } from "./log-text.ts";
import type { TextStyle } from "./log-text.ts";
import type { Txn } from "./txn.ts";
import type { Compiled } from "./types.ts";

export type Format = (txn: Txn) => string;

/** A piece of the format: text known now, or a closure. */
export type Piece = string | Format;

/** A variable or an expression of a format, before it is known how all of the format is encoded. */
export interface FormatItem {
  /** "" for none. */
  readonly name: string;
  readonly style: TextStyle;
  compile(style: TextStyle): Piece;
}

export function aliasPiece(alias: LogAlias, style: TextStyle, scope: CompileScope): Format {
  const render = alias(style, scope);
  return style.encoding === "cbor" && !style.binary ? (txn) => hexOf(render(txn)) : render;
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

export function withSpace(piece: Format): Format {
  return (txn) => {
    const text = piece(txn);
    return text === "" ? "" : `${text} `;
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

export function joined(pieces: readonly Piece[]): Format {
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
