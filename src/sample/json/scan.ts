/**
 * Walks JSON text without making a tree of it (RFC 8259): where a value ends, what a string or a
 * number stands for. As HAProxy reads it: what lies behind a value that was asked for is never
 * looked at, and more than `MAX_DEPTH` arrays and objects in each other are too many. Nothing
 * throws; -1 and undefined say that the text is no JSON at that place. One pass, no recursion.
 */

/** Arrays and objects that may be open at once. */
export const MAX_DEPTH = 20;

const BLANKS: RegExp = /[ \t\n\r]*/y;
const NUMBER: RegExp = /(?:-?\d+(?:\.(?=[\deE])\d*)?|-\.\d+)(?:[eE][+-]?\d*)?/y;
const LITERALS: readonly string[] = ["true", "false", "null"];

/** The first place at or behind `at` that is not blank. */
export function skipBlanks(text: string, at: number): number {
  BLANKS.lastIndex = at;
  BLANKS.exec(text);
  return BLANKS.lastIndex;
}

/** Where the number that begins at `at` ends; -1 for none. */
export function numberEnd(text: string, at: number): number {
  NUMBER.lastIndex = at;
  return NUMBER.exec(text) === null ? -1 : NUMBER.lastIndex;
}

/** Where the string whose quote opens at `at` ends, behind its closing quote; -1 for none. */
export function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i + 1;
    if (code === 0x5c) i++;
  }
  return -1;
}

/** Where a string, number or literal at `at` ends; -1 for none. */
function scalarEnd(text: string, at: number): number {
  if (text[at] === '"') return stringEnd(text, at);
  const literal = LITERALS.find((each) => text.startsWith(each, at));
  return literal === undefined ? numberEnd(text, at) : at + literal.length;
}

/** Where the value of a member begins whose key opens at `at`; -1 for no key or colon. */
export function memberValue(text: string, at: number): number {
  if (text[at] !== '"') return -1;
  const keyEnd = stringEnd(text, at);
  if (keyEnd === -1) return -1;
  const colon = skipBlanks(text, keyEnd);
  return text[colon] === ":" ? skipBlanks(text, colon + 1) : -1;
}

/**
 * Where the value that begins at `at` ends; -1 when it is none or `depth`, the arrays and objects
 * open around it, leaves no room for those in it. A comma may stand before a closing bracket.
 */
export function valueEnd(text: string, at: number, depth: number): number {
  let closers = "";
  let place = at;
  for (;;) {
    const opener = text[place];
    if (opener === "[" || opener === "{") {
      closers += opener === "[" ? "]" : "}";
      if (depth + closers.length > MAX_DEPTH) return -1;
      place = skipBlanks(text, place + 1);
    } else {
      place = scalarEnd(text, place);
      if (place === -1 || closers === "") return place;
      place = afterItem(text, place);
    }
    while (closers !== "" && text[place] === closers[closers.length - 1]) {
      closers = closers.slice(0, -1);
      if (closers === "") return place + 1;
      place = afterItem(text, place + 1);
    }
    if (place === -1) return -1;
    if (closers.endsWith("}")) place = memberValue(text, place);
    if (place === -1) return -1;
  }
}

/** Behind the comma that follows an item, at the closing bracket without one; -1 for neither. */
export function afterItem(text: string, at: number): number {
  const place = skipBlanks(text, at);
  if (text[place] === ",") return skipBlanks(text, place + 1);
  return text[place] === "]" || text[place] === "}" ? place : -1;
}
