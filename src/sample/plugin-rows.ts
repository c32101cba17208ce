/**
 * Fetches and converters that plugins registered, as rows: named `lua.NAME` or `plugin.NAME`,
 * with any arguments and a type known only when they run.
 */
import type { CompileScope } from "./compile-scope.ts";
import type { ConverterRow, FetchRow } from "./types.ts";
import { Where } from "./types.ts";

const ANY_ARGS: FetchRow["args"] = [
  { name: "argument", type: "str", optional: true, repeat: true },
];

/** The row of a plugin's fetch; undefined when no plugin has it. */
export function pluginFetchRow(name: string, scope: CompileScope): FetchRow | undefined {
  const fetch = scope.pluginFetch(name);
  if (fetch === undefined) return undefined;
  return {
    name,
    args: ANY_ARGS,
    type: "any",
    where: Where.internal,
    syntax: `${name}[(<argument>…)] : any`,
    manual: "plugins",
    summary: "A fetch registered by a plugin.",
    compile: (args) => {
      const texts = args.map((arg) => arg.text);
      return { type: "any", eval: (txn) => fetch(txn, texts) };
    },
  };
}

/** The row of a plugin's converter; undefined when no plugin has it. */
export function pluginConverterRow(name: string, scope: CompileScope): ConverterRow | undefined {
  const convert = scope.pluginConverter(name);
  if (convert === undefined) return undefined;
  return {
    name,
    args: ANY_ARGS,
    input: "any",
    output: "any",
    syntax: `${name}[(<argument>…)]`,
    manual: "plugins",
    summary: "A converter registered by a plugin.",
    compile: (args) => {
      const texts = args.map((arg) => arg.text);
      return { convert: (value) => convert(value, texts) };
    },
  };
}
