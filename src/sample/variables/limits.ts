/**
 * How much variables may take (manual 3.2, `tune.vars`): a session's include those of its
 * transaction, a transaction's those of request and response. HAProxy counts 80 bytes for each, and
 * its text; what would pass a limit is not stored. Sums are made when something is stored: limits
 * are rare, and variables few.
 */
import type { Txn } from "../txn.ts";
import type { SampleValue } from "../types.ts";
import type { VariableRef, Variables } from "./variables.ts";

/** Bytes; 0 for any number. */
export interface VariableLimits {
  readonly sess: number;
  readonly txn: number;
  readonly reqres: number;
}

const VARIABLE_BYTES = 80;

/** Null where nothing is limited. */
export function limitsIfAny(limits: VariableLimits): VariableLimits | null {
  const { sess, txn, reqres } = limits;
  return sess === 0 && txn === 0 && reqres === 0 ? null : limits;
}

function sizeOf(value: SampleValue | undefined): number {
  if (value === undefined) return 0;
  return VARIABLE_BYTES + (typeof value === "string" ? value.length : 0);
}

function sizeOfAll(variables: Variables): number {
  let sizeBytes = 0;
  for (const value of variables.all()) sizeBytes += sizeOf(value);
  return sizeBytes;
}

const fits = (sizeBytes: number, limitBytes: number): boolean =>
  limitBytes === 0 || sizeBytes <= limitBytes;

/** The variable may have that value: its scope and those around it have room. */
export function hasRoomFor(
  txn: Txn,
  { scope, slot }: VariableRef,
  value: SampleValue,
  limits: VariableLimits,
  own: Variables,
): boolean {
  if (scope === "proc" || scope === "check") return true;
  const addedBytes = sizeOf(value) - sizeOf(own.get(slot));
  if (scope !== "sess" && scope !== "txn" && !fits(sizeOfAll(own) + addedBytes, limits.reqres))
    return false;
  const messageBytes = sizeOfAll(txn.requestVariables) + sizeOfAll(txn.responseVariables);
  const transactionBytes = sizeOfAll(txn.variables) + messageBytes + addedBytes;
  if (scope !== "sess" && !fits(transactionBytes, limits.txn)) return false;
  return fits(sizeOfAll(txn.session.variables) + transactionBytes, limits.sess);
}
