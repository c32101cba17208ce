/** How the head parser and its parts refuse a head: the answer's status, the place, the reason. */
import type { HttpMessage } from "../message.ts";

/** More bytes are needed. */
export const NEED_MORE = 0;
/** The head was refused; `errorStatus`, `errorPosition` and `errorReason` of the message say why. */
export const REFUSED = -1;

/** Notes the refusal; `position` is an offset in the buffer. Requests get `status`, responses 502. */
export function refuse(message: HttpMessage, status: number, position: number, reason: string): -1 {
  message.errorStatus = message.isResponse ? 502 : status;
  message.errorPosition = position - message.headStart;
  message.errorReason = reason;
  return REFUSED;
}
