/**
 * Regular expressions as HAProxy's users write them (PCRE) on the runtime's engine, which
 * backtracks: what differs is translated, and a pattern that could backtrack without bound is
 * refused when the configuration is read (see regex-safety.ts). Text is latin1.
 */
import { unboundedBacktracking } from "./regex-safety.ts";

/** The compiled regex, or what is wrong with it. */
export type RegexResult = { readonly regex: RegExp } | { readonly fault: string };

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "a-z",
  print: "\\x20-\\x7e",
  punct: "!-\\/:-@\\[-`{-~",
  space: " \\t\\n\\r\\f\\v",
  upper: "A-Z",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};

/** Escapes that JS lacks or reads otherwise, outside and inside of a class. */
const ESCAPES: Readonly<Record<string, string>> = {
  A: "^",
  z: "$",
  Z: "$",
  h: "[ \\t]",
  H: "[^ \\t]",
  R: "(?:\\r\\n|[\\n\\r\\f\\v])",
  s: "[ \\t\\n\\r\\f\\v]",
  S: "[^ \\t\\n\\r\\f\\v]",
  e: "\\x1b",
  a: "\\x07",
  N: "[^\\n]",
  v: "[\\n\\x0b\\f\\r\\x85]",
  V: "[^\\n\\x0b\\f\\r\\x85]",
};
/** Letters that mean the same in JS, outside of a class. */
const SAME_ESCAPES: string = "bBcdDfknrtwWx";
const CLASS_ESCAPES: Readonly<Record<string, string>> = {
  h: " \\t",
  s: " \\t\\n\\r\\f\\v",
  v: "\\n\\x0b\\f\\r\\x85",
  e: "\\x1b",
  a: "\\x07",
};
/** Letters that mean the same in JS within a class. */
const SAME_CLASS_ESCAPES: string = "bcdDfnrStwWx";

/** A piece of the translation and where the pattern goes on behind it, or what cannot be said. */
type Piece = readonly [text: string, end: number] | string;

/** Compiles a PCRE pattern; `flags` are JS flags to add ("i", "g"). */
export function compileRegex(pattern: string, flags: string): RegexResult {
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const body = inline === null ? pattern : pattern.slice(inline[0].length);
  const allFlags = [...new Set(flags + (inline?.[1] ?? ""))].join("");
  const source = translated(body, allFlags.includes("s"));
  if (typeof source !== "string") return source;
  let regex: RegExp;
  try {
    regex = new RegExp(source, allFlags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, "") : String(error);
    return { fault: `regex '${pattern}' is invalid: ${reason}` };
  }
  const danger = unboundedBacktracking(source);
  if (danger === null) return { regex };
  return {
    fault: `regex '${pattern}' could take exponential time: '${danger}' repeats what already repeats`,
  };
}

function translated(pattern: string, dotAll: boolean): string | { fault: string } {
  let out = "";
  for (let at = 0; at < pattern.length;) {
    const char = pattern[at]!;
    if (char === "[") {
      const piece = translatedClass(pattern, at);
      if (typeof piece === "string") return { fault: `regex '${pattern}' is invalid: ${piece}` };
      out += piece[0];
      at = piece[1];
    } else if (char === "\\") {
      const piece = translatedEscape(pattern, at);
      if (typeof piece === "string") return { fault: `regex '${pattern}' is invalid: ${piece}` };
      out += piece[0];
      at = piece[1];
    } else if (pattern.startsWith("(?#", at)) {
      const end = pattern.indexOf(")", at);
      at = end === -1 ? pattern.length : end + 1;
    } else if (
      pattern.startsWith("(?>", at) ||
      /^(?:[*+?]|\{\d+,?\d*\})\+/.test(pattern.slice(at))
    ) {
      return {
        fault: `regex '${pattern}': atomic groups and possessive quantifiers are not supported`,
      };
    } else if (/^\(\?P=\w+\)/.test(pattern.slice(at))) {
      const close = pattern.indexOf(")", at);
      out += `\\k<${pattern.slice(at + 4, close)}>`;
      at = close + 1;
    } else if (pattern.startsWith("(?P<", at)) {
      out += "(?<";
      at += 4;
    } else {
      out += char === "." && !dotAll ? "[^\\n]" : char;
      at++;
    }
  }
  return out;
}

function translatedEscape(pattern: string, at: number): Piece {
  const letter = pattern[at + 1];
  if (letter === undefined) return "it ends with a backslash";
  if (letter === "Q") {
    const close = pattern.indexOf("\\E", at);
    const end = close === -1 ? pattern.length : close;
    return [pattern.slice(at + 2, end).replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), end + 2];
  }
  const braced = /^\\x\{([0-9a-fA-F]{1,2})\}/.exec(pattern.slice(at, at + 8));
  if (braced !== null) return [`\\x${braced[1]!.padStart(2, "0")}`, at + braced[0].length];
  const octal = /^\\o\{([0-3]?[0-7]{1,2})\}/.exec(pattern.slice(at, at + 8));
  if (octal !== null) return [byteEscape(Number.parseInt(octal[1]!, 8)), at + octal[0].length];
  if (/[A-Za-z]/.test(letter) && ESCAPES[letter] === undefined && !SAME_ESCAPES.includes(letter))
    return `'\\${letter}' is not supported`;
  return [ESCAPES[letter] ?? `\\${letter}`, at + 2];
}

function byteEscape(code: number): string {
  return `\\x${code.toString(16).padStart(2, "0")}`;
}

/** A bracket expression from its `[` on; a `]` in first place is literal (POSIX). */
function translatedClass(pattern: string, start: number): Piece {
  let at = start + 1;
  let out = "[";
  if (pattern[at] === "^") {
    out += "^";
    at++;
  }
  if (pattern[at] === "]") {
    out += "\\]";
    at++;
  }
  for (; at < pattern.length && pattern[at] !== "]";) {
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(pattern.slice(at, at + 14));
    if (posix !== null) {
      const members = posix[1] === "" ? POSIX_CLASSES[posix[2]!] : negatedClass(posix[2]!);
      if (members === undefined) return `there is no class '${posix[0]}'`;
      out += members;
      at += posix[0].length;
    } else if (/^\[[.=]/.test(pattern.slice(at, at + 2))) {
      return "collating elements are not supported";
    } else if (pattern[at] === "\\") {
      const letter = pattern[at + 1] ?? "";
      const known = CLASS_ESCAPES[letter] !== undefined || SAME_CLASS_ESCAPES.includes(letter);
      if (/[A-Za-z]/.test(letter) && !known) return `'\\${letter}' is not supported in a class`;
      out += CLASS_ESCAPES[letter] ?? `\\${letter}`;
      at += 2;
    } else out += pattern[at++]!;
  }
  return at >= pattern.length ? "a class has no end" : [`${out}]`, at + 1];
}

/** All other bytes, as members of a class. */
function negatedClass(name: string): string | undefined {
  const members = POSIX_CLASSES[name];
  if (members === undefined) return undefined;
  const regex = new RegExp(`[${members}]`);
  let others = "";
  for (let code = 0; code < 256; code++) {
    if (!regex.test(String.fromCharCode(code))) others += byteEscape(code);
  }
  return others;
}
