/**
 * How many bytes HAProxy counts for a head: the size of its internal form (HTX), whatever stood on
 * the wire. `%B`, `%U`, byte counters of proxies and of stick tables are in these bytes. Found by
 * measuring: a start line costs its three parts and 20, a field its name and value, the end one.
 */
import {
  DELETED,
  FLAGS,
  type Fields,
  HAS_VALUE_TEXT,
  NAME_LENGTH,
  SLOT_SIZE,
  VALUE_END,
  VALUE_START,
} from "./fields.ts";
import { METHOD_OTHER, METHOD_TEXT } from "./method.ts";
import { BODY_CHUNKED, type HttpMessage } from "./message.ts";

const START_LINE_BYTES = 20;
const VERSION_BYTES = 8;
const END_BYTES = 1;
const STATUS_BYTES = 3;

/** Size of a request head as it was parsed, before any rule changed it. */
export function requestHeadSize(request: HttpMessage): number {
  const { method } = request;
  const methodBytes =
    method === METHOD_OTHER ? request.methodEnd - request.methodStart : METHOD_TEXT[method]!.length;
  return (
    START_LINE_BYTES +
    methodBytes +
    request.targetEnd -
    request.targetStart +
    VERSION_BYTES +
    fieldsSize(request.fields)
  );
}

/** Size of a request head as it is now. */
export function rewrittenRequestSize(request: HttpMessage): number {
  const line = request.methodText().length + request.targetText().length;
  return START_LINE_BYTES + VERSION_BYTES + line + fieldsSize(request.fields);
}

/** Size of a response head as it is. */
export function responseHeadSize(response: HttpMessage): number {
  const reasonBytes = response.startLineIsBytes
    ? response.reasonEnd - response.reasonStart
    : response.reasonText().length;
  return (
    START_LINE_BYTES + VERSION_BYTES + STATUS_BYTES + reasonBytes + fieldsSize(response.fields)
  );
}

/** Size of fields and what ends them: those of a head, or trailers. */
export function fieldsSize(fields: Fields): number {
  const { slots, size, values } = fields;
  let bytes = END_BYTES;
  for (let index = 0, at = 0; index < size; index++, at += SLOT_SIZE) {
    const flags = slots[at + FLAGS]!;
    if ((flags & DELETED) !== 0) continue;
    bytes += slots[at + NAME_LENGTH]!;
    bytes +=
      (flags & HAS_VALUE_TEXT) !== 0
        ? values[index]!.length
        : slots[at + VALUE_END]! - slots[at + VALUE_START]!;
  }
  return bytes;
}

/** Size of what ends a body: trailers; where a chunked one has none, what would end them. */
export function bodyEndSize(message: HttpMessage, trailers: Fields | null): number {
  if (trailers !== null) return fieldsSize(trailers);
  return message.bodyKind === BODY_CHUNKED ? END_BYTES : 0;
}
