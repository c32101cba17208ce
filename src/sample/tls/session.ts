/** A TLS session as OpenSSL's i2d_SSL_SESSION writes it: version, version, cipher, id, secret, … */
import { Tag, derAt, derChildren, derContent } from "../x509/der.ts";

export interface TlsSession {
  /** Undefined where the session has none, as with tickets. */
  readonly id: string | undefined;
  readonly masterSecret: string;
}

/** The session of those bytes; undefined when there are none or they read otherwise. */
export function readTlsSession(der: Uint8Array | null): TlsSession | undefined {
  if (der === null) return undefined;
  const text = String.fromCharCode(...der);
  const outer = derAt(text, 0, text.length);
  if (outer?.tag !== Tag.sequence) return undefined;
  const [id, secret] = derChildren(text, outer)
    .filter(({ tag }) => tag === Tag.octetString)
    .slice(1);
  if (id === undefined || secret === undefined) return undefined;
  return { id: derContent(text, id) || undefined, masterSecret: derContent(text, secret) };
}
