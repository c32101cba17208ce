/** Bracket expressions: `[a-z\d[:alpha:]]`. A `]` in first place is literal (POSIX). */
import {
  bothCases,
  type CharSet,
  complement,
  ESCAPE_SETS,
  NO_CHAR,
  POSIX_SETS,
  rangeOf,
  setOf,
  union,
} from "./char-set.ts";
import { octalByte, parseByte } from "./parse-escape.ts";
import type { Scanner } from "./scanner.ts";

const POSIX: RegExp = /\[:(\^?)([a-z]*):\]/y;

/** Reads a class, with the scanner behind its `[`. */
export function parseClass(scanner: Scanner, ignoresCase: boolean): CharSet {
  const start = scanner.at - 1;
  const isNegated = scanner.take("^");
  let set = NO_CHAR;
  let isFirst = true;
  for (;;) {
    skipQuoteEnds(scanner);
    if (scanner.isAtEnd) return scanner.fail("the class has no end", start);
    if (!isFirst && scanner.take("]")) break;
    set = union(set, parseMember(scanner));
    isFirst = false;
  }
  if (ignoresCase) set = bothCases(set);
  return isNegated ? complement(set) : set;
}

/** Reads a character, a range or a set within the class. */
function parseMember(scanner: Scanner): CharSet {
  const start = scanner.at;
  const first = parseItem(scanner);
  if (scanner.char !== "-" || scanner.text[scanner.at + 1] === "]") return asSet(first);
  scanner.at++;
  skipQuoteEnds(scanner);
  if (scanner.isAtEnd) return asSet(first);
  const last = parseItem(scanner);
  if (typeof first !== "string" || typeof last !== "string") {
    return scanner.fail("a range in a class has a set at one end", start);
  }
  const set = rangeOf(first.charCodeAt(0), last.charCodeAt(0));
  return first > last ? scanner.fail("a range in a class is out of order", start) : set;
}

function asSet(item: string | CharSet): CharSet {
  return typeof item === "string" ? setOf(item) : item;
}

function parseItem(scanner: Scanner): string | CharSet {
  const start = scanner.at;
  const posix = scanner.match(POSIX);
  if (posix !== null) {
    const set = POSIX_SETS.get(posix[2]!);
    if (set === undefined) return scanner.fail(`there is no class '${posix[0]}'`, start);
    return posix[1] === "" ? set : complement(set);
  }
  if (scanner.sees("[.") || scanner.sees("[=")) {
    return scanner.fail("collating elements are not supported");
  }
  const char = scanner.next();
  return char === "\\" ? parseEscape(scanner) : char;
}

function parseEscape(scanner: Scanner): string | CharSet {
  const byte = parseByte(scanner);
  if (byte !== null) return byte;
  if (/[0-7]/.test(scanner.char)) return octalByte(scanner);
  const letter = scanner.next();
  if (letter === "b") return "\b";
  if (letter === "Q") return parseQuoted(scanner);
  const set = ESCAPE_SETS.get(letter);
  return set ?? scanner.fail(`'\\${letter}' is not supported in a class`, scanner.at - 2);
}

/** Reads what is quoted behind `\Q`, whose characters are members one by one. */
function parseQuoted(scanner: Scanner): CharSet {
  const close = scanner.text.indexOf("\\E", scanner.at);
  if (close === -1) return scanner.fail("the class has no end");
  const set = setOf(scanner.text.slice(scanner.at, close));
  scanner.at = close + 2;
  return set;
}

/** A `\E` without `\Q` and an empty quotation stand for nothing. */
function skipQuoteEnds(scanner: Scanner): void {
  while (scanner.take("\\E") || scanner.take("\\Q\\E"));
}
