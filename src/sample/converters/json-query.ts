/** Converter `json_query` (manual 7.3.1): a value out of JSON text, by its JSONPath. */
import { numberInteger, numberText } from "../json/number.ts";
import { compileJsonPath, queryJson } from "../json/path.ts";
import type { CompileScope } from "../compile-scope.ts";
import type { Arg, ArgSpec, ConverterRow, SampleValue } from "../types.ts";
import { MANUAL, pure } from "./rows.ts";

/** The arguments of a query: the path, and `int` for numbers as integers. */
const JSON_QUERY_ARGS: readonly ArgSpec[] = [
  { name: "json_path", type: "str" },
  { name: "output_type", type: "str", optional: true },
];

const nothing = (): undefined => undefined;

/**
 * The query that two arguments ask for; undefined after reporting. A path that can find nothing is
 * a warning, for HAProxy takes it.
 */
export function jsonQuery(
  path: Arg | undefined,
  outputType: Arg | undefined,
  name: string,
  scope: CompileScope,
  at: Arg["at"],
): ((json: string) => SampleValue | undefined) | undefined {
  const { diagnostics } = scope;
  if (path === undefined || path.text === "") {
    diagnostics.error(path?.at ?? at, `converter '${name}': the JSON path is missing`);
    return undefined;
  }
  const type = outputType?.text ?? "";
  if (type !== "" && type !== "int") {
    const message = `converter '${name}': unknown output type '${type}'`;
    diagnostics.error(outputType?.at ?? at, message, "the only one is int");
    return undefined;
  }
  const compiled = compileJsonPath(path.text);
  if ("fault" in compiled) {
    diagnostics.warn(path.at, `converter '${name}' will find nothing: ${compiled.fault}`);
    return nothing;
  }
  const readNumber = type === "int" ? numberInteger : numberText;
  return (json) => queryJson(json, compiled.path, readNumber);
}

export const jsonQueryConverter: ConverterRow = {
  name: "json_query",
  input: "str",
  output: "any",
  manual: MANUAL,
  syntax: "json_query(<json_path>[,<output_type>])",
  summary:
    "The value at a path of JSON text; an array is given as its text, numbers as text or int.",
  args: JSON_QUERY_ARGS,
  compile: ([path, outputType], scope, at) => {
    const query = jsonQuery(path, outputType, "json_query", scope, at);
    return query && pure((value) => (typeof value === "string" ? query(value) : undefined));
  },
};
