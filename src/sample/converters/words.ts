/** Converters `field` and `word`: parts of a string between delimiters (manual 7.3.1). */
import type { CompileScope } from "../compile-scope.ts";
import { argInt, argText } from "../rows.ts";
import type { Arg, ConverterRow } from "../types.ts";
import { shapedText } from "./rows.ts";

/** A part's place in the string. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** All parts of the string; `word` leaves out empty ones. */
function partsOf(text: string, delimiters: string, skipEmpty: boolean): Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !delimiters.includes(text[at]!)) continue;
    if (at > start || !skipEmpty) parts.push({ start, end: at });
    start = at + 1;
  }
  return parts;
}

/** From the part at `index` (from the end when negative) `count` parts, all that follow with 0. */
function extract(
  text: string,
  parts: readonly Part[],
  index: number,
  count: number,
): string | undefined {
  if (index > 0) {
    const first = parts[index - 1];
    const last =
      parts[count === 0 ? parts.length - 1 : Math.min(index - 2 + count, parts.length - 1)];
    return first === undefined || last === undefined
      ? undefined
      : text.slice(first.start, last.end);
  }
  const last = parts[parts.length + index];
  if (last === undefined) return undefined;
  const first = parts[count === 0 ? 0 : Math.max(0, parts.length + index - count + 1)]!;
  return text.slice(first.start, last.end);
}

function compile(
  name: string,
  skipEmpty: boolean,
  args: readonly Arg[],
  scope: CompileScope,
): ((text: string) => string | undefined) | undefined {
  const index = argInt(args, 0, 0);
  const delimiters = argText(args, 1);
  const count = argInt(args, 2, 1);
  if (index === 0) {
    scope.diagnostics.error(args[0]!.at, `converter '${name}': 0 is no index, the first part is 1`);
    return undefined;
  }
  if (delimiters === "") {
    scope.diagnostics.error(args[1]!.at, `converter '${name}': the delimiters are missing`);
    return undefined;
  }
  if (skipEmpty)
    return (text) => extract(text, partsOf(text, delimiters, true), index, count) ?? "";
  return (text) => extract(text, partsOf(text, delimiters, false), index, count);
}

const ARGS: ConverterRow["args"] = [
  { name: "index", type: "int" },
  { name: "delimiters", type: "str" },
  { name: "count", type: "int", optional: true },
];

export const wordConverters: readonly ConverterRow[] = [
  shapedText(
    "field",
    "str",
    "str",
    ARGS,
    "Fields of a string, empty ones counted.",
    (args, scope) => compile("field", false, args, scope),
  ),
  shapedText(
    "word",
    "str",
    "str",
    ARGS,
    "Words of a string, runs of delimiters counted once.",
    (args, scope) => compile("word", true, args, scope),
  ),
];
