/** Fetches of values written in the configuration (manual 7.3.2): `int(5)`, `str(abc)`, … */
import { parseIp } from "../../core/ip.ts";
import { wholeInt } from "../integer.ts";
import type { ArgSpec, FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";

function constant(
  name: string,
  type: SampleType,
  arg: ArgSpec | null,
  expected: string,
  read: (text: string) => SampleValue | undefined,
): FetchRow {
  return {
    name,
    type,
    args: arg === null ? [] : [arg],
    where: Where.internal,
    syntax: arg === null ? `${name} : ${type}` : `${name}(<${arg.name}>) : ${type}`,
    manual: "7.3.2",
    summary: `Returns the ${expected}.`,
    compile: (args, scope, at) => {
      const text = args[0]?.text ?? "";
      const value = read(text);
      if (value !== undefined) return { type, eval: () => value, constant: value };
      const message = `fetch method '${name}': '${text}' is not ${expected}`;
      scope.diagnostics.error(args[0]?.at ?? at, message);
      return undefined;
    },
  };
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  "1": true,
  "0": false,
};

function bytesOfHex(text: string): string | undefined {
  if (text.length === 0 || text.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(text)) return undefined;
  return text.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

function ipOf(family: 4 | 6): (text: string) => SampleValue | undefined {
  return (text) => {
    const ip = parseIp(text);
    return ip?.family === family ? ip : undefined;
  };
}

export const constantFetches: readonly FetchRow[] = [
  constant("always_true", "bool", null, "boolean true", () => true),
  constant("always_false", "bool", null, "boolean false", () => false),
  constant(
    "bool",
    "bool",
    { name: "bool", type: "str" },
    "true, false, 1 or 0",
    (text) => BOOLEANS[text],
  ),
  constant("int", "int", { name: "integer", type: "int" }, "an integer", wholeInt),
  constant("ipv4", "ipv4", { name: "ipv4", type: "str" }, "an IPv4 address", ipOf(4)),
  constant("ipv6", "ipv6", { name: "ipv6", type: "str" }, "an IPv6 address", ipOf(6)),
  constant(
    "str",
    "str",
    { name: "string", type: "str", optional: true },
    "a string",
    (text) => text,
  ),
  constant(
    "meth",
    "meth",
    { name: "method", type: "str" },
    "an HTTP method",
    (text) => text || undefined,
  ),
  constant("bin", "bin", { name: "hex", type: "str" }, "an even number of hex digits", bytesOfHex),
];
