/**
 * Replies the proxy makes itself: `return`, `deny`, `redirect`, error pages. A reply is compiled
 * once; its dynamic parts are expressions evaluated when it is sent.
 */
import { reasonOfStatus } from "../http/status.ts";
import type { Txn } from "../sample/txn.ts";

export interface ReplyField {
  readonly name: string;
  /** The value; a field with an empty one is left out if `optional`. `body` is the reply's. */
  readonly value: (txn: Txn, body: string) => string;
  readonly optional?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly reason: string;
  /** In wire order, `LENGTH` among them; without it a body ends with the connection. */
  readonly fields: readonly ReplyField[];
  /** The body as latin1; "" for none. */
  readonly body: (txn: Txn) => string;
  /** Close the client's connection after it. */
  readonly close: boolean;
  /** Minor version of HTTP/1 that an error file gave; 1 when absent. */
  readonly minorVersion?: 0 | 1;
  /** The status that is logged and counted where it is not the one that is sent (`errorloc`). */
  readonly countedAs?: number;
  /** Counts as the client's error in what it tracks (`auth`). */
  readonly clientError?: boolean;
  /** Nothing is sent at all, the connection just closes (an empty error file). */
  readonly silent?: boolean;
}

/** Content-Length where the reply has it. */
export const LENGTH: ReplyField = {
  name: "content-length",
  value: (_txn, body) => String(body.length),
};

/** A field that never changes. */
export function constantField(name: string, value: string): ReplyField {
  return { name, value: () => value };
}

/** A reply without a body. */
export function bareReply(status: number): Reply {
  const fields = status === 204 ? [] : [LENGTH];
  return { status, reason: reasonOfStatus(status), fields, body: () => "", close: false };
}
