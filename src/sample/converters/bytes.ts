/**
 * Converter `bytes` (manual 7.3.1): part of the sample; its place may stand in variables. As in
 * HAProxy 2.6 a negative number of the configuration gives no sample; 3.2 refuses it.
 */
import { intOf } from "../cast.ts";
import type { CompileScope } from "../compile-scope.ts";
import { wholeInt } from "../integer.ts";
import type { Int } from "../integer.ts";
import type { Txn } from "../txn.ts";
import type { Arg, ConverterRow } from "../types.ts";
import { MANUAL, pure, variableReader } from "./rows.ts";

/** A number of the configuration, or what reads one from a variable; undefined when unset. */
type Operand = number | ((txn: Txn) => Int | undefined);

/** An argument that is a number or a variable; undefined after reporting. */
function operandOf(arg: Arg, scope: CompileScope): Operand | undefined {
  const number = wholeInt(arg.text);
  if (number !== undefined) return Number(number);
  const ref = scope.variableNames.ref(arg.text);
  if (ref === undefined) {
    const message = `converter 'bytes': '${arg.text}' is neither an integer nor a variable name`;
    scope.diagnostics.error(arg.at, message);
    return undefined;
  }
  const read = variableReader(ref, scope);
  return (txn) => {
    const value = read(txn);
    return value === undefined ? undefined : intOf(value);
  };
}

/** No sample for an offset that is not within the text, or a negative length. */
function cut(text: string, offset: Int | undefined, length: Int | undefined): string | undefined {
  if (offset === undefined || offset < 0 || offset >= text.length) return undefined;
  if (length === undefined || length < 0) return undefined;
  return text.slice(Number(offset), Number(offset) + Number(length));
}

export const bytesConverter: ConverterRow = {
  name: "bytes",
  input: "bin",
  output: "bin",
  manual: MANUAL,
  syntax: "bytes(<offset>[,<length>])",
  summary: "Part of the sample from an offset, up to its end without a length.",
  args: [
    { name: "offset", type: "sample" },
    { name: "length", type: "sample", optional: true },
  ],
  compile: ([first, second], scope) => {
    const offset = first === undefined ? undefined : operandOf(first, scope);
    const length = second === undefined || second.text === "" ? Infinity : operandOf(second, scope);
    if (offset === undefined || length === undefined) return undefined;
    if (typeof offset === "number" && typeof length === "number")
      return pure((value) => (typeof value === "string" ? cut(value, offset, length) : undefined));
    const read = (operand: Operand, txn: Txn): Int | undefined =>
      typeof operand === "number" ? operand : operand(txn);
    return {
      convert: (value, txn) =>
        typeof value === "string" ? cut(value, read(offset, txn), read(length, txn)) : undefined,
    };
  },
};
