/** Converters of booleans (manual 7.3.1). */
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { MANUAL, pure } from "./rows.ts";

const not: ConverterRow = {
  name: "not",
  input: "int",
  output: "bool",
  args: [],
  syntax: "not",
  manual: MANUAL,
  summary: "True for false and false for true.",
  compile: () => pure((value) => value === 0),
};

const iif: ConverterRow = {
  name: "iif",
  input: "bool",
  output: "str",
  syntax: "iif(<true>,<false>)",
  manual: MANUAL,
  args: [
    { name: "true", type: "str" },
    { name: "false", type: "str" },
  ],
  summary: "The first text for true, the second for false.",
  compile: (args) => {
    const yes = argText(args, 0);
    const no = argText(args, 1);
    return pure((value) => (value === true ? yes : no));
  },
};

export const booleanConverters: readonly ConverterRow[] = [not, iif];
