/** ClientHellos for tests, made piece by piece; latin1 text, one character a byte. */

const uint16 = (value: number): string => String.fromCharCode(value >> 8, value & 255);

/** One extension of that number. */
export function extension(number: number, data: string): string {
  return uint16(number) + uint16(data.length) + data;
}

export interface HelloParts {
  /** The hello's version; TLS 1.2 by default. */
  readonly version?: string;
  readonly sessionId?: string;
  readonly ciphers?: string;
  /** All extensions; null leaves the block out. */
  readonly extensions?: string | null;
}

/** A server name, groups, signature algorithms, ALPN, a ticket, versions and key shares. */
const usualExtensions: string =
  extension(0x1a1a, "") +
  extension(0, "\0\x07\0\0\x04host") +
  extension(10, "\0\x04\0\x1d\0\x17") +
  extension(11, "\x01\0") +
  extension(13, "\0\x04\x04\x03\x08\x04") +
  extension(16, "\0\x0c\x02h2\x08http/1.1") +
  extension(35, "") +
  extension(43, "\x02\x03\x04") +
  extension(51, "\0\x0a\0\x1d\0\x02ab\0\x17\0\0");

/** A record with a ClientHello. */
export function clientHello(parts: HelloParts = {}): string {
  const { version = "\x03\x03", sessionId = "sess", ciphers = "\x13\x01\xc0\x2f\x0a\x0a" } = parts;
  const { extensions = usualExtensions } = parts;
  const block = extensions === null ? "" : uint16(extensions.length) + extensions;
  const lists = `${String.fromCharCode(sessionId.length)}${sessionId}${uint16(ciphers.length)}${ciphers}\x01\0`;
  const body = `${version}${"r".repeat(32)}${lists}${block}`;
  const message = `\x01\0${uint16(body.length)}${body}`;
  return `\x16\x03\x01${uint16(message.length)}${message}`;
}
