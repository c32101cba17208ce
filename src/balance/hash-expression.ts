/**
 * `balance hash <expr>` (manual 4.2): the value of a sample expression decides, as the bytes it is
 * made of; as its text with `hash-type … none`. Without a value the servers take turns.
 */
import type { Word } from "../config/words/word.ts";
import { castTo, compileExpression } from "../sample/expression.ts";
import type { Algorithm, BalanceRow, BalanceUse } from "./algorithm.ts";
import { parseHashType } from "./hash-type.ts";
import { Hashed, laidOut } from "./hashed.ts";

/** The algorithm over an expression's value; undefined after reporting. */
function hashedByExpression(use: BalanceUse, word: Word): Algorithm | undefined {
  const type = parseHashType(use.model.hashType, use.scope.diagnostics);
  const expression = compileExpression(word, use.scope);
  if (type === undefined || expression === undefined) return undefined;
  const key = castTo(expression, type.input, use.scope, word);
  if (key === undefined) return undefined;
  return new Hashed(laidOut(use.farm, type), (txn) => {
    const value = key.eval(txn);
    return typeof value === "string" ? type.hash(value) : -1;
  });
}

export const hashExpression: BalanceRow = {
  name: "hash",
  syntax: "hash <expr>",
  manual: "4.2",
  summary: "The server that the value of an expression hashes to.",
  dynamic: false,
  keyed: true,
  takesOptions: true,
  compile(_argument, [expression, extra], use, at) {
    const { diagnostics } = use.scope;
    if (expression === undefined) diagnostics.error(at, '"balance hash" requires an expression');
    else if (extra === undefined) return hashedByExpression(use, expression);
    else diagnostics.error(extra, `"balance hash" takes no other argument than the expression`);
    return undefined;
  },
};
