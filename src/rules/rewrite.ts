/**
 * Whether a rewrite fits (manual 4.4, strict-mode): a head that rules made larger than `tune.bufsize`
 * is a failed rewrite. Small ones are not measured: what is written has room of two buffers.
 */
import { responseHeadSize, rewrittenRequestSize } from "../http/message-size.ts";
import type { HttpMessage } from "../http/message.ts";
import type { RuleTxn } from "./types.ts";

/** Rewrites up to so many bytes are let pass without a measurement. */
const SMALL_BYTES = 256;

/** True if `message` may grow by `sizeBytes`. */
export function rewriteFits(txn: RuleTxn, message: HttpMessage, sizeBytes: number): boolean {
  if (sizeBytes <= SMALL_BYTES) return true;
  const head = message.isResponse ? responseHeadSize(message) : rewrittenRequestSize(message);
  return head + sizeBytes <= txn.headLimitBytes;
}
