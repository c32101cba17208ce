/**
 * An ordered set of rules and how it is evaluated: in the order of the file, each rule's condition
 * before its action, until an action ends it. An action that waits is asked again, without its
 * condition, when the stream resumes; the stream keeps the place. A condition that waits for content
 * has all rules evaluated anew when more has come, as HAProxy does.
 */
import type { Line } from "../config/words/word.ts";
import type { Dispatch } from "../pattern/dispatch.ts";
import type { Txn } from "../sample/txn.ts";
import { Outcome, type Action, type RuleTxn } from "./types.ts";

export type Condition = (txn: Txn) => boolean;

export interface Rule {
  readonly line: Line;
  /** Null when the rule always applies. */
  readonly condition: Condition | null;
  readonly action: Action;
  /** The run of rules with the same sample that this one belongs to, or null. */
  readonly dispatch: Dispatch | null;
}

/** Where evaluation of a set stands; kept by the stream. */
export interface RuleCursor extends RuleTxn {
  ruleIndex: number;
  awaitsContent: boolean;
}

/**
 * Evaluates `rules` from where `txn` stands. Over content that is still arriving (`tcp-request
 * content`, manual 4.2) a condition that cannot be told yet stops evaluation with `wait`; `final`
 * says that no more content will be waited for, so that what is missing counts as absent.
 */
export function evaluateRules(rules: readonly Rule[], txn: RuleCursor, final: boolean): Outcome {
  txn.awaitsContent = !final;
  // Rules of another set may be evaluated inside of an action (its answer's, after the response).
  const outer = txn.actingRule;
  for (let i = txn.ruleIndex; i < rules.length; i++) {
    const rule = rules[i]!;
    if (txn.waiting === null && rule.condition !== null) {
      txn.incomplete = false;
      // While content is arriving a "no" may be none yet: each rule is asked by itself then.
      const candidate = rule.dispatch !== null && final ? rule.dispatch.next(txn, i) : i;
      if (candidate !== i) {
        i = candidate - 1;
        continue;
      }
      const applies = rule.condition(txn);
      if (txn.incomplete && !final) {
        txn.ruleIndex = 0;
        txn.waitingRule = rule.line;
        return Outcome.wait;
      }
      if (!applies) continue;
    }
    txn.actingRule = rule.line;
    const outcome = rule.action(txn);
    txn.actingRule = outer;
    if (outcome === Outcome.wait) {
      txn.ruleIndex = i;
      txn.waiting ??= rule;
      txn.waitingRule = rule.line;
      return outcome;
    }
    txn.waiting = null;
    txn.waitingRule = null;
    if (outcome === Outcome.next) continue;
    txn.lastRule = rule.line;
    txn.ruleIndex = 0;
    txn.lenientRewrites = false;
    return outcome;
  }
  txn.ruleIndex = 0;
  txn.lenientRewrites = false;
  return Outcome.next;
}
