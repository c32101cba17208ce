/** ALPN lists in the wire format of RFC 7301 section 3.1: one length byte before each name. */

/** The names as one list. */
export function alpnWire(protocols: readonly string[]): Uint8Array {
  return Buffer.concat(
    protocols.map((name) => Buffer.from(String.fromCharCode(name.length) + name, "latin1")),
  );
}

/** The first of `preferred` that the client's list has; undefined when they share none. */
export function chooseProtocol(
  preferred: readonly string[],
  offered: Uint8Array,
): string | undefined {
  const names = new Set<string>();
  const bytes = Buffer.from(offered.buffer, offered.byteOffset, offered.byteLength);
  for (let at = 0; at < bytes.length; at += 1 + bytes[at]!) {
    names.add(bytes.latin1Slice(at + 1, Math.min(at + 1 + bytes[at]!, bytes.length)));
  }
  return preferred.find((name) => names.has(name));
}
