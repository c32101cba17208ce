/** `txn.reply` as an answer of the proxy's own. */
import { reasonOfStatus } from "../http/status.ts";
import type { Reply } from "../rules/reply.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import { checkedField, checkedStatus, isFraming } from "./checked.ts";
import { textToWire } from "./values.ts";

/** Throws a TypeError for what cannot be sent. The body goes out as UTF-8, its length is counted here. */
export function pluginReply(
  status: number, headers: Readonly<Record<string, string>>, body: string, bytes: ByteFactory,
): Reply {
  const fields = Object.entries(headers).filter(([name]) => !isFraming(name)).map(([name, value]) => {
    const field = checkedField(name, value, bytes);
    return { name: field.name.text, value: () => field.value };
  });
  const content = textToWire(String(body), bytes);
  const checked = checkedStatus(status);
  return { status: checked, reason: reasonOfStatus(checked), fields, body: () => content, close: false };
}
