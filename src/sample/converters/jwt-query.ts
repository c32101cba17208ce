/** Converters `jwt_header_query` and `jwt_payload_query` (manual 7.3.1): parts of a JSON Web Token. */
import { decodeBase64Url } from "../base64.ts";
import type { ConverterRow } from "../types.ts";
import { jsonQuery } from "./json-query.ts";
import { MANUAL, pure } from "./rows.ts";

/** The part at `index` of what dots separate, decoded. */
function partOf(token: string, index: number): string | undefined {
  const part = token.split(".", index + 1)[index];
  return part === undefined ? undefined : decodeBase64Url(part);
}

function queryRow(what: "header" | "payload", index: number): ConverterRow {
  const name = `jwt_${what}_query`;
  return {
    name,
    input: "bin",
    output: "any",
    manual: MANUAL,
    syntax: `${name}([<json_path>[,<output_type>]])`,
    summary: `The ${what} of a JSON Web Token, or what a JSONPath finds in it.`,
    args: [
      { name: "json_path", type: "str", optional: true },
      { name: "output_type", type: "str", optional: true },
    ],
    compile: ([path, outputType], scope, at) => {
      if (path === undefined)
        return {
          ...pure((value) => (typeof value === "string" ? partOf(value, index) : undefined)),
          type: "bin",
        };
      const query = jsonQuery(path, outputType, name, scope, at);
      if (query === undefined) return undefined;
      return pure((value) => {
        const json = typeof value === "string" ? partOf(value, index) : undefined;
        return json === undefined ? undefined : query(json);
      });
    },
  };
}

export const jwtQueryConverters: readonly ConverterRow[] = [
  queryRow("header", 0),
  queryRow("payload", 1),
];
