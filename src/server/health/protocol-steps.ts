/** What the checks of other protocols are made of: bytes to send, and an answer judged as it grows. */
import { type CheckStatus, Status } from "../check-status.ts";
import {
  type ExpectStep,
  impliedConnect,
  type Match,
  type Mismatch,
  type SendStep,
  type Sequence,
  type Step,
} from "./sequence.ts";

const place = { number: 0, comment: "" };

/** True, what is wrong, or undefined while more is needed; nothing comes after what `isEnded`. */
export type Reading = (text: string, isEnded: boolean) => true | undefined | Mismatch;

export function sending(payload: () => string): SendStep {
  return { ...place, kind: "send", name: "send", payload, newAnswer: null };
}

/** What stands before the end of a line, or all. */
export function firstLine(text: string): string {
  return /^[^\r\n]*/.exec(text)![0];
}

/** Step `position` of the check, from 1: an answer, without which the check ends with `emptyStatus`. */
export function reading(position: number, read: Reading, emptyStatus: CheckStatus): ExpectStep {
  const info = `TCPCHK got an empty response at step ${position}`;
  const empty: Mismatch = { status: emptyStatus, info };
  const match: Match = (txn) => {
    const text = txn.receivedText();
    if (text === "") return txn.isEnded ? empty : undefined;
    return read(text, txn.isEnded) ?? (txn.isEnded ? { status: emptyStatus, info: "" } : undefined);
  };
  return {
    ...place,
    kind: "expect",
    name: "expect",
    match,
    okStatus: Status.l7Ok,
    errorStatus: null,
    timeoutStatus: Status.l7Timeout,
    timeoutInfo: null,
    onSuccess: null,
    onError: null,
    statusCode: null,
  };
}

/** A connection, then these steps. */
export function protocolSequence(steps: readonly Step[], passedInfo: string): Sequence {
  return { steps: [impliedConnect, ...steps], tellsSteps: false, passedInfo, isHttp: false };
}
