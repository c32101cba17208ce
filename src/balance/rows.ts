/** The balancing algorithms by name, and the compilation of a backend's `balance` line. */
import type { BalanceModel, ProxyModel } from "../config/model.ts";
import type { Word } from "../config/words/word.ts";
import type { Algorithm, BalanceRow, BalanceUse } from "./algorithm.ts";
import { first } from "./first.ts";
import { hashExpression } from "./hash-expression.ts";
import { isConsistent } from "./hash-type.ts";
import { header } from "./header.ts";
import { hashedByMessage } from "./log-hash.ts";
import { leastconn } from "./leastconn.ts";
import { random } from "./random.ts";
import { rdpCookieBalance } from "./rdp-cookie.ts";
import { RoundRobin, roundrobin } from "./roundrobin.ts";
import { source } from "./source.ts";
import { staticRr } from "./static-rr.ts";
import { sticky } from "./sticky.ts";
import { uri } from "./uri.ts";
import { urlParam } from "./url-param.ts";

export const balanceRows: readonly BalanceRow[] = [
  roundrobin,
  staticRr,
  leastconn,
  first,
  source,
  uri,
  urlParam,
  header,
  rdpCookieBalance,
  hashExpression,
  random,
  sticky,
];

const ROW_BY_NAME: ReadonlyMap<string, BalanceRow> = new Map(
  balanceRows.map((row) => [row.name, row]),
);

/** Of backends that take log messages: in others HAProxy takes turns instead. */
const LOG_ALGORITHM = "log-hash";

/** "name" or "name(argument)". */
const ALGORITHM = /^([^()]*)(?:\((.*)\))?$/;

interface NamedRow {
  readonly row: BalanceRow;
  readonly argument: string | null;
}

function findRow(word: Word): NamedRow | undefined {
  const [, name, argument] = ALGORITHM.exec(word.text) ?? [];
  const row = name === undefined ? undefined : ROW_BY_NAME.get(name);
  return row === undefined ? undefined : { row, argument: argument ?? null };
}

/** Whether server weights may be changed to any value at run time in this backend. */
export function isDynamic({
  balance,
  hashType,
  mode,
}: Pick<ProxyModel, "balance" | "hashType" | "mode">): boolean {
  const [word] = balance.words;
  if (mode === "syslog" && word?.text === LOG_ALGORITHM) return false;
  const row = word === undefined ? undefined : findRow(word)?.row;
  return row?.dynamic !== false || (row.keyed === true && isConsistent(hashType));
}

/** Whether the stream's key decides under this `balance` line. */
export function isKeyed(balance: BalanceModel): boolean {
  const [word] = balance.words;
  return word !== undefined && findRow(word)?.row.keyed === true;
}

/**
 * The algorithm of a backend; roundrobin when the configuration names none. Undefined after
 * reporting an error.
 */
export function compileBalance(use: BalanceUse): Algorithm | undefined {
  const { model, scope } = use;
  const [word, ...options] = model.balance.words;
  // No stream comes to a log backend: its lines are balanced by `compileLogBalance`.
  if (word === undefined || model.mode === "syslog") return new RoundRobin(use.farm);
  if (word.text === LOG_ALGORITHM) {
    if (options.length === 0) {
      scope.diagnostics.error(word, `"balance ${word.text}" requires converters`);
      return undefined;
    }
    const message = `"balance ${word.text}" needs "mode log"`;
    scope.diagnostics.warn(word, message, "servers take turns, as in HAProxy");
    return new RoundRobin(use.farm);
  }
  const found = findRow(word);
  if (found?.row.http === true && model.mode !== "http") {
    const message = `"balance ${found.row.name}" needs "mode http"`;
    scope.diagnostics.warn(word, message, "servers take turns, as in HAProxy");
    return new RoundRobin(use.farm);
  }
  return compileRow(found, word, options, use);
}

/**
 * The algorithm of a backend in `mode log`, over the message that `message` gives now. Undefined
 * after reporting.
 */
export function compileLogBalance(use: BalanceUse, message: () => string): Algorithm | undefined {
  const [word, ...options] = use.model.balance.words;
  if (word === undefined) return new RoundRobin(use.farm);
  if (word.text !== LOG_ALGORITHM) return compileRow(findRow(word), word, options, use);
  const [converters] = options;
  if (converters !== undefined) return hashedByMessage(use, converters, message);
  use.scope.diagnostics.error(word, `"balance ${word.text}" requires converters`);
  return undefined;
}

function compileRow(
  found: NamedRow | undefined,
  word: Word,
  options: readonly Word[],
  use: BalanceUse,
): Algorithm | undefined {
  const { scope } = use;
  if (found === undefined) {
    const hint = `expected one of ${balanceRows.map((row) => row.syntax).join(", ")}`;
    scope.diagnostics.error(word, `"balance": unknown algorithm "${word.text}"`, hint);
    return undefined;
  }
  const { row, argument } = found;
  if (argument !== null && row.takesArgument !== true) {
    scope.diagnostics.error(
      word,
      `"balance ${row.name}" takes no argument`,
      `expected ${row.syntax}`,
    );
    return undefined;
  }
  const [stray] = options;
  // HAProxy ignores such words without a warning.
  if (stray !== undefined && row.takesOptions !== true) {
    scope.diagnostics.warn(
      stray,
      `"balance ${row.name}": "${stray.text}" is ignored, as HAProxy does`,
    );
  }
  return row.compile(argument, options, use, word);
}
