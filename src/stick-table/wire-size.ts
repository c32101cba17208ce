/** How long an entry of a table may become in a message between peers (3.2, at tune.bufsize). */
import type { Storage } from "./data-types.ts";
import type { StickTableSpec } from "./spec.ts";

/** Numbers are of variable length there; these are the longest. */
const FIELD_BYTES: { readonly [Kind in Storage]: number } = {
  uint: 5,
  sint: 5,
  word: 5,
  wide: 9,
  rate: 15,
};
const HEAD_BYTES = 11;

/** Bytes of the longest update, as HAProxy 3.2 reckons it: it leaves keys of type string out. */
export function wireBytes({ type, keyBytes, store }: StickTableSpec): number {
  const data = store.map((stored) => stored.elements * FIELD_BYTES[stored.type.storage]);
  const key = type === "string" ? 0 : keyBytes;
  return data.reduce((sum, bytes) => sum + bytes, HEAD_BYTES + key);
}
