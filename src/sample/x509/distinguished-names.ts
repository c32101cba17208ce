/**
 * Distinguished names of certificates (RFC 5280 section 4.1.2.4) as HAProxy prints them: in one
 * line with slashes, entry by entry, or as RFC 2253 has them for LDAP.
 */
import { Tag, derChildren, derContent, dottedOid } from "./der.ts";
import type { DerElement } from "./der.ts";
import { oidName } from "./oid-names.ts";

/** One attribute of a name. */
interface NameEntry {
  readonly name: string;
  /** The bytes of the value, UTF-8 in most certificates. */
  readonly value: string;
  /** The encoded value, tag and length included. */
  readonly encoded: string;
  /** It belongs to the same relative name as the entry before it. */
  readonly joins: boolean;
}

/** The entries in the order of the certificate. */
export type DistinguishedName = readonly NameEntry[];

/** Reads a Name: a sequence of sets of type and value. */
export function readName(text: string, name: DerElement): DistinguishedName {
  return derChildren(text, name).flatMap((set) =>
    derChildren(text, set).flatMap((pair, index): NameEntry[] => {
      const [type, value] = derChildren(text, pair);
      if (type === undefined || value === undefined) return [];
      return [
        {
          name: oidName(dottedOid(derContent(text, type))),
          value: derContent(text, value),
          encoded: text.slice(value.start, value.end),
          joins: index > 0,
        },
      ];
    }),
  );
}

/** `/C=FR/CN=x` */
export function oneLineName(dn: DistinguishedName): string {
  return dn.map(({ name, value }) => `/${name}=${value}`).join("");
}

/** The value of the `occurrence`-th entry of that name in any case, from the end when negative. */
export function nameEntry(
  dn: DistinguishedName,
  name: string,
  occurrence: number,
): string | undefined {
  const wanted = name.toLowerCase();
  const values = dn.filter((entry) => entry.name.toLowerCase() === wanted);
  return occurrence === 0
    ? undefined
    : values.at(occurrence > 0 ? occurrence - 1 : occurrence)?.value;
}

/** RFC 2253: the last entry first, special characters escaped. */
export function ldapName(dn: DistinguishedName): string {
  const groups: NameEntry[][] = [];
  for (const entry of dn) {
    if (entry.joins) groups[groups.length - 1]!.push(entry);
    else groups.push([entry]);
  }
  return groups
    .toReversed()
    .map((group) =>
      group
        .map((entry) => `${entry.name}=${ldapValue(entry)}`)
        .toReversed()
        .join("+"),
    )
    .join(",");
}

function ldapValue({ name, value, encoded }: NameEntry): string {
  // A type without a name has a syntax nobody knows: its encoding stands for it (section 2.4).
  if (/^[0-9]/.test(name)) return `#${hexOf(encoded)}`;
  return value
    .replace(/[,+"\\<>;]|^[ #]|(?!^) $/g, "\\$&")
    .replace(/[\x00-\x1f\x7f-\xff]/g, (byte) => `\\${hexOf(byte)}`);
}

function hexOf(bytes: string): string {
  let hex = "";
  for (let i = 0; i < bytes.length; i++)
    hex += bytes.charCodeAt(i).toString(16).toUpperCase().padStart(2, "0");
  return hex;
}

/** True when a value has a NUL: such a name is malformed and gives nothing. */
export function hasNul(dn: DistinguishedName): boolean {
  return dn.some(
    ({ value, encoded }) => encoded.charCodeAt(0) !== Tag.bmpString && value.includes("\0"),
  );
}
