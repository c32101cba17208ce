/**
 * Folded field lines (RFC 9112 5.2). A request with one is refused. In a response the line break
 * becomes spaces in place, as HAProxy does, so that what is forwarded has no fold.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { CR, DEL, isBlank, LF, SP, TAB } from "../chars.ts";
import { CANONICAL, FLAGS, NAME_HASH, SLOT_SIZE, VALUE_END, VALUE_START } from "../fields.ts";
import type { HttpMessage } from "../message.ts";
import { isWatched } from "./head-rules.ts";
import { NEED_MORE, refuse } from "./head-error.ts";

/**
 * Joins the line at `lineStart`, which begins with a blank, to the field before it. Returns the
 * offset of the next line, NEED_MORE or REFUSED.
 */
export function unfold(
  message: HttpMessage,
  buffer: ByteBuffer,
  lineStart: number,
  end: number,
): number {
  const { slots, size } = message.fields;
  const slot = (size - 1) * SLOT_SIZE;
  if (!message.isResponse || size === 0)
    return refuse(message, 400, lineStart, "folded field line");
  if (isWatched(slots[slot + NAME_HASH]!))
    return refuse(message, 502, lineStart, "folded framing field");

  let at = lineStart;
  while (at < end && (buffer[at]! > 31 ? buffer[at] !== DEL : buffer[at] === TAB)) at++;
  if (at >= end) return NEED_MORE;
  let valueEnd = at;
  if (buffer[at] === CR) {
    if (at + 1 >= end) return NEED_MORE;
    at++;
  }
  if (buffer[at] !== LF) return refuse(message, 502, at, "control byte in a field value");

  while (valueEnd > lineStart && isBlank(buffer[valueEnd - 1]!)) valueEnd--;
  if (valueEnd > lineStart) joinLines(buffer, slots, slot, valueEnd);
  return at + 1;
}

function joinLines(buffer: ByteBuffer, slots: Int32Array, slot: number, valueEnd: number): void {
  const oldEnd = slots[slot + VALUE_END]!;
  let valueStart = slots[slot + VALUE_START]!;
  for (let i = oldEnd; i < valueEnd; i++) {
    if (buffer[i] === CR || buffer[i] === LF) buffer[i] = SP;
  }
  if (valueStart === oldEnd) {
    while (isBlank(buffer[valueStart]!)) valueStart++;
  }
  slots[slot + VALUE_START] = valueStart;
  slots[slot + VALUE_END] = valueEnd;
  slots[slot + FLAGS] = slots[slot + FLAGS]! & ~CANONICAL;
}
