/** Converters of the `Forwarded` header and the nodes in it (manual 7.3.1, RFC 7239). */
import { formatIp } from "../../core/ip.ts";
import { textOf } from "../cast.ts";
import { uint32Of } from "../integer.ts";
import { isObfuscated, parseForwarded, parseForwardedNode } from "../protocols/forwarded.ts";
import { argText } from "../rows.ts";
import type { ConverterRow, SampleValue } from "../types.ts";
import { MANUAL, ofText, pure, shapedText } from "./rows.ts";

const field: ConverterRow = shapedText(
  "rfc7239_field",
  "str",
  "str",
  [{ name: "field", type: "str" }],
  "The value of proto, host, for or by of a valid Forwarded header.",
  (args) => {
    const name = argText(args, 0);
    return (text) => parseForwarded(text)?.get(name);
  },
);

/** What makes a node's name or port; strings become obfuscated ones. */
function maker(
  name: string,
  summary: string,
  make: (value: SampleValue) => string | undefined,
): ConverterRow {
  return {
    name,
    input: "any",
    output: "str",
    args: [],
    syntax: name,
    manual: MANUAL,
    summary,
    compile: () => pure(make),
  };
}

function obfuscated(value: SampleValue): string | undefined {
  const text = textOf(value);
  return isObfuscated(text) ? `_${text}` : undefined;
}

function nodeName(value: SampleValue): string | undefined {
  if (typeof value === "object")
    return value.family === 6 ? `[${formatIp(value)}]` : formatIp(value);
  return value === "" ? "unknown" : obfuscated(value);
}

function nodePort(value: SampleValue): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return String(uint32Of(value));
  return obfuscated(value);
}

export const rfc7239Converters: readonly ConverterRow[] = [
  ofText(
    "rfc7239_is_valid",
    "str",
    "bool",
    "True for a valid Forwarded header.",
    (text) => parseForwarded(text) !== undefined,
  ),
  field,
  ofText(
    "rfc7239_n2nn",
    "str",
    "any",
    "The name of a Forwarded node: an address, or text.",
    (text) => parseForwardedNode(text)?.name,
  ),
  ofText(
    "rfc7239_n2np",
    "str",
    "any",
    "The port of a Forwarded node: a number, or text.",
    (text) => parseForwardedNode(text)?.port,
  ),
  maker("rfc7239_nn", "A node name for a Forwarded header out of an address or a text.", nodeName),
  maker("rfc7239_np", "A node port for a Forwarded header out of a number or a text.", nodePort),
];
