/** The value of a variable, wherever its scope keeps it (manual 2.8). */
import type { ProcessFacts } from "../compile-scope.ts";
import type { Txn } from "../txn.ts";
import type { SampleType, SampleValue } from "../types.ts";
import { hasRoomFor } from "./limits.ts";
import type { VariableRef, Variables } from "./variables.ts";

/** The variables of a scope, as a transaction reaches them. */
export function variablesOf(
  txn: Txn,
  process: ProcessFacts,
  scope: VariableRef["scope"],
): Variables {
  switch (scope) {
    case "proc":
      return process.variables;
    case "sess":
    case "check":
      return txn.session.variables;
    case "txn":
      return txn.variables;
    case "req":
      return txn.requestVariables;
    case "res":
      return txn.responseVariables;
  }
}

/** The value, or undefined while the variable is unset. */
export function variableValue(
  txn: Txn,
  process: ProcessFacts,
  ref: VariableRef,
): SampleValue | undefined {
  return variablesOf(txn, process, ref.scope).get(ref.slot);
}

/** Stores a value; one that would pass a limit leaves the variable unset. */
export function storeVariable(
  txn: Txn,
  process: ProcessFacts,
  ref: VariableRef,
  value: SampleValue,
  type: SampleType,
): void {
  const variables = variablesOf(txn, process, ref.scope);
  const { variableLimits } = process;
  if (variableLimits === null || hasRoomFor(txn, ref, value, variableLimits, variables))
    variables.set(ref.slot, value, type);
  else variables.unset(ref.slot);
}
