/** Blocks of a PEM text (RFC 7468). Some runtimes read the first block only, whatever it is. */

/** The first block with one of those labels, its lines included; undefined for none. */
export function pemBlock(text: string, labels: readonly string[]): string | undefined {
  const label = `(${labels.join("|")})`;
  return new RegExp(`-----BEGIN ${label}-----[\\s\\S]*?-----END \\1-----`).exec(text)?.[0];
}

export const PUBLIC_KEY: readonly string[] = ["PUBLIC KEY", "RSA PUBLIC KEY"];
export const CERTIFICATE: readonly string[] = ["CERTIFICATE", "TRUSTED CERTIFICATE"];
export const PRIVATE_KEY: readonly string[] = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];
