/** Converter `has_ctl` (manual 7.3.1): are there control characters in the sample. */
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { shapedText } from "./rows.ts";

/** Bit 0 to 31 is that character, bit 32 is DEL. */
const ALL: bigint = 0x1ffffffffn;
const DEL_BIT: bigint = 32n;

const NAMED: ReadonlyMap<string, bigint> = new Map([
  ["", ALL & ~(1n << 9n)],
  ["any", ALL],
  ["http", 0x2401n],
]);

function maskOf(text: string): bigint | undefined {
  const named = NAMED.get(text);
  if (named !== undefined) return named;
  if (!/^(?:0[xX][0-9a-fA-F]{1,9}|\d{1,10})$/.test(text)) return undefined;
  const mask = BigInt(text);
  return mask <= ALL ? mask : undefined;
}

/** Tests the characters of the mask with one regex; null for an empty mask. */
function characterClass(mask: bigint): RegExp | null {
  let members = "";
  for (let bit = 0n; bit <= DEL_BIT; bit++) {
    if ((mask & (1n << bit)) === 0n) continue;
    const code = bit === DEL_BIT ? 0x7f : Number(bit);
    members += `\\x${code.toString(16).padStart(2, "0")}`;
  }
  return members === "" ? null : new RegExp(`[${members}]`);
}

export const hasCtlConverter: ConverterRow = shapedText(
  "has_ctl",
  "bin",
  "bool",
  [{ name: "mask", type: "str", optional: true }],
  "True if one of the control characters of a mask is in the sample; all but TAB without one.",
  (args, scope, at) => {
    const mask = maskOf(argText(args, 0));
    if (mask === undefined) {
      const message = `converter 'has_ctl': '${argText(args, 0)}' is no mask`;
      scope.diagnostics.error(args[0]?.at ?? at, message, "any, http or a number of 33 bits");
      return undefined;
    }
    const characters = characterClass(mask);
    return (text) => characters !== null && characters.test(text);
  },
);
