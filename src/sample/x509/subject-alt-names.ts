/** The names of a certificate's subjectAltName extension (RFC 5280 section 4.2.1.6) as OpenSSL prints them. */
import { derChildren, derContent, derAt, dottedOid } from "./der.ts";
import type { DerElement } from "./der.ts";
import { readName } from "./distinguished-names.ts";

/** The numbers of context tags. */
const TYPE_MASK = 0x1f;

function address(bytes: string): string {
  if (bytes.length === 4) return Array.from(bytes, (byte) => byte.charCodeAt(0)).join(".");
  if (bytes.length !== 16) return "<invalid>";
  const words = Array.from({ length: 8 }, (_, i) =>
    (bytes.charCodeAt(2 * i) * 256 + bytes.charCodeAt(2 * i + 1)).toString(16).toUpperCase(),
  );
  return words.join(":");
}

function directoryName(text: string, element: DerElement): string {
  const name = derAt(text, element.contentAt, element.end);
  if (name === undefined) return "";
  return readName(text, name)
    .map((entry) => `${entry.joins ? " + " : ", "}${entry.name} = ${entry.value}`)
    .join("")
    .slice(2);
}

function generalName(text: string, element: DerElement): string {
  const content = derContent(text, element);
  switch (element.tag & TYPE_MASK) {
    case 1:
      return `email:${content}`;
    case 2:
      return `DNS:${content}`;
    case 4:
      return `DirName:${directoryName(text, element)}`;
    case 6:
      return `URI:${content}`;
    case 7:
      return `IP Address:${address(content)}`;
    case 8:
      return `Registered ID:${dottedOid(content)}`;
    case 3:
      return "X400Name:<unsupported>";
    case 5:
      return "EdiPartyName:<unsupported>";
    default:
      return "othername:<unsupported>";
  }
}

/** The names in order, separated by a comma and a blank. */
export function generalNames(text: string, sequence: DerElement): string {
  return derChildren(text, sequence)
    .map((element) => generalName(text, element))
    .join(", ");
}
