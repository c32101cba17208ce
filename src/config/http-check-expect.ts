/** `http-check expect` (manual 4.2): what the answer to an HTTP check must be. */
import type { Arguments } from "./arguments.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { Word } from "./word.ts";

const matches: readonly string[] = ["status", "rstatus", "string", "rstring"];

/** Matches and options of HAProxy that are refused by name. */
const notYet: readonly string[] = [
  "hdr",
  "fhdr",
  "string-lf",
  "min-recv",
  "comment",
  "ok-status",
  "error-status",
  "tout-status",
  "on-success",
  "on-error",
  "status-code",
];

/** The words after `expect`: `[!] MATCH PATTERN`, checked; undefined after reporting. */
export function parseHttpCheckExpect(
  args: Arguments,
  diagnostics: Diagnostics,
): readonly Word[] | undefined {
  const words: Word[] = [];
  if (args.takeIf("!")) words.push(args.last);
  const match = args.expect("[!] <match> <pattern>");
  if (match === undefined) return undefined;
  if (notYet.includes(match.text)) {
    diagnostics.error(
      match,
      `'http-check expect ${match.text}' is not supported by this version of Sluice yet`,
    );
    return undefined;
  }
  if (!matches.includes(match.text)) {
    diagnostics.error(
      match,
      `'http-check expect' does not know '${match.text}'`,
      `expected one of ${matches.join(", ")}`,
    );
    return undefined;
  }
  const pattern = args.expect(`a pattern after '${match.text}'`);
  if (pattern === undefined || !args.end()) return undefined;
  const problem =
    match.text === "status" ? statusProblem(pattern.text) : regexProblem(match.text, pattern.text);
  if (problem !== "") {
    diagnostics.error(pattern, problem);
    return undefined;
  }
  return [...words, match, pattern];
}

function statusProblem(text: string): string {
  for (const part of text.split(",")) {
    const range = /^(\d{3})(?:-(\d{3}))?$/.exec(part);
    if (range === null)
      return `'${part}' is not a status or a range of them, such as 200 or 200-399`;
    if (range[2] !== undefined && range[2] < range[1]!) return `'${part}' is an empty range`;
  }
  return "";
}

function regexProblem(match: string, text: string): string {
  if (match === "string") return "";
  try {
    new RegExp(text).test("");
    return "";
  } catch {
    return `'${text}' is not a regular expression`;
  }
}
