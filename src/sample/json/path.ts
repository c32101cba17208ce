/**
 * JSONPath as HAProxy's json_query knows it (manual 7.3.1): `$`, then `.key` and `[index]` steps,
 * a backslash before what belongs to a key. Keys are compared as they are written in the text, and
 * of members with the same key the first counts. The query reads no more than it must.
 */
import { numberText, type ReadJsonNumber } from "./number.ts";
import {
  MAX_DEPTH,
  afterItem,
  memberValue,
  numberEnd,
  skipBlanks,
  stringEnd,
  valueEnd,
} from "./scan.ts";
import type { SampleValue } from "../types.ts";

/** Keys and indexes from the outermost value to the one that is asked for. */
export type JsonPath = readonly (string | number)[];

/** Reads a path; a fault for one that can never find anything. */
export function compileJsonPath(text: string): { readonly path: JsonPath } | { fault: string } {
  if (!text.startsWith("$")) return { fault: "a JSON path begins with '$'" };
  const path: (string | number)[] = [];
  for (let at = 1; at < text.length;) {
    if (text[at] === ".") {
      const end = keyEnd(text, at + 1);
      path.push(text.slice(at + 1, end).replace(/\\(.)/gs, "$1"));
      at = end;
    } else if (text[at] === "[") {
      const close = text.indexOf("]", at + 1);
      const index = close === -1 ? undefined : indexOf(text.slice(at + 1, close));
      if (index === undefined) return { fault: `'${text.slice(at)}' begins with no index` };
      path.push(index);
      at = close + 1;
    } else return { fault: `expected '.' or '[' before '${text.slice(at)}'` };
  }
  return { path };
}

function keyEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== "." && text[at] !== "[") at += text[at] === "\\" ? 2 : 1;
  return Math.min(at, text.length);
}

/** The number that the text begins with; any single character that is none means the first. */
function indexOf(text: string): number | undefined {
  const index = Math.trunc(Number.parseFloat(text));
  if (index >= 1) return /^\s/.test(text) ? undefined : index;
  return text.length === 1 ? 0 : undefined;
}

/**
 * The value at a path: str, bool, what `readNumber` makes of a number, or the text of an array.
 * Undefined for an object, null, what is not there and text that is no JSON.
 */
export function queryJson(
  text: string,
  path: JsonPath,
  readNumber: ReadJsonNumber = numberText,
): SampleValue | undefined {
  if (path.length > MAX_DEPTH) return undefined;
  let at = skipBlanks(text, 0);
  for (let depth = 0; depth < path.length; depth++) {
    const step = path[depth]!;
    at =
      typeof step === "string"
        ? memberAt(text, at, step, depth + 1)
        : elementAt(text, at, step, depth + 1);
    if (at === -1) return undefined;
  }
  return valueAt(text, at, path.length, readNumber);
}

/** Where the value of the member with that key begins; -1 for none. */
function memberAt(text: string, object: number, key: string, depth: number): number {
  if (text[object] !== "{") return -1;
  let at = skipBlanks(text, object + 1);
  while (at !== -1 && text[at] === '"') {
    const value = memberValue(text, at);
    if (value === -1) return -1;
    if (text.startsWith(key, at + 1) && stringEnd(text, at) === at + key.length + 2) return value;
    const end = valueEnd(text, value, depth);
    at = end === -1 ? -1 : afterItem(text, end);
  }
  return -1;
}

/** Where the element with that index begins; -1 for none. */
function elementAt(text: string, array: number, index: number, depth: number): number {
  if (text[array] !== "[") return -1;
  let at = skipBlanks(text, array + 1);
  for (let passed = 0; at !== -1 && passed < index; passed++) {
    const end = text[at] === "]" ? -1 : valueEnd(text, at, depth);
    at = end === -1 ? -1 : afterItem(text, end);
  }
  return at;
}

function valueAt(
  text: string,
  at: number,
  depth: number,
  readNumber: ReadJsonNumber,
): SampleValue | undefined {
  if (text[at] === '"') return stringAt(text, at);
  if (text[at] === "[") {
    const end = valueEnd(text, at, depth);
    return end === -1 ? undefined : text.slice(at, end);
  }
  if (text.startsWith("true", at)) return true;
  if (text.startsWith("false", at)) return false;
  return numberEnd(text, at) === -1 ? undefined : readNumber(text.slice(at, wordEnd(text, at)));
}

/** Where the letters, digits, signs and points end: an integer may be hexadecimal. */
function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && /[\w.+-]/.test(text[end]!)) end++;
  return end;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * The characters of the string at `at`. As in HAProxy an escape must stand for one byte: \u0100
 * and above, \u0000 and \/ give no sample.
 */
function stringAt(text: string, at: number): string | undefined {
  const end = stringEnd(text, at);
  if (end === -1) return undefined;
  const raw = text.slice(at + 1, end - 1);
  if (!raw.includes("\\")) return raw;
  let known = true;
  const decoded = raw.replace(
    /\\(?:u00([0-9a-fA-F]{2})|(.))/gs,
    (_all, hex?: string, char?: string) => {
      const value = hex === undefined ? ESCAPED[char ?? ""] : byteOf(hex);
      known &&= value !== undefined;
      return value ?? "";
    },
  );
  return known ? decoded : undefined;
}

function byteOf(hex: string): string | undefined {
  const code = Number.parseInt(hex, 16);
  return code === 0 ? undefined : String.fromCharCode(code);
}
