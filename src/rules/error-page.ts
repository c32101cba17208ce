/** Replies out of whole responses as text: error files, redirections, HAProxy's own pages. */
import { type ErrorPage, isFault, parseErrorFile } from "../http/error-file.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import { constantField, LENGTH, type Reply } from "./reply.ts";

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
  return isFault(page) ? { fault: page.message } : replyOfPage(page, status);
}

function replyOfPage(page: ErrorPage, countedAs: number): Reply {
  const { status, reason, minorVersion, body } = page;
  const fields = page.fields.map(([name, value]) =>
    name === LENGTH.name ? LENGTH : constantField(name, value),
  );
  return {
    status,
    countedAs,
    reason,
    fields,
    body: () => body,
    close: page.closes,
    minorVersion: minorVersion === 0 ? 0 : 1,
  };
}
