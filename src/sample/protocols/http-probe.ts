/**
 * Whether raw content begins with an HTTP request: all of its head is there and can be read. As
 * HAProxy does, this takes the one line of HTTP/0.9, odd versions and a missing Host.
 */
import { HOST } from "../../http/header-name.ts";
import { finishRequest } from "../../http/h1/head-rules.ts";
import { NEED_MORE, parseHead } from "../../http/h1/parse.ts";
import { HttpMessage } from "../../http/message.ts";
import type { ByteFactory } from "../../runtime/bytes.ts";

const EMPTY_LINES = "(?:\\r?\\n)*";
const METHOD = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const VERSION = "[A-Z0-9./]";

const REQUEST_LINE = new RegExp(
  `^(${EMPTY_LINES}${METHOD}[ \\t]+[!-~]+)(?:[ \\t]+(${VERSION}+))?\\r?\\n`,
);

/** A first line that has not ended yet, nor gone wrong. */
const BEGUN_LINE = new RegExp(
  `^${EMPTY_LINES}\\r?(?:${METHOD}(?:[ \\t]+(?:[!-~]+(?:[ \\t]+${VERSION}*)?\\r?)?)?)?$`,
);

const MAX_FIELDS = 100;

/** True for a request, false for anything else, undefined while more bytes must come. */
export function beginsWithRequest(text: string, bytes: ByteFactory): boolean | undefined {
  const line = REQUEST_LINE.exec(text);
  if (line === null) return BEGUN_LINE.test(text) ? undefined : false;
  const [whole, start, version] = line;
  if (version === undefined) return true;
  const head = bytes.latin1(`${start} HTTP/1.1\r\n${text.slice(whole.length)}`);
  const message = new HttpMessage(head);
  const limits = { maxFields: MAX_FIELDS, maxHeadBytes: head.length };
  const consumed = parseHead(message, head, 0, head.length, limits);
  if (consumed <= 0) return consumed === NEED_MORE ? undefined : false;
  return finishRequest(message, consumed, {}) > 0 || message.fields.find(HOST, -1) < 0;
}
