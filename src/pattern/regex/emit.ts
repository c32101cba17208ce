/**
 * Writes a tree as a pattern of the runtime's own engine. It says the same in all but what groups
 * hold: there a group within a repeat forgets its text with each round (see keepsGroups).
 */
import { type CharSet, isSame, NOT_NEWLINE } from "./char-set.ts";
import { type Assertion, canBeEmpty, type Node, type RepeatNode, someNode } from "./tree.ts";

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  "text-start": "^",
  start: "^",
  "line-start": "(?:^|(?<=\\n)(?!$))",
  "text-end": "$",
  end: "(?=\\n?$)",
  "line-end": "(?=\\n|$)",
  boundary: "\\b",
  "no-boundary": "\\B",
};

/** With `^` as it is in the rest of a text, where no text starts. */
const REST_ASSERTIONS: Readonly<Record<Assertion, string>> = {
  ...ASSERTIONS,
  start: "(?!)",
  "line-start": "(?:(?<=\\n)(?!$))",
};

const SPECIAL: RegExp = /[\\^$.*+?()[\]{}|/-]/;

/** The pattern for whole texts. */
export function emitWhole(tree: Node): string {
  return emit(tree, ASSERTIONS);
}

/** The pattern for the rest of a text, behind a match. */
export function emitRest(tree: Node): string {
  return emit(tree, REST_ASSERTIONS);
}

function emit(node: Node, assertions: Readonly<Record<Assertion, string>>): string {
  switch (node.kind) {
    case "set":
      return emitSet(node.set);
    case "sequence":
      return node.items.map((item) => emitItem(item, assertions)).join("");
    case "choice":
      return node.options.map((option) => emit(option, assertions)).join("|");
    case "group":
      return `(${emit(node.body, assertions)})`;
    case "assertion":
      return assertions[node.what];
    case "back":
      return `(?:\\${node.group})`;
    case "look":
      return `(?${node.isAhead ? "" : "<"}${node.isNegative ? "!" : "="}${emit(node.body, assertions)})`;
    case "repeat":
      return emitAtom(node.body, assertions) + quantifier(node);
  }
}

/** A node as part of a sequence. */
function emitItem(node: Node, assertions: Readonly<Record<Assertion, string>>): string {
  const text = emit(node, assertions);
  return node.kind === "choice" ? `(?:${text})` : text;
}

/** A node as what a quantifier can stand behind. */
function emitAtom(node: Node, assertions: Readonly<Record<Assertion, string>>): string {
  const text = emit(node, assertions);
  return node.kind === "set" || node.kind === "group" ? text : `(?:${text})`;
}

function quantifier({ min, max, isGreedy }: RepeatNode): string {
  const lazy = isGreedy ? "" : "?";
  if (max === Infinity && min < 2) return (min === 0 ? "*" : "+") + lazy;
  if (min === 0 && max === 1) return `?${lazy}`;
  return `{${min},${max === Infinity ? "" : max}}${lazy}`;
}

function emitSet(set: CharSet): string {
  let size = 0;
  for (let code = 0; code < 256; code++) size += set[code]!;
  if (size === 1) return emitChar(set.indexOf(1));
  if (isSame(set, NOT_NEWLINE)) return "[^\\n]";
  return size <= 128 ? `[${emitRanges(set, 1)}]` : `[^${emitRanges(set, 0)}]`;
}

/** The ranges of the bytes whose mark is `wanted`. */
function emitRanges(set: CharSet, wanted: number): string {
  let text = "";
  for (let code = 0; code < 256; code++) {
    if (set[code] !== wanted) continue;
    const first = code;
    while (set[code + 1] === wanted) code++;
    text += emitChar(first);
    if (code > first) text += (code > first + 1 ? "-" : "") + emitChar(code);
  }
  return text;
}

function emitChar(code: number): string {
  const char = String.fromCharCode(code);
  if (code < 0x20 || code > 0x7e) return `\\x${code.toString(16).padStart(2, "0")}`;
  return SPECIAL.test(char) ? `\\${char}` : char;
}

/**
 * Whether groups hold on the runtime's engine what they hold for PCRE: not when a repeated body
 * has a group that a round may leave out, whose text from an earlier round PCRE keeps.
 */
export function keepsGroups(tree: Node): boolean {
  return !someNode(
    tree,
    (node) => node.kind === "repeat" && node.max > 1 && hasOptional(node.body),
  );
}

/** Whether a node has a group that it may leave out. */
function hasOptional(node: Node): boolean {
  switch (node.kind) {
    case "sequence":
      return node.items.some(hasOptional);
    case "choice":
      return node.options.length > 1 && node.options.some(hasGroup);
    case "group":
      return hasOptional(node.body);
    case "repeat":
      return node.min === 0 || canBeEmpty(node.body) ? hasGroup(node.body) : hasOptional(node.body);
    case "look":
      return hasGroup(node.body);
    default:
      return false;
  }
}

function hasGroup(node: Node): boolean {
  return someNode(node, ({ kind }) => kind === "group");
}
