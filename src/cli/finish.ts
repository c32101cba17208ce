/** Answers of commands that change something: an empty line once the change is made everywhere. */
import type { Answer, Told } from "./command.ts";
import type { Done, Fault } from "./control.ts";
import type { Message } from "./message.ts";

/** The answer `text` once the change is made. */
export function finish(change: Done, text = ""): Answer {
  return change instanceof Promise ? change.then(() => text) : text;
}

/** The fault as the answer, or `told` once the change is made. */
export function finishOrFail(fault: Fault, told: string | Message = ""): Answer {
  const answer = (reason: string | null): string | Message =>
    reason === null ? told : `${reason}\n`;
  return fault instanceof Promise ? fault.then(answer) : answer(fault);
}

/** The answer made from a value that other threads may have to tell first. */
export function finishWith<Value>(
  value: Value | Promise<Value>,
  answer: (value: Value) => Told,
): Answer {
  return value instanceof Promise ? value.then(answer) : answer(value);
}
