/**
 * The hard cases of expressions, and the rows of later keywords: those are refused by name, each
 * at its own line, until they come.
 */
import { compareExpressions, type Row } from "./expression-table.ts";
import { extraRows } from "./expressions-extra.ts";

compareExpressions(
  "hard cases of expressions",
  extraRows.map(({ expression, fields = [], target, expected }): Row => ({
    text: `%[${expression}]`,
    fields: ["Host: a", ...fields].map((field) => `${field}\r\n`).join(""),
    ...(target !== undefined && { target }),
    expected: `<${expected}>`,
  })),
);
