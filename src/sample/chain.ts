/**
 * Appends a step, a cast or a converter, to a compiled expression. A constant stays a constant
 * when the step depends on its value alone; a fetch with several values keeps them all.
 */
import type { Txn } from "./txn.ts";
import type { Compiled, SampleType, SampleValue } from "./types.ts";

type Step = (value: SampleValue, txn: Txn) => SampleValue | undefined;

/** A sample that is never there: a constant whose conversion failed. */
const nothing = (): undefined => undefined;

/**
 * The expression followed by `step`. `fold` is the step for values known now, or undefined when
 * it must not be taken before there is a transaction.
 */
export function withStep(
  before: Compiled,
  step: Step,
  type: SampleType,
  fold: ((value: SampleValue) => SampleValue | undefined) | undefined,
): Compiled {
  if (before.constant !== undefined && fold !== undefined) {
    const constant = fold(before.constant);
    if (constant === undefined) return { type, eval: nothing };
    return { type, eval: () => constant, constant };
  }
  const fetch = before.eval;
  const evaluate = (txn: Txn): SampleValue | undefined => {
    const value = fetch(txn);
    return value === undefined ? undefined : step(value, txn);
  };
  if (before.all === undefined) return { type, eval: evaluate };
  return { type, eval: evaluate, all: eachStepped(before.all, step) };
}

type All = NonNullable<Compiled["all"]>;

/**
 * Converts each value before it is looked at. The closure that does so is made here, once: an
 * evaluation never begins another one of the same expression, so two variables serve them all.
 */
function eachStepped(all: All, step: Step): All {
  let receiver: ((value: SampleValue) => boolean) | null = null;
  let transaction: Txn | null = null;
  const stepped = (value: SampleValue): boolean => {
    const result = step(value, transaction!);
    return result !== undefined && receiver!(result);
  };
  return (txn, each) => {
    receiver = each;
    transaction = txn;
    const stopped = all(txn, stepped);
    receiver = null;
    transaction = null;
    return stopped;
  };
}
