/**
 * Whether a message may be compressed, and what its head says once it is: HAProxy's conditions
 * (manual 4.2, `compression algo`), entity tags and Vary as RFC 9110 sections 8.8.3 and 12.5.5 ask.
 */
import { elementEnd, trimBlanks } from "./field-values.ts";
import type { Fields } from "./fields.ts";
import {
  CACHE_CONTROL,
  CONTENT_ENCODING,
  CONTENT_LENGTH,
  CONTENT_TYPE,
  ETAG,
  type HeaderName,
  TRANSFER_ENCODING,
  USER_AGENT,
  VARY,
} from "./header-name.ts";
import { BODY_CHUNKED, BODY_LENGTH, type HttpMessage } from "./message.ts";
import { METHOD_HEAD } from "./method.ts";

/** Where old versions of Internet Explorer name themselves, after "Mozilla/4.0 (compatible; ". */
const MSIE_AT = 25;
const MSIE_VERSION_AT = 30;
const SERVICE_PACK_AT = 51;

/** Browsers that say they take compressed bodies and do not: Mozilla/4 but for MSIE 6 SP2 and later. */
export function cannotDecode(fields: Fields): boolean {
  const line = fields.first(USER_AGENT);
  if (line === undefined || !line.startsWith("Mozilla/4")) return false;
  const agent = trimBlanks(line, 0, elementEnd(line, 0));
  if (!agent.startsWith("MSIE ", MSIE_AT) || agent.length <= MSIE_VERSION_AT) return true;
  const version = agent[MSIE_VERSION_AT]!;
  return version < "6" || (version === "6" && !agent.startsWith("SV1", SERVICE_PACK_AT));
}

/** The body begins with what can be compressed: it is there, and of a length that is known or told. */
function hasBody(message: HttpMessage, minBytes: number): boolean {
  if (message.minorVersion === 0) return false;
  if (message.bodyKind === BODY_CHUNKED) return true;
  return (
    message.bodyKind === BODY_LENGTH &&
    message.contentLength > 0 &&
    message.contentLength >= minBytes
  );
}

/** What is compressed of one direction. */
export interface CodingLimits {
  /** Beginnings of content types in lower case; empty for all. */
  readonly types: readonly string[];
  readonly minBytes: number;
}

/** Whether a request's body may be compressed on its way to the server. */
export function isRequestCodable(request: HttpMessage, { types, minBytes }: CodingLimits): boolean {
  const { fields } = request;
  if (!hasBody(request, minBytes) || fields.find(CONTENT_ENCODING, -1) >= 0) return false;
  return types.length === 0 || isOfType(fields, types);
}

/** Whether a server's response to `request` may be compressed, as its head came. */
export function isResponseCodable(
  request: HttpMessage,
  response: HttpMessage,
  { types, minBytes }: CodingLimits,
): boolean {
  if (request.minorVersion === 0 || request.method === METHOD_HEAD) return false;
  const { fields, status } = response;
  if (status < 200 || status > 203 || !hasBody(response, minBytes)) return false;
  if (fields.find(CONTENT_ENCODING, -1) >= 0 || forbidsTransform(fields)) return false;
  if (!hasUsableTag(fields)) return false;
  if (isOfType(fields, MULTIPART)) return false;
  return types.length === 0 || isOfType(fields, types);
}

const MULTIPART = ["multipart"];

/** The content type begins with one of `types`. */
function isOfType(fields: Fields, types: readonly string[]): boolean {
  const line = fields.first(CONTENT_TYPE);
  if (line === undefined) return false;
  const type = trimBlanks(line, 0, elementEnd(line, 0)).toLowerCase();
  return types.some((each) => type.startsWith(each));
}

function forbidsTransform(fields: Fields): boolean {
  return holdsElement(fields, CACHE_CONTROL, "no-transform");
}

/** One of the comma-separated values of that name is `element`, in any case. */
function holdsElement(fields: Fields, name: HeaderName, element: string): boolean {
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i)) {
    const line = fields.valueText(i);
    for (let at = 0; at <= line.length;) {
      const end = elementEnd(line, at);
      if (trimBlanks(line, at, end).toLowerCase() === element) return true;
      at = end + 1;
    }
  }
  return false;
}

/** No entity tag, or one that can be made weak. */
function hasUsableTag(fields: Fields): boolean {
  const at = fields.find(ETAG, -1);
  if (at < 0) return true;
  if (fields.find(ETAG, at) >= 0) return false;
  const tag = fields.valueText(at);
  return tag.endsWith('"') && (tag.startsWith('W/"') || (tag.length > 1 && tag.startsWith('"')));
}

/**
 * Makes the head that of a coded body, whose length nobody knows. `contentCoding` is null for one
 * that leaves the body as it is.
 */
export function markCoded(message: HttpMessage, contentCoding: string | null): void {
  const { fields } = message;
  fields.remove(CONTENT_LENGTH);
  if (message.bodyKind !== BODY_CHUNKED) fields.set(TRANSFER_ENCODING, "chunked");
  message.bodyKind = BODY_CHUNKED;
  const tag = fields.first(ETAG);
  if (tag?.startsWith('"')) fields.setValueAt(fields.find(ETAG, -1), `W/${tag}`);
  addToVary(fields);
  if (contentCoding !== null) fields.add(CONTENT_ENCODING, contentCoding);
}

function addToVary(fields: Fields): void {
  if (holdsElement(fields, VARY, "accept-encoding")) return;
  let last = -1;
  for (let i = fields.find(VARY, -1); i >= 0; i = fields.find(VARY, i)) last = i;
  if (last < 0) fields.add(VARY, "Accept-Encoding");
  else {
    const before = fields.valueText(last);
    fields.setValueAt(last, before === "" ? "Accept-Encoding" : `${before},Accept-Encoding`);
  }
}
