/** What stands behind a backslash and is one byte, in a class and outside of one alike. */
import type { Scanner } from "./scanner.ts";

const CONTROL: Readonly<Record<string, string>> = {
  a: "\x07",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

const HEX_BRACED: RegExp = /\{([0-9a-fA-F]+)\}/y;
const HEX: RegExp = /[0-9a-fA-F]{0,2}/y;
const OCTAL_BRACED: RegExp = /\{([0-7]+)\}/y;
const OCTAL: RegExp = /[0-7]{1,3}/y;

/**
 * Reads the byte that an escape stands for, with the scanner behind the backslash. Null, with
 * nothing read, when the escape is a letter or digit that means something else.
 */
export function parseByte(scanner: Scanner): string | null {
  const start = scanner.at;
  const letter = scanner.next();
  if (letter === "") return scanner.fail("it ends with a backslash", start - 1);
  const control = Object.hasOwn(CONTROL, letter) ? CONTROL[letter] : undefined;
  if (control !== undefined) return control;
  if (letter === "c") return controlByte(scanner);
  if (letter === "x") return hexByte(scanner);
  if (letter === "o") {
    return byteOf(scanner, scanner.match(OCTAL_BRACED)?.[1], 8);
  }
  if (letter === "0") {
    scanner.at = start;
    return octalByte(scanner);
  }
  if (!/[A-Za-z0-9]/.test(letter)) return letter;
  scanner.at = start;
  return null;
}

/** Reads one to three octal digits, of which there must be one. */
export function octalByte(scanner: Scanner): string {
  return byteOf(scanner, scanner.match(OCTAL)?.[0], 8);
}

function hexByte(scanner: Scanner): string {
  if (scanner.char === "{") return byteOf(scanner, scanner.match(HEX_BRACED)?.[1], 16);
  const digits = scanner.match(HEX)?.[0] ?? "";
  return byteOf(scanner, digits === "" ? "0" : digits, 16);
}

function byteOf(scanner: Scanner, digits: string | undefined, radix: number): string {
  if (digits === undefined) return scanner.fail("an escape by number lacks its digits");
  const code = Number.parseInt(digits, radix);
  return code > 255 ? scanner.fail(`there is no byte ${code}`) : String.fromCharCode(code);
}

function controlByte(scanner: Scanner): string {
  const char = scanner.next();
  if (!/[ -~]/.test(char)) return scanner.fail("'\\c' needs a printable character");
  return String.fromCharCode(char.toUpperCase().charCodeAt(0) ^ 0x40);
}
