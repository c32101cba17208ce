/**
 * The conditions of set-var, as an action and as a converter (manual 7.3.1): all those given must
 * hold for the variable to be set.
 */
import type { SampleValue } from "../types.ts";
import type { VariableRef, Variables } from "./variables.ts";

/** Whether the variable may be given `value`. */
export type SetCondition = (variables: Variables, ref: VariableRef, value: SampleValue) => boolean;

const CONDITIONS: Readonly<Record<string, SetCondition>> = {
  ifexists: exists,
  ifnotexists: (variables, ref) => !exists(variables, ref),
  ifset: (variables, { slot }) => variables.get(slot) !== undefined,
  ifnotset: (variables, { slot }) => variables.get(slot) === undefined,
  ifempty: (_variables, _ref, value) => value === "",
  ifnotempty: (_variables, _ref, value) => value !== "",
  ifgt: (variables, { slot }, value) =>
    isOrdered(variables.get(slot), value, (old, made) => old > made),
  iflt: (variables, { slot }, value) =>
    isOrdered(variables.get(slot), value, (old, made) => old < made),
};

/** As many may stand behind a name. */
export const MOST_SET_CONDITIONS = 4;

/** The names of the conditions. */
export const SET_CONDITIONS: readonly string[] = Object.keys(CONDITIONS);

/** The condition of that name, if there is one. */
export function setCondition(name: string): SetCondition | undefined {
  return Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name] : undefined;
}

/** Variables of the process are there from the start; others are gone once unset. */
function exists(variables: Variables, { scope, slot }: VariableRef): boolean {
  return scope === "proc" || variables.get(slot) !== undefined;
}

type Int = number | bigint;

function isInt(value: SampleValue | undefined): value is Int {
  return typeof value === "number" || typeof value === "bigint";
}

/** What is no pair of integers passes. */
function isOrdered(
  old: SampleValue | undefined,
  value: SampleValue,
  holds: (old: Int, made: Int) => boolean,
): boolean {
  return !isInt(old) || !isInt(value) || holds(old, value);
}
