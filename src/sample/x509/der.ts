/**
 * Reads DER (X.690), the encoding of certificates, out of latin1 text: one character is one byte.
 * What does not fit its container ends the reading.
 */

/** One element. */
export interface DerElement {
  readonly tag: number;
  /** Offsets of the whole element and of its content. */
  readonly start: number;
  readonly contentAt: number;
  readonly end: number;
}

export const Tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  bmpString: 0x1e,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The element at `at` of a container that ends at `limit`; undefined when it does not fit. */
export function derAt(text: string, at: number, limit: number): DerElement | undefined {
  if (at + 2 > limit) return undefined;
  const first = text.charCodeAt(at + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const contentAt = at + 2 + lengthBytes;
  if (lengthBytes > 4 || contentAt > limit) return undefined;
  let length = first < 0x80 ? first : 0;
  for (let i = at + 2; i < contentAt; i++) length = length * 256 + text.charCodeAt(i);
  const end = contentAt + length;
  return end > limit ? undefined : { tag: text.charCodeAt(at), start: at, contentAt, end };
}

/** The elements within one, up to the first that does not fit. */
export function derChildren(text: string, parent: DerElement): readonly DerElement[] {
  const children: DerElement[] = [];
  for (let at = parent.contentAt; at < parent.end;) {
    const child = derAt(text, at, parent.end);
    if (child === undefined) break;
    children.push(child);
    at = child.end;
  }
  return children;
}

/** The content's bytes. */
export function derContent(text: string, { contentAt, end }: DerElement): string {
  return text.slice(contentAt, end);
}

/** An object identifier as numbers and dots. */
export function dottedOid(content: string): string {
  const numbers: number[] = [];
  let value = 0;
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i);
    value = value * 128 + (code & 0x7f);
    if ((code & 0x80) !== 0) continue;
    if (numbers.length === 0) {
      const first = Math.min(2, Math.floor(value / 40));
      numbers.push(first, value - first * 40);
    } else numbers.push(value);
    value = 0;
  }
  return numbers.join(".");
}
