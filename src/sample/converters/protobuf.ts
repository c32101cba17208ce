/**
 * Converters of protocol buffers and gRPC messages (manual 7.3.1). With a field type they give an
 * int, as the manual says; haproxy 3.2 gives one as well but refuses converters of integers behind.
 */
import type { Int } from "../integer.ts";
import { INTEGER_TYPES, grpcField, protobufField } from "../protocols/protobuf.ts";
import type { IntegerType } from "../protocols/protobuf.ts";
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { MANUAL, pure } from "./rows.ts";

type Find = (
  bytes: string,
  path: readonly number[],
  type: IntegerType | null,
) => string | Int | undefined;

/** Numbers between dots, 0 where one is left out; undefined for anything else. */
function pathOf(text: string): readonly number[] | undefined {
  return /^(?:\d*\.)*\d+$/.test(text) ? text.split(".").map(Number) : undefined;
}

function row(name: string, summary: string, find: Find): ConverterRow {
  return {
    name,
    input: "bin",
    output: "bin",
    syntax: `${name}(<field_number>[,<field_type>])`,
    manual: MANUAL,
    summary,
    args: [
      { name: "field_number", type: "str" },
      { name: "field_type", type: "str", optional: true },
    ],
    compile: (args, scope, at) => {
      const path = pathOf(argText(args, 0));
      const type = args[1] === undefined ? null : INTEGER_TYPES.get(args[1].text);
      if (path === undefined || type === undefined) {
        const wrong = path === undefined ? args[0] : args[1];
        const message = `converter '${name}': invalid '${wrong?.text ?? ""}'`;
        const hint =
          path === undefined ? "field numbers between dots" : [...INTEGER_TYPES.keys()].join(", ");
        scope.diagnostics.error(wrong?.at ?? at, message, hint);
        return undefined;
      }
      const compiled = pure((value) =>
        typeof value === "string" ? find(value, path, type) : undefined,
      );
      return type === null ? compiled : { ...compiled, type: "int" };
    },
  };
}

export const protobufConverters: readonly ConverterRow[] = [
  row(
    "protobuf",
    "A field of a protocol buffers message, raw or as an integer.",
    (bytes, path, type) => protobufField(bytes, path, type),
  ),
  row("ungrpc", "A field of gRPC messages, raw or as an integer.", grpcField),
];
