/** Bytes as the texts `hex` and `base2` give them: fixed digits a byte, from tables. */

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, "0"),
);

const BINARY: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(2).padStart(8, "0"),
);

/** Two upper-case hex digits a byte. */
export function hexOf(bytes: string): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) out += HEX[bytes.charCodeAt(i) & 255]!;
  return out;
}

/** Eight binary digits a byte. */
export function binaryOf(bytes: string): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) out += BINARY[bytes.charCodeAt(i) & 255]!;
  return out;
}
