/** What a check reports once its steps are done, or one of its expectations failed (manual 4.2). */
import { Status } from "../check-status.ts";
import type { CheckTxn } from "./check-txn.ts";
import type { ExpectStep, Mismatch, Sequence } from "./sequence.ts";
import type { Verdict } from "./verdict.ts";

/** The status of the HTTP answer; 0 in other checks. */
function answerCode(txn: CheckTxn): number {
  return txn.answer?.head?.status ?? 0;
}

function codeOf({ statusCode }: ExpectStep, txn: CheckTxn): number {
  const value = statusCode?.(txn);
  return value === undefined ? answerCode(txn) : Number(value);
}

/** The answer is not as expected. */
export function failedVerdict(step: ExpectStep, mismatch: Mismatch, txn: CheckTxn): Verdict {
  const { status, info, isBare, isFinal } = mismatch;
  if (isBare === true) return { status, code: answerCode(txn), info };
  const told = step.onError === null ? info : step.onError(txn);
  const comment = step.comment === "" ? "" : ` comment: ${step.comment}`;
  return {
    status: isFinal === true ? status : (step.errorStatus ?? status),
    code: mismatch.code ?? codeOf(step, txn),
    info: told + comment,
  };
}

/** All steps are done: the last of them says with what result. */
export function passedVerdict(sequence: Sequence, isSecure: boolean, txn: CheckTxn): Verdict {
  const { steps, passedInfo } = sequence;
  const last = steps.at(-1)!;
  if (last.kind === "expect") {
    const info = last.onSuccess === null ? passedInfo : last.onSuccess(txn);
    return { status: last.okStatus, code: codeOf(last, txn), info };
  }
  const isConnectOnly = steps.every(({ kind }) => kind === "connect" || kind === "change");
  const connected = isSecure ? Status.l6Ok : Status.l4Ok;
  // Of a connection that no rule asks for nothing is told.
  const info = last.number === 0 && last.kind === "connect" ? "" : passedInfo;
  return { status: isConnectOnly ? connected : Status.l7Ok, code: 0, info };
}
