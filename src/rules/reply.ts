/**
 * Replies the proxy makes itself: `return`, `deny`, `redirect`, error pages. A reply is compiled
 * once; its dynamic parts are expressions evaluated when it is sent.
 */
import type { Txn } from "../sample/txn.ts";

export interface ReplyField {
  readonly name: string;
  readonly value: (txn: Txn) => string;
}

export interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly ReplyField[];
  /** The body as latin1; "" for none. */
  readonly body: (txn: Txn) => string;
  /** Close the client's connection after it (HAProxy's error pages do). */
  readonly close: boolean;
}
