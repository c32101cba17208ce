/** Files that rules name: read when the rule is compiled. */
import type { Word } from "../config/words/word.ts";
import type { ActionWords } from "./action-words.ts";
import type { RuleScope } from "./types.ts";

/** The file's content as latin1; undefined after reporting why it cannot be read. */
export function readRuleFile(words: ActionWords, scope: RuleScope, path: Word): string | undefined {
  try {
    return scope.readFile(path.text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return words.fail(path, `cannot read '${path.text}': ${reason}`);
  }
}
