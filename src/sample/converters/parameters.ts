/** Converter `param` (manual 7.3.1): a parameter out of a list as query strings have it. */
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { shapedText } from "./rows.ts";

/** The value of the first parameter with that name, "" without an equals sign. */
function parameterOf(text: string, name: string, delimiter: string): string | undefined {
  for (let at = 0; at < text.length;) {
    const next = text.indexOf(delimiter, at);
    const end = next === -1 ? text.length : next;
    if (text.startsWith(name, at) && at + name.length <= end) {
      const behind = at + name.length;
      if (behind === end) return "";
      if (text[behind] === "=") return text.slice(behind + 1, end);
    }
    at = end + 1;
  }
  return undefined;
}

export const paramConverter: ConverterRow = shapedText(
  "param",
  "str",
  "str",
  [
    { name: "name", type: "str", optional: true },
    { name: "delim", type: "str", optional: true },
  ],
  "The first parameter with a name of a list that & or another character separates.",
  (args, scope, at) => {
    const delimiter = args[1] === undefined ? "&" : args[1].text;
    const name = argText(args, 0);
    if (delimiter.length === 1) return (text) => parameterOf(text, name, delimiter);
    scope.diagnostics.error(args[1]?.at ?? at, "converter 'param': the delimiter is one character");
    return undefined;
  },
);
