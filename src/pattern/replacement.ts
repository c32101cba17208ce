/**
 * Replacement texts with groups, as `regsub`, `map_regm` and the replace actions write them: `\0`
 * to `\9` stand for what the regex and its groups matched, `\\` for a backslash, `\xHH` for a byte.
 */
import type { Match } from "./regex/match.ts";
import type { Regex } from "./regex.ts";

/** Steps for all replacements in one text; the rest is left as it is, as PCRE's limit does it. */
const MOST_STEPS = 8_000_000;

/** The text with the first match replaced. */
export function replaceFirst(text: string, regex: Regex, replacement: string): string {
  const match = regex.exec(text);
  if (match === null) return text;
  const middle = expandGroups(replacement, match.groups);
  return text.slice(0, match.start) + middle + text.slice(match.end);
}

/**
 * The text with all matches replaced, as HAProxy does it: each is looked for in what is behind
 * the one before as in a text of its own, in which only `^` knows that it is not the start. A
 * character is skipped when nothing was matched where the search began.
 */
export function replaceAll(text: string, regex: Regex, replacement: string): string {
  const lastStep = regex.steps + MOST_STEPS;
  let made = "";
  let rest = text;
  let match = regex.exec(rest);
  while (match !== null) {
    made += rest.slice(0, match.start) + expandGroups(replacement, match.groups);
    if (rest === "") break;
    if (match.end === 0) made += rest[0]!;
    rest = rest.slice(Math.max(match.end, 1));
    match = regex.steps > lastStep ? null : regex.execRest(rest);
  }
  return made + rest;
}

/** The text with groups filled in; `groups[0]` is the whole match, a missing one is empty. */
export function expandGroups(replacement: string, groups: Match["groups"]): string {
  if (!replacement.includes("\\")) return replacement;
  return replacement.replace(
    /\\(?:x([0-9a-fA-F]{2})|([0-9])|([\s\S]))/g,
    (_all, hex, digit, char) => {
      if (typeof hex === "string") return String.fromCharCode(Number.parseInt(hex, 16));
      if (typeof digit !== "string") return String(char);
      return groups[Number(digit)] ?? "";
    },
  );
}
