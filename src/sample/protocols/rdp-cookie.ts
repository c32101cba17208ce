/**
 * The cookie of an RDP connection request: behind the TPKT and X.224 headers, `Cookie: NAME=VALUE`
 * up to the end of the line (MS-RDPBCGR 2.2.1.1). Only the first one is looked at.
 */

/** Bytes of the TPKT (4) and X.224 (7) headers. */
const HEADER_BYTES = 11;
const LABEL = "cookie:";
/** Longer than any request that a client sends. */
export const RDP_REQUEST_BYTES = 1024;

/** The value found; "none" when there is no such cookie, "partial" while there may be one. */
export type RdpCookie = { readonly value: string } | "none" | "partial";

/** The first cookie, of the name in any case unless that is "". */
export function rdpCookie(text: string, name: string): RdpCookie {
  let at = HEADER_BYTES + LABEL.length;
  if (text.length < at) return "partial";
  if (text.slice(HEADER_BYTES, at).toLowerCase() !== LABEL) return "none";
  while (text[at] === " ") at++;
  const equals = name === "" ? endOfName(text, at) : at + name.length;
  if (equals >= text.length) return "partial";
  if (text[equals] !== "=") return "none";
  if (name !== "" && text.slice(at, equals).toLowerCase() !== name.toLowerCase()) return "none";
  const end = text.indexOf("\r", equals);
  if (end === -1 || end + 1 === text.length) return "partial";
  return text[end + 1] === "\n" ? { value: text.slice(equals + 1, end) } : "none";
}

function endOfName(text: string, start: number): number {
  let at = start;
  while (at < text.length && !"=\r\n".includes(text[at]!)) at++;
  return at;
}
