/** `txn.reply` as an answer of the proxy's own. */
import { reasonOfStatus } from "../http/status.ts";
import { constantField, LENGTH, type Reply, type ReplyField } from "../rules/reply.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import { checkedField, checkedStatus, isFraming } from "./checked.ts";
import { textToWire } from "./values.ts";

/** Throws a TypeError for what cannot be sent. The body goes out as UTF-8, its length is counted here. */
export function pluginReply(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  bytes: ByteFactory,
): Reply {
  const checked = checkedStatus(status);
  // RFC 9110 6.4.1, 8.6: these have no body, and 204 not even its length.
  const bodyless = checked === 204 || checked === 304;
  const fields: ReplyField[] = bodyless ? [] : [LENGTH];
  for (const [name, value] of Object.entries(headers)) {
    if (isFraming(name)) continue;
    const field = checkedField(name, value, bytes);
    fields.push(constantField(field.name.text, field.value));
  }
  const content = bodyless ? "" : textToWire(body, bytes);
  return {
    status: checked,
    reason: reasonOfStatus(checked),
    fields,
    body: () => content,
    close: false,
  };
}
