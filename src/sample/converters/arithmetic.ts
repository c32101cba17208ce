/** Converters of integers (manual 7.3.1): arithmetic saturates, bit operations wrap at 64 bits. */
import { intOf } from "../cast.ts";
import type { CompileScope } from "../compile-scope.ts";
import {
  add,
  bitAnd,
  bitOr,
  bitXor,
  complement,
  divide,
  isOdd,
  modulo,
  multiply,
  subtract,
  wholeInt,
} from "../integer.ts";
import type { Int } from "../integer.ts";
import type { CompiledConverter, ConverterRow, SampleValue } from "../types.ts";
import { MANUAL, pure, variableReader } from "./rows.ts";

function isInt(value: SampleValue): value is Int {
  return typeof value === "number" || typeof value === "bigint";
}

/** With a number or a variable as the other operand. */
function binary(name: string, summary: string, operate: (a: Int, b: Int) => Int): ConverterRow {
  return {
    name,
    input: "int",
    output: "int",
    summary,
    manual: MANUAL,
    args: [{ name: "value", type: "sample" }],
    syntax: `${name}(<value>)`,
    compile: ([arg], scope, at): CompiledConverter | undefined => {
      const constant = wholeInt(arg?.text ?? "");
      if (constant !== undefined)
        return pure((value) => (isInt(value) ? operate(value, constant) : undefined));
      const read = operandReader(arg?.text ?? "", scope);
      if (read === undefined) {
        const message = `converter '${name}': '${arg?.text ?? ""}' is neither an integer nor a variable name`;
        scope.diagnostics.error(arg?.at ?? at, message);
        return undefined;
      }
      return {
        convert: (value, txn) => {
          const other = read(txn);
          const operand = other === undefined ? undefined : intOf(other);
          return operand === undefined || !isInt(value) ? undefined : operate(value, operand);
        },
      };
    },
  };
}

function operandReader(
  name: string,
  scope: CompileScope,
): ReturnType<typeof variableReader> | undefined {
  const ref = scope.variableNames.ref(name);
  return ref === undefined ? undefined : variableReader(ref, scope);
}

function unary(
  name: string,
  output: "int" | "bool",
  summary: string,
  operate: (a: Int) => SampleValue,
): ConverterRow {
  const compiled = pure((value) => (isInt(value) ? operate(value) : undefined));
  return {
    name,
    input: "int",
    output,
    summary,
    args: [],
    syntax: name,
    manual: MANUAL,
    compile: () => compiled,
  };
}

export const arithmeticConverters: readonly ConverterRow[] = [
  binary("add", "Adds.", add),
  binary("sub", "Subtracts.", subtract),
  binary("mul", "Multiplies.", multiply),
  binary("div", "Divides; by zero it gives the largest integer.", divide),
  binary("mod", "Remainder of a division; by zero it gives 0.", modulo),
  binary("and", "Bitwise and.", bitAnd),
  binary("or", "Bitwise or.", bitOr),
  binary("xor", "Bitwise exclusive or.", bitXor),
  unary("cpl", "int", "Flips all bits.", complement),
  unary("neg", "int", "Changes the sign.", (value) => subtract(0, value)),
  unary("odd", "bool", "True for odd numbers.", isOdd),
  unary("even", "bool", "True for even numbers.", (value) => !isOdd(value)),
  unary("bool", "bool", "True for all numbers but 0.", (value) => value !== 0),
];
