/**
 * An X.509 certificate (RFC 5280 section 4.1) as far as the fetches of certificates tell of it, read
 * out of its DER bytes once and kept with them.
 */
import { Tag, derAt, derChildren, derContent, dottedOid } from "./der.ts";
import type { DerElement } from "./der.ts";
import { readName } from "./distinguished-names.ts";
import type { DistinguishedName } from "./distinguished-names.ts";
import { oidName } from "./oid-names.ts";
import { describeKey } from "./public-key.ts";
import { generalNames } from "./subject-alt-names.ts";

export interface X509 {
  /** All its bytes as latin1. */
  readonly der: string;
  /** 3 for a certificate of today. */
  readonly version: number;
  /** The bytes of the number, without the zero that marks it as positive. */
  readonly serial: string;
  readonly signatureAlgorithm: string;
  readonly keyAlgorithm: string;
  /** Kind and bits: "RSA2048", "EC256"; "" for other kinds. */
  readonly keyDescription: string;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  /** YYMMDDhhmmssZ */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Undefined without such an extension. */
  readonly subjectAltNames: string | undefined;
}

const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;
const SUBJECT_ALT_NAME = "2.5.29.17";

const read: WeakMap<Uint8Array, X509 | null> = new WeakMap();

/** The certificate of those bytes; null when they are none. */
export function readX509(der: Uint8Array): X509 | null {
  let certificate = read.get(der);
  if (certificate === undefined) {
    certificate = parse(latin1(der)) ?? null;
    read.set(der, certificate);
  }
  return certificate;
}

function parse(der: string): X509 | undefined {
  const outer = derAt(der, 0, der.length);
  const [signed, algorithm] = outer === undefined ? [] : derChildren(der, outer);
  if (signed === undefined || algorithm === undefined) return undefined;
  const fields = derChildren(der, signed);
  const hasVersion = fields[0]?.tag === VERSION_TAG;
  const [serial, , issuer, validity, subject, key, ...more] = hasVersion ? fields.slice(1) : fields;
  if (serial === undefined || issuer === undefined || validity === undefined) return undefined;
  if (subject === undefined || key === undefined) return undefined;
  const [from, to] = derChildren(der, validity);
  if (from === undefined || to === undefined) return undefined;
  const keyKind = derChildren(der, key)[0];
  return {
    der,
    version: hasVersion ? der.charCodeAt(fields[0]!.end - 1) + 1 : 1,
    serial: derContent(der, serial).replace(/^\0(?=.)/s, ""),
    signatureAlgorithm: algorithmName(der, algorithm),
    keyAlgorithm: keyKind === undefined ? "" : algorithmName(der, keyKind),
    keyDescription: describeKey(der, key),
    issuer: readName(der, issuer),
    subject: readName(der, subject),
    notBefore: timeText(der, from),
    notAfter: timeText(der, to),
    subjectAltNames: alternativeNames(
      der,
      more.find(({ tag }) => tag === EXTENSIONS_TAG),
    ),
  };
}

function algorithmName(der: string, algorithm: DerElement): string {
  const oid = derAt(der, algorithm.contentAt, algorithm.end);
  return oid === undefined ? "" : oidName(dottedOid(derContent(der, oid)));
}

/** A time of the next century loses the first two digits of its year. */
function timeText(der: string, time: DerElement): string {
  const text = derContent(der, time);
  return time.tag === Tag.generalizedTime ? text.slice(2) : text;
}

function alternativeNames(der: string, extensions: DerElement | undefined): string | undefined {
  const list =
    extensions === undefined ? undefined : derAt(der, extensions.contentAt, extensions.end);
  for (const extension of list === undefined ? [] : derChildren(der, list)) {
    const parts = derChildren(der, extension);
    const oid = parts[0];
    const value = parts.at(-1);
    if (oid === undefined || dottedOid(derContent(der, oid)) !== SUBJECT_ALT_NAME) continue;
    const names = value === undefined ? undefined : derAt(der, value.contentAt, value.end);
    return names === undefined ? undefined : generalNames(der, names);
  }
  return undefined;
}

function latin1(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) out += String.fromCharCode(bytes[i]!);
  return out;
}
