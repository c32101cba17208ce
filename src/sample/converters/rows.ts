/** Shorthands for converter rows. What depends on the value alone is folded over constants. */
import type { CompileScope } from "../compile-scope.ts";
import type { Txn } from "../txn.ts";
import type {
  Arg,
  ArgSpec,
  CompiledConverter,
  ConverterRow,
  SampleType,
  SampleValue,
} from "../types.ts";
import type { VariableRef } from "../variables/variables.ts";
import { variableValue } from "../variables/value.ts";

export const MANUAL = "7.3.1";

export type Convert = (value: SampleValue) => SampleValue | undefined;

/** A converter whose result depends on the value alone. */
export function pure(convert: Convert): CompiledConverter {
  return { convert, fold: convert };
}

/** A converter without arguments, of strings. */
export function ofText(
  name: string,
  input: "str" | "bin",
  output: SampleType,
  summary: string,
  convert: (text: string) => SampleValue | undefined,
): ConverterRow {
  const compiled = pure((value) => (typeof value === "string" ? convert(value) : undefined));
  return {
    name,
    input,
    output,
    summary,
    args: [],
    syntax: name,
    manual: MANUAL,
    compile: () => compiled,
  };
}

/** A converter of strings that its arguments shape; `compile` gives undefined after reporting. */
export function shapedText(
  name: string,
  input: "str" | "bin",
  output: SampleType,
  args: readonly ArgSpec[],
  summary: string,
  compile: (
    args: readonly Arg[],
    scope: CompileScope,
    at: Arg["at"],
  ) => ((text: string) => SampleValue | undefined) | undefined,
): ConverterRow {
  const shown = args.map(({ name: arg, optional }) =>
    optional === true ? `[<${arg}>]` : `<${arg}>`,
  );
  return {
    name,
    input,
    output,
    args,
    summary,
    syntax: `${name}(${shown.join(",")})`,
    manual: MANUAL,
    compile: (given, scope, at) => {
      const convert = compile(given, scope, at);
      if (convert === undefined) return undefined;
      return pure((value) => (typeof value === "string" ? convert(value) : undefined));
    },
  };
}

/** The variable an argument names; undefined after reporting. */
export function variableRef(
  arg: Arg | undefined,
  name: string,
  scope: CompileScope,
  at: Arg["at"],
): VariableRef | undefined {
  const ref = scope.variableNames.ref(arg?.text ?? "");
  if (ref === undefined) {
    scope.diagnostics.error(
      arg?.at ?? at,
      `converter '${name}': invalid variable name '${arg?.text ?? ""}'`,
      "a name starts with its scope: proc, sess, txn, req, res or check, and a dot",
    );
  }
  return ref;
}

/** Reads a variable of a transaction. */
export function variableReader(
  ref: VariableRef,
  scope: CompileScope,
): (txn: Txn) => SampleValue | undefined {
  const { process } = scope;
  return (txn) => variableValue(txn, process, ref);
}
