/**
 * The flags of an ACL expression, between the criterion and the patterns (manual 7.1): -i -n -M
 * -u ID -m KIND -f FILE and -- which ends them. `-i` holds for the files and patterns after it.
 */
import type { Word } from "../config/words/word.ts";
import type { CompileScope } from "../sample/compile-scope.ts";
import { wholeInt } from "../sample/integer.ts";
import { nearest } from "../core/edit-distance.ts";
import { matchRow, matchRows } from "./match-rows.ts";
import type { MatchRow } from "./types.ts";

export interface CriterionFlags {
  readonly files: readonly { readonly name: Word; readonly ignoreCase: boolean }[];
  /** For the patterns of the line. */
  readonly ignoreCase: boolean;
  /** `-m`, or null. */
  readonly match: MatchRow | null;
  /** `-M`: the files are maps. */
  readonly filesHaveValues: boolean;
  readonly uniqueId: number | null;
  /** `--` was there: having no pattern is meant. */
  readonly ended: boolean;
  /** Index of the first pattern. */
  readonly next: number;
}

/** Reads flags from `words[1]` on; undefined after reporting. */
export function readFlags(words: readonly Word[], scope: CompileScope): CriterionFlags | undefined {
  const files: { name: Word; ignoreCase: boolean }[] = [];
  let ignoreCase = false;
  let match: MatchRow | null = null;
  let filesHaveValues = false;
  let uniqueId: number | null = null;
  let next = 1;
  for (; next < words.length; next++) {
    const word = words[next]!;
    if (!word.text.startsWith("-") || word.text === "-") break;
    const value = words[next + 1];
    if (word.text === "--") {
      return { files, ignoreCase, match, filesHaveValues, uniqueId, ended: true, next: next + 1 };
    }
    if (word.text === "-i") ignoreCase = true;
    else if (word.text === "-M") filesHaveValues = true;
    else if (word.text === "-n") continue;
    else if (word.text !== "-m" && word.text !== "-u" && word.text !== "-f") {
      const hint = "the flags are -i -n -M -u -m -f; put '--' before patterns that begin with '-'";
      scope.diagnostics.error(word, `'${word.text}' is not a valid ACL flag`, hint);
      return undefined;
    } else {
      if (value === undefined) {
        scope.diagnostics.error(word, `flag '${word.text}' needs a value`);
        return undefined;
      }
      if (word.text === "-f") files.push({ name: value, ignoreCase });
      else if (word.text === "-m") match = namedMatch(value, scope);
      else uniqueId = namedId(value, scope);
      if (word.text === "-m" && match === null) return undefined;
      if (word.text === "-u" && uniqueId === null) return undefined;
      next++;
    }
  }
  return { files, ignoreCase, match, filesHaveValues, uniqueId, ended: false, next };
}

function namedMatch(word: Word, scope: CompileScope): MatchRow | null {
  const row = matchRow(word.text);
  if (row !== undefined) return row;
  const names = matchRows.map((other) => other.name);
  const near = nearest(word.text, names);
  const hint = near === undefined ? `one of ${names.join(", ")}` : `did you mean '${near}'?`;
  scope.diagnostics.error(word, `unknown matching method '${word.text}'`, hint);
  return null;
}

function namedId(word: Word, scope: CompileScope): number | null {
  const id = wholeInt(word.text);
  if (typeof id === "number" && id >= 0) return id;
  scope.diagnostics.error(word, `'${word.text}' is not a valid unique id`);
  return null;
}
