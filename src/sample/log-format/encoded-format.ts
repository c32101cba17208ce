/**
 * A format whose `%o` asks for an encoding: one JSON object or one CBOR map of the items that have
 * a name, in their order; texts and items without a name are left out (manual 8.2.6).
 */
import { CBOR_BREAK, CBOR_MAP_BEGIN, cborText, hexOf } from "./cbor.ts";
import { formatOf } from "./pieces.ts";
import type { Format, FormatItem } from "./pieces.ts";
import type { TextStyle } from "./text.ts";

/** @param style what `%o` set last: it holds for all items. */
export function encodedFormat(items: readonly FormatItem[], style: TextStyle): Format {
  const { encoding, binary, utf8 } = style;
  const named = items.filter((item) => item.name !== "");
  const values = named.map((item) =>
    formatOf(item.compile({ ...item.style, encoding, utf8, binary })),
  );
  if (encoding === "json") {
    const keys = named.map((item) => `"${item.name}": `);
    return (txn) => `{${pairs(keys, values, ", ", txn)}}`;
  }
  const shown = (bytes: string): string => (binary ? bytes : hexOf(bytes));
  const keys = named.map((item) => shown(cborText(item.name)));
  const begin = shown(CBOR_MAP_BEGIN);
  const end = shown(CBOR_BREAK);
  return (txn) => begin + pairs(keys, values, "", txn) + end;
}

function pairs(
  keys: readonly string[],
  values: readonly Format[],
  between: string,
  txn: Parameters<Format>[0],
): string {
  let out = "";
  for (let i = 0; i < keys.length; i++) {
    if (i > 0) out += between;
    out += keys[i]! + values[i]!(txn);
  }
  return out;
}
