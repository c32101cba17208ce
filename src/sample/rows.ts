/** Shorthands for rows: fetches without arguments, and arguments that several rows share. */
import type { CompileScope } from "./compile-scope.ts";
import type { TableFacts } from "./txn.ts";
import type { Arg, ArgSpec, Eval, FetchRow, SampleType } from "./types.ts";

/** A fetch without arguments. */
export function simpleFetch(
  name: string,
  type: SampleType,
  where: number,
  manual: string,
  summary: string,
  evaluate: Eval,
  aliases: readonly string[] = [],
): FetchRow {
  return {
    name,
    aliases,
    args: [],
    type,
    where,
    manual,
    summary,
    syntax: `${name} : ${type}`,
    compile: () => ({ type, eval: evaluate }),
  };
}

export const tableArg: ArgSpec = { name: "table", type: "table", optional: true };
export const nameArg: ArgSpec = { name: "name", type: "str", optional: true };
export const occurrenceArg: ArgSpec = { name: "occurrence", type: "int", optional: true };

/** The text of an argument, "" when it was left out. */
export function argText(args: readonly Arg[], index: number): string {
  return args[index]?.text ?? "";
}

/** An integer argument that was checked before; `otherwise` when it was left out. */
export function argInt(args: readonly Arg[], index: number, otherwise: number): number {
  const text = argText(args, index);
  return text === "" ? otherwise : Number(text);
}

/** The table an argument names, or this proxy's own without one; undefined after reporting. */
export function tableOf(
  arg: Arg | undefined,
  scope: CompileScope,
  what: string,
  at: Arg["at"],
): TableFacts | undefined {
  const name = arg?.text ?? "";
  const table = scope.table(name);
  if (table !== undefined) return table;
  const message =
    name === ""
      ? `${what}: proxy '${scope.proxyName}' has no stick-table`
      : `${what}: unable to find table '${name}'`;
  scope.diagnostics.error(arg?.at ?? at, message);
  return undefined;
}
