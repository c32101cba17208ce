/** Converters that read or write variables (manual 7.3.1). */
import { castBetween, textOf, typeOfValue } from "../cast.ts";
import type { CompileScope } from "../compile-scope.ts";
import { argText } from "../rows.ts";
import {
  MOST_SET_CONDITIONS,
  SET_CONDITIONS,
  type SetCondition,
  setCondition,
} from "../variables/set-conditions.ts";
import type { Arg, ArgSpec, CompiledConverter, ConverterRow, SampleType } from "../types.ts";
import { storeVariable, variablesOf } from "../variables/value.ts";
import { MANUAL, variableReader, variableRef } from "./rows.ts";
import type { Txn } from "../txn.ts";

/** Reads an optional variable as text, "" when it is unset; null after reporting. */
function optionalText(
  arg: Arg | undefined,
  name: string,
  scope: CompileScope,
  at: Arg["at"],
): ((txn: Txn) => string) | null {
  if (arg === undefined || arg.text === "") return () => "";
  const ref = variableRef(arg, name, scope, at);
  if (ref === undefined) return null;
  const read = variableReader(ref, scope);
  return (txn) => {
    const value = read(txn);
    return value === undefined ? "" : textOf(value);
  };
}

const concat: ConverterRow = {
  name: "concat",
  input: "str",
  output: "str",
  manual: MANUAL,
  syntax: "concat([<start>],[<var>],[<end>])",
  summary: "Appends a text, a variable and another text.",
  args: ["start", "var", "end"].map((name) => ({ name, type: "str", optional: true })),
  compile: (args, scope, at) => {
    const variable = optionalText(args[1], "concat", scope, at);
    if (variable === null) return undefined;
    const start = argText(args, 0);
    const end = argText(args, 2);
    if (argText(args, 1) === "") {
      const appended = (value: unknown): string => `${String(value)}${start}${end}`;
      return { convert: appended, fold: appended };
    }
    return { convert: (value, txn) => `${String(value)}${start}${variable(txn)}${end}` };
  },
};

const addItem: ConverterRow = {
  name: "add_item",
  input: "str",
  output: "str",
  manual: MANUAL,
  syntax: "add_item(<delim>,[<var>][,<suff>])",
  summary: "Appends a variable and a text, a delimiter before them unless the sample is empty.",
  args: [
    { name: "delim", type: "str" },
    { name: "var", type: "str" },
    { name: "suff", type: "str", optional: true },
  ],
  compile: (args, scope, at) => {
    const variable = optionalText(args[1], "add_item", scope, at);
    if (variable === null) return undefined;
    if (argText(args, 1) === "" && argText(args, 2) === "") {
      scope.diagnostics.error(at, "converter 'add_item': there is neither a variable nor a suffix");
      return undefined;
    }
    const delimiter = argText(args, 0);
    const suffix = argText(args, 2);
    return {
      convert: (value, txn) => {
        const before = String(value);
        const item = variable(txn) + suffix;
        if (item === "" || before === "") return before + item;
        return before + delimiter + item;
      },
    };
  },
};

/** Compares with a variable, cast as the input was, by `compare`; no sample while it is unset. */
function comparison(
  name: string,
  input: "str" | "bin",
  output: "int" | "bool",
  summary: string,
  compare: (value: string, other: string, scope: CompileScope) => number | boolean,
): ConverterRow {
  return {
    name,
    input,
    output,
    summary,
    manual: MANUAL,
    syntax: `${name}(<var>)`,
    args: [{ name: "var", type: "var" }],
    compile: (args, scope, at) => {
      const ref = variableRef(args[0], name, scope, at);
      if (ref === undefined) return undefined;
      const { process } = scope;
      return {
        convert: (value, txn) => {
          const variables = variablesOf(txn, process, ref.scope);
          const held = variables.get(ref.slot);
          if (held === undefined) return undefined;
          const other = castBetween(variables.typeOf(ref.slot)!, input)?.(held);
          return other === undefined ? undefined : compare(String(value), String(other), scope);
        },
      };
    },
  };
}

const setVar: ConverterRow = {
  name: "set-var",
  input: "any",
  output: "any",
  manual: MANUAL,
  syntax: "set-var(<name>[,<condition>...])",
  summary: "Stores the sample in a variable and passes it on, if all conditions hold.",
  args: [
    { name: "name", type: "var" },
    ...Array.from({ length: MOST_SET_CONDITIONS }, (_, index): ArgSpec => ({
      name: `condition${index + 1}`,
      type: "str",
      optional: true,
    })),
  ],
  compile: (args, scope, at) => {
    const ref = variableRef(args[0], "set-var", scope, at);
    const conditions = args.slice(1).map((arg) => conditionOf(arg, scope));
    if (ref === undefined || conditions.includes(undefined)) return undefined;
    const { process } = scope;
    const storing = (type: SampleType): CompiledConverter => ({
      keepsType: true,
      convert: (value, txn) => {
        const variables = variablesOf(txn, process, ref.scope);
        for (const holds of conditions) if (!holds!(variables, ref, value)) return undefined;
        storeVariable(txn, process, ref, value, isExact(type) ? type : typeOfValue(value));
        return value;
      },
    });
    return { ...storing("any"), forType: storing };
  },
};

/** The type says what a value is; the others leave it to the value. */
function isExact(type: SampleType): boolean {
  return type !== "any" && type !== "addr";
}

/** The condition an argument names; undefined after reporting. */
function conditionOf(arg: Arg, scope: CompileScope): SetCondition | undefined {
  const condition = setCondition(arg.text);
  if (condition !== undefined) return condition;
  const message = `converter 'set-var': unknown condition '${arg.text}'`;
  scope.diagnostics.error(arg.at, message, `it is one of ${SET_CONDITIONS.join(", ")}`);
  return undefined;
}

const unsetVar: ConverterRow = {
  name: "unset-var",
  input: "any",
  output: "any",
  manual: MANUAL,
  syntax: "unset-var(<name>)",
  summary: "Unsets a variable and passes the sample on.",
  args: [{ name: "name", type: "var" }],
  compile: (args, scope, at) => {
    const ref = variableRef(args[0], "unset-var", scope, at);
    if (ref === undefined) return undefined;
    const { process } = scope;
    return {
      keepsType: true,
      convert: (value, txn) => {
        variablesOf(txn, process, ref.scope).unset(ref.slot);
        return value;
      },
    };
  },
};

/** Less than, equal to or more than 0, as strncmp says of the bytes. */
function order(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a.charCodeAt(i) - b.charCodeAt(i);
  }
  return Math.sign(a.length - b.length);
}

export const variableConverters: readonly ConverterRow[] = [
  concat,
  addItem,
  setVar,
  unsetVar,
  comparison("strcmp", "str", "int", "Compares with a variable: below, at or above 0.", order),
  comparison(
    "secure_memcmp",
    "bin",
    "bool",
    "Compares with a variable in constant time.",
    (a, b, { process }) => process.timingSafeEqual(a, b),
  ),
];
