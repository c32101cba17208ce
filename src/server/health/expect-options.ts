/**
 * What stands before the match of an expect rule (manual 4.2): how many bytes it needs, its
 * comment, and what it reports.
 */
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

/** Reads the options and `!`, up to the match; undefined after reporting. */
export function readExpectOptions(rule: CheckRule, comment: string): ExpectOptions | undefined {
  const options: ExpectOptions = {
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
  for (let word = rule.args.peek; word !== undefined; word = rule.args.peek) {
    if (word.text === "!") {
      rule.args.take();
      options.isNegated = !options.isNegated;
      continue;
    }
    const read = READERS.get(word.text);
    if (read === undefined) return options;
    rule.args.take();
    if (!read(rule, options)) return undefined;
  }
  rule.args.expect("a match and a pattern");
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
