/**
 * `balance log-hash <converters>` (manual 4.2): what the converters make of a log line's message
 * decides which server of a log backend gets it. A message that they make nothing of goes nowhere.
 */
import type { Word } from "../config/words/word.ts";
import { castTo, compileConverters } from "../sample/expression.ts";
import type { Compiled } from "../sample/types.ts";
import type { Algorithm, BalanceUse } from "./algorithm.ts";
import { parseHashType } from "./hash-type.ts";
import { ServerMap } from "./server-map.ts";

/** The algorithm over the message of now; undefined after reporting. */
export function hashedByMessage(
  use: BalanceUse,
  converters: Word,
  message: () => string,
): Algorithm | undefined {
  const { scope, farm, model } = use;
  const type = parseHashType(model.hashType, scope.diagnostics);
  const start: Compiled = { type: "str", eval: message };
  const compiled = compileConverters(start, converters, scope);
  // The running HAProxy hashes the bytes of a number, not its digits, with `none` as well.
  const key = compiled === undefined ? undefined : castTo(compiled, "bin", scope, converters);
  if (type === undefined || key === undefined) return undefined;
  const map = new ServerMap(farm);
  return {
    pick(txn) {
      const value = key.eval(txn);
      return typeof value === "string" ? map.ofHash(type.hash(value)) : null;
    },
  };
}
