/**
 * What the expect rules of tcp-check and http-check have in common (manual 4.2): one match with its
 * pattern, and options about how many bytes it needs, its comment, and what it reports.
 */
import type { Word } from "../../config/words/word.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import type { Format } from "../../sample/log-format/log-format.ts";
import type { Eval } from "../../sample/types.ts";
import { type CheckStatus, Status } from "../check-status.ts";
import { type CheckRule, refuse, takeFormat } from "./rule-words.ts";

export interface ExpectOptions {
  /** Fewer bytes decide nothing; -1 lets a match decide, and the end. */
  minReceived: number;
  comment: string;
  okStatus: CheckStatus;
  errorStatus: CheckStatus | null;
  timeoutStatus: CheckStatus;
  readonly timeoutInfo: null;
  onSuccess: Format | null;
  onError: Format | null;
  statusCode: Eval | null;
  isNegated: boolean;
}

type StatusOption = "ok-status" | "error-status" | "tout-status";

const STATUSES: Readonly<Record<StatusOption, readonly CheckStatus[]>> = {
  "ok-status": [Status.l7Ok, Status.l7OkConditional, Status.l6Ok, Status.l4Ok],
  "error-status": [
    Status.l7OkConditional,
    Status.l7Response,
    Status.l7Status,
    Status.l6Response,
    Status.l4Connection,
  ],
  "tout-status": [Status.l7Timeout, Status.l6Timeout, Status.l4Timeout],
};

/** An expect rule as it was read; `Test` is what its match and pattern became. */
export interface ExpectRule<Test> {
  readonly options: ExpectOptions;
  readonly test: Test;
}

/** Reads the pattern of the match `name`, which `word` ends with; undefined after reporting. */
type ReadMatch<Test> = (rule: CheckRule, name: string, word: Word) => Test | undefined;

/** Reads a whole rule: one match, options before and after it; undefined after reporting. */
export function readExpectRule<Test>(
  rule: CheckRule,
  comment: string,
  readMatch: ReadMatch<Test>,
): ExpectRule<Test> | undefined {
  const options = newOptions(comment);
  let test: Test | undefined;
  for (let word = rule.args.take(); word !== undefined; word = rule.args.take()) {
    const read = READERS.get(word.text);
    if (read !== undefined) {
      if (!read(rule, options)) return undefined;
      continue;
    }
    const match = takeNegations(rule, word, options);
    if (match === undefined) return undefined;
    if (READERS.has(match.name))
      return refuse(rule, match.word, `'!' goes before a match, not before '${match.name}'`);
    const found = readMatch(rule, match.name, match.word);
    if (found === undefined) return undefined;
    if (test !== undefined) return refuse(rule, match.word, "a rule has one match and pattern");
    test = found;
  }
  if (test !== undefined) return { options, test };
  rule.args.expect("a match and a pattern");
  return undefined;
}

function newOptions(comment: string): ExpectOptions {
  return {
    minReceived: -1,
    comment,
    okStatus: Status.l7Ok,
    errorStatus: null,
    timeoutStatus: Status.l7Timeout,
    timeoutInfo: null,
    onSuccess: null,
    onError: null,
    statusCode: null,
    isNegated: false,
  };
}

/** Reads the `!` that stand before a match, each of which turns it around, alone or at its word. */
function takeNegations(
  rule: CheckRule,
  first: Word,
  options: ExpectOptions,
): { readonly name: string; readonly word: Word } | undefined {
  let word: Word | undefined = first;
  while (word !== undefined) {
    const name = word.text.replace(/^!+/, "");
    if ((word.text.length - name.length) % 2 === 1) options.isNegated = !options.isNegated;
    if (name !== "") return { name, word };
    word = rule.args.expect("a match after '!'");
  }
  return undefined;
}

type Reader = (rule: CheckRule, options: ExpectOptions) => boolean;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["min-recv", readMinReceived],
  ["comment", readComment],
  [
    "ok-status",
    (rule, options) => readStatus("ok-status", rule, (found) => (options.okStatus = found)),
  ],
  [
    "error-status",
    (rule, options) => readStatus("error-status", rule, (found) => (options.errorStatus = found)),
  ],
  [
    "tout-status",
    (rule, options) => readStatus("tout-status", rule, (found) => (options.timeoutStatus = found)),
  ],
  ["on-success", (rule, options) => readFormat(rule, (format) => (options.onSuccess = format))],
  ["on-error", (rule, options) => readFormat(rule, (format) => (options.onError = format))],
  ["status-code", readStatusCode],
]);

function readMinReceived(rule: CheckRule, options: ExpectOptions): boolean {
  const count = rule.args.integer("a number of bytes", { min: -1, max: 0x7fffffff });
  if (count === undefined) return false;
  options.minReceived = count;
  return true;
}

function readComment(rule: CheckRule, options: ExpectOptions): boolean {
  const text = rule.args.expect("a text after 'comment'");
  if (text === undefined) return false;
  options.comment = text.text;
  return true;
}

function readStatus(
  option: StatusOption,
  rule: CheckRule,
  take: (status: CheckStatus) => void,
): boolean {
  const word = rule.args.expect(`a status after '${option}'`);
  if (word === undefined) return false;
  const found = STATUSES[option].find(({ name }) => name === word.text);
  const known = STATUSES[option].map(({ name }) => name).join(", ");
  if (found === undefined)
    refuse(rule, word, `'${option}' does not know '${word.text}'`, `expected ${known}`);
  else take(found);
  return found !== undefined;
}

function readFormat(rule: CheckRule, take: (format: Format) => void): boolean {
  const format = takeFormat(rule, "a format");
  if (format !== undefined) take(format);
  return format !== undefined;
}

function readStatusCode(rule: CheckRule, options: ExpectOptions): boolean {
  const word = rule.args.expect("an expression after 'status-code'");
  const expression = word === undefined ? undefined : compileExpression(word, rule.scope);
  if (word === undefined || expression === undefined) return false;
  options.statusCode = castTo(expression, "int", rule.scope, word)?.eval ?? null;
  return options.statusCode !== null;
}
