/**
 * The answers of a proxy to what goes wrong: its `errorfile`s where it has them, else HAProxy's own
 * pages (manual 4.2, errorfile). They are read once, when the configuration is compiled.
 */
import { defaultErrorText, ERROR_STATUSES } from "../http/default-errors.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import type { ErrorPageModel } from "../config/model.ts";
import { ActionWords } from "./action-words.ts";
import { replyOfFile } from "./error-page.ts";
import { compileOwnReply } from "./reply-compile.ts";
import { bareReply, type Reply } from "./reply.ts";
import type { RuleScope } from "./types.ts";

/** Pages by status. */
type ErrorPages = ReadonlyMap<number, ErrorPageModel>;

/**
 * The replies of a proxy's own error pages by status; null for a status that has none. A page that is
 * no response is reported, and then counts as absent.
 */
export function compileErrorPages(
  pages: ErrorPages,
  scope: RuleScope,
): (status: number) => Reply | null {
  const replies: Map<number, Reply> = new Map();
  for (const [status, page] of pages) {
    const reply = compileErrorPage(status, page, scope);
    if (reply !== undefined) replies.set(status, reply);
  }
  return (status) => replies.get(status) ?? null;
}

function compileErrorPage(
  status: number,
  { path, content, reply: words }: ErrorPageModel,
  scope: RuleScope,
): Reply | undefined {
  if (words !== null) return compileOwnReply(new ActionWords(words, scope), scope, status);
  const reply = replyOfFile(content, status, scope.bytes);
  if (!("fault" in reply)) return reply;
  scope.diagnostics.error(path, `error page ${status}: ${reply.fault}`);
  return undefined;
}

/** Like `compileErrorPages`, with HAProxy's own page for a status without one. */
export function compileErrorReplies(
  pages: ErrorPages,
  scope: RuleScope,
): (status: number) => Reply {
  const own = compileErrorPages(pages, scope);
  const defaults = defaultReplies(scope.bytes);
  return (status) => own(status) ?? defaults.get(status) ?? bareReply(status);
}

/** After these pages of HAProxy's the connection ends: what the client sends is not to be trusted. */
const CLOSING: readonly number[] = [400, 408];

function defaultReplies(bytes: ByteFactory): ReadonlyMap<number, Reply> {
  const replies: Map<number, Reply> = new Map();
  for (const status of ERROR_STATUSES) {
    const reply = replyOfFile(defaultErrorText(status)!, status, bytes);
    if (!("fault" in reply)) replies.set(status, { ...reply, close: CLOSING.includes(status) });
  }
  return replies;
}
