/** Rule lines cut in two: the action (or target) and the condition from `if` or `unless` on. */
import type { Arguments } from "./arguments.ts";
import type { Diagnostics } from "./diagnostics/diagnostics.ts";
import type { RuleModel } from "./model.ts";
import type { Word } from "./words/word.ts";

/** Written without quotes or escapes: only so do `if` and `unless` begin a condition. */
function isBare(word: Word): boolean {
  return word.width === word.text.length;
}

function opensCondition(word: Word): boolean {
  return isBare(word) && (word.text === "if" || word.text === "unless");
}

/** Cuts the remaining words at the first bare `if` or `unless` after the first word. */
export function cutRule(args: Arguments, diagnostics: Diagnostics): RuleModel | undefined {
  if (args.expect("an action") === undefined) return undefined;
  const words = [args.last, ...args.rest()];
  const at = words.findIndex((word, index) => index > 0 && opensCondition(word));
  if (at < 0) return { line: args.line, action: words, condition: [] };
  const condition = words.slice(at);
  if (!isComplete(condition, diagnostics)) return undefined;
  return { line: args.line, action: words.slice(0, at), condition };
}

/** The rest of the line as a condition, which may be absent; undefined after reporting. */
export function takeCondition(
  args: Arguments,
  diagnostics: Diagnostics,
): readonly Word[] | undefined {
  const first = args.peek;
  if (first === undefined) return [];
  if (first.text !== "if" && first.text !== "unless") {
    diagnostics.error(
      first,
      `unexpected '${first.text}'`,
      "only 'if <condition>' or 'unless <condition>' may follow here",
    );
    return undefined;
  }
  const condition = args.rest();
  return isComplete(condition, diagnostics) ? condition : undefined;
}

/** Like takeCondition, but the condition must be there. */
export function expectCondition(
  args: Arguments,
  diagnostics: Diagnostics,
): readonly Word[] | undefined {
  if (args.peek === undefined) {
    args.expect("'if' or 'unless' and a condition");
    return undefined;
  }
  return takeCondition(args, diagnostics);
}

function isComplete(condition: readonly Word[], diagnostics: Diagnostics): boolean {
  if (condition.length > 1) return true;
  diagnostics.error(condition[0]!, `'${condition[0]!.text}' expects a condition after it`);
  return false;
}
