/**
 * Converters of bytes in chunks of a size (manual 7.3.1): each chunk a number in decimal or in
 * hexadecimal, big-endian or little-endian, with a separator between them.
 */
import { argInt, argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { hexOf } from "./hex.ts";
import { shapedText } from "./rows.ts";

/** A decimal number has at most 64 bits. */
const MOST_DECIMAL_BYTES = 8;

const SEPARATOR: ConverterRow["args"] = [{ name: "separator", type: "str", optional: true }];
const TRUNCATE: ConverterRow["args"] = [{ name: "truncate", type: "int", optional: true }];
const DECIMAL_ARGS: ConverterRow["args"] = [
  ...SEPARATOR,
  { name: "chunk_size", type: "int" },
  ...TRUNCATE,
];
const HEX_ARGS: ConverterRow["args"] = [
  ...SEPARATOR,
  { name: "chunk_size", type: "int", optional: true },
  ...TRUNCATE,
];

/** The chunks, each rendered, joined; the last may be short unless such a one is dropped. */
function chunked(
  bytes: string,
  size: number,
  separator: string,
  drops: boolean,
  render: (chunk: string) => string,
): string {
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    if (drops && at + size > bytes.length) break;
    chunks.push(render(bytes.slice(at, at + size)));
  }
  return chunks.join(separator);
}

function decimalOf(chunk: string): string {
  return BigInt(`0x${hexOf(chunk)}`).toString();
}

function reversedDecimalOf(chunk: string): string {
  return decimalOf([...chunk].toReversed().join(""));
}

/** A number of HAProxy's chunk converters: 0 to drop nothing, 1 to drop; undefined after reporting. */
function dropsShort(
  name: string,
  args: Parameters<ConverterRow["compile"]>[0],
  scope: Parameters<ConverterRow["compile"]>[1],
): boolean | undefined {
  const truncate = argInt(args, 2, 0);
  if (truncate === 0 || truncate === 1) return truncate === 1;
  scope.diagnostics.error(args[2]!.at, `converter '${name}': truncate is 0 or 1`);
  return undefined;
}

function decimal(name: string, summary: string, render: (chunk: string) => string): ConverterRow {
  return shapedText(name, "bin", "str", DECIMAL_ARGS, summary, (args, scope, at) => {
    const size = argInt(args, 1, 0);
    const drops = dropsShort(name, args, scope);
    if (drops === undefined) return undefined;
    if (size >= 1 && size <= MOST_DECIMAL_BYTES)
      return (bytes) => chunked(bytes, size, argText(args, 0), drops, render);
    scope.diagnostics.error(args[1]?.at ?? at, `converter '${name}': the chunk size is 1 to 8`);
    return undefined;
  });
}

const be2hex: ConverterRow = shapedText(
  "be2hex",
  "bin",
  "str",
  HEX_ARGS,
  "Bytes as hex digits, in chunks of a size.",
  (args, scope, at) => {
    const separator = argText(args, 0);
    const size = argInt(args, 1, 0);
    const drops = dropsShort("be2hex", args, scope);
    if (drops === undefined) return undefined;
    if (size > 0) return (bytes) => chunked(bytes, size, separator, drops, hexOf);
    if (size === 0 && separator === "") return hexOf;
    const message = "converter 'be2hex': a separator needs a chunk size of at least 1";
    scope.diagnostics.error(args[1]?.at ?? at, message);
    return undefined;
  },
);

export const chunkConverters: readonly ConverterRow[] = [
  decimal("be2dec", "Big-endian numbers of a chunk size as decimal text.", decimalOf),
  decimal("le2dec", "Little-endian numbers of a chunk size as decimal text.", reversedDecimalOf),
  be2hex,
];
