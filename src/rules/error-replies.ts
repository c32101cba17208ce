/**
 * The answers of a proxy to what goes wrong: its `errorfile`s where it has them, else HAProxy's own
 * pages (manual 4.2, errorfile). They are read once, when the configuration is compiled.
 */
import { defaultErrorText, ERROR_STATUSES } from "../http/default-errors.ts";
import { type ErrorPage, isFault, parseErrorFile } from "../http/error-file.ts";
import { reasonOfStatus } from "../http/status.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import { LENGTH, type Reply, constantField } from "./reply.ts";

/** Raw responses by status. */
export type ErrorFiles = ReadonlyMap<number, { readonly content: string }>;

/** The reply that a raw response means, or what is wrong with it. An empty one sends nothing. */
export function replyOfFile(
  content: string,
  status: number,
  bytes: ByteFactory,
): Reply | { readonly fault: string } {
  const page = parseErrorFile(bytes.latin1(content));
  if (page === null) {
    return { status, reason: "", fields: [], body: () => "", close: true, silent: true };
  }
  return isFault(page) ? { fault: page.message } : replyOfPage(page);
}

function replyOfPage(page: ErrorPage): Reply {
  const { status, reason, minorVersion, body } = page;
  const fields = page.fields.map(([name, value]) =>
    name === LENGTH.name ? LENGTH : constantField(name, value),
  );
  return {
    status,
    reason,
    fields,
    body: () => body,
    close: false,
    minorVersion: minorVersion === 0 ? 0 : 1,
  };
}

/**
 * The replies of a proxy's own error files by status; null for a status that has none. `reject`
 * hears of each file that is no response, which then counts as absent.
 */
export function compileErrorFiles(
  files: ErrorFiles,
  bytes: ByteFactory,
  reject: (status: number, fault: string) => void,
): (status: number) => Reply | null {
  const replies: Map<number, Reply> = new Map();
  for (const [status, { content }] of files) {
    const reply = replyOfFile(content, status, bytes);
    if ("fault" in reply) reject(status, reply.fault);
    else replies.set(status, reply);
  }
  return (status) => replies.get(status) ?? null;
}

/** Like `compileErrorFiles`, with HAProxy's own page for a status without a file. */
export function compileErrorReplies(
  files: ErrorFiles,
  bytes: ByteFactory,
  reject: (status: number, fault: string) => void,
): (status: number) => Reply {
  const own = compileErrorFiles(files, bytes, reject);
  const defaults = defaultReplies(bytes);
  return (status) => own(status) ?? defaults.get(status) ?? bareReply(status);
}

function defaultReplies(bytes: ByteFactory): ReadonlyMap<number, Reply> {
  const replies: Map<number, Reply> = new Map();
  for (const status of ERROR_STATUSES) {
    const reply = replyOfFile(defaultErrorText(status)!, status, bytes);
    if (!("fault" in reply)) replies.set(status, reply);
  }
  return replies;
}

/** A reply without a body. */
export function bareReply(status: number): Reply {
  const fields = status === 204 ? [] : [LENGTH];
  return { status, reason: reasonOfStatus(status), fields, body: () => "", close: false };
}
