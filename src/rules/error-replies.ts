/**
 * The answers of a proxy to what goes wrong: its `errorfile`s where it has them, else HAProxy's own
 * pages (manual 4.2, errorfile). They are read once, when the configuration is compiled.
 */
import type { Diagnostics } from "../config/diagnostics.ts";
import type { Word } from "../config/word.ts";
import { defaultErrorText, ERROR_STATUSES } from "../http/default-errors.ts";
import { type ErrorPage, isFault, parseErrorFile } from "../http/error-file.ts";
import { reasonOfStatus } from "../http/status.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import { LENGTH, type Reply, constantField } from "./reply.ts";

/** Raw responses by status, with the word that names the file. */
export type ErrorFiles = ReadonlyMap<number, { readonly path: Word; readonly content: string }>;

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
    name === LENGTH.name ? LENGTH : constantField(name, value));
  return {
    status, reason, fields, body: () => body, close: false, minorVersion: minorVersion === 0 ? 0 : 1,
  };
}

/** How one proxy answers what goes wrong, by status. */
export interface ErrorReplies {
  /** From the proxy's own error file; null for a status that has none. */
  own(status: number): Reply | null;
  /** The same, with HAProxy's page for a status without a file. */
  any(status: number): Reply;
  /** The text that is sent as it is before there is a stream. */
  raw(status: number): string;
}

/** Compiles the error files of a proxy; reports those that are no response. */
export function compileErrorReplies(
  model: { readonly errorFiles: ErrorFiles },
  bytes: ByteFactory,
  diagnostics: Diagnostics,
): ErrorReplies {
  const own: Map<number, Reply> = new Map();
  for (const [status, file] of model.errorFiles) {
    const reply = replyOfFile(file.content, status, bytes);
    if (!("fault" in reply)) own.set(status, reply);
    else diagnostics.error(file.path, `error file '${file.path.text}' cannot be used: ${reply.fault}`);
  }
  const defaults = defaultReplies(bytes);
  return {
    own: (status) => own.get(status) ?? null,
    any: (status) => own.get(status) ?? defaults.get(status) ?? bareReply(status),
    raw: (status) => model.errorFiles.get(status)?.content ?? defaultErrorText(status) ?? "",
  };
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
  const fields = status === 204 || status === 304 ? [] : [LENGTH];
  return { status, reason: reasonOfStatus(status), fields, body: () => "", close: false };
}
