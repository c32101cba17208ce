/** Answers of commands that change something: an empty line once the change is made everywhere. */
import type { Answer, LongAnswer } from "./command.ts";
import type { Done, Fault } from "./control.ts";

/** The answer `text` once the change is made. */
export function finish(change: Done, text = ""): Answer {
  return change instanceof Promise ? change.then(() => text) : text;
}

/** The fault as the answer, or `text` once the change is made. */
export function finishOrFail(fault: Fault, text = ""): Answer {
  const answer = (reason: string | null): string => (reason === null ? text : `${reason}\n`);
  return fault instanceof Promise ? fault.then(answer) : answer(fault);
}

/** The answer made from a value that other threads may have to tell first. */
export function finishWith<Value>(
  value: Value | Promise<Value>,
  answer: (value: Value) => string | LongAnswer,
): Answer {
  return value instanceof Promise ? value.then(answer) : answer(value);
}
