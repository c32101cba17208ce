/**
 * `http-check expect` (manual 4.2): the rules an HTTP answer is judged by. Where no rule follows a
 * request, 2xx and 3xx are fine.
 */
import type { Word } from "../../config/words/word.ts";
import { compileRegex, type Regex } from "../../pattern/regex.ts";
import { Status } from "../check-status.ts";
import { Operational } from "../state.ts";
import type { CheckTxn } from "./check-txn.ts";
import { type ExpectOptions, readExpectRule } from "./expect-options.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { readFieldTest } from "./http-field-expect.ts";
import { type CheckRule, refuse, takeFormat } from "./rule-words.ts";
import type { ExpectStep, Match, Mismatch } from "./sequence.ts";

/** No rule chooses how an answer that is none is called, but one may say what is told of it. */
const malformed: Mismatch = { status: Status.l7Response, info: "", isFinal: true };
const softStop: Mismatch = { status: Status.l7OkConditional, info: "", isBare: true };

/** 2xx and 3xx. */
export function impliedHttpExpect(stopsOn404: boolean): ExpectStep {
  const isFine = (status: number): boolean => status >= 200 && status <= 399;
  return {
    kind: "expect",
    number: 0,
    comment: "",
    name: "expect HTTP status codes",
    match: ofAnswer(
      byHead((answer) => isFine(answer.head!.status), false),
      stopsOn404,
    ),
    okStatus: Status.l7Ok,
    errorStatus: null,
    timeoutStatus: Status.l7Timeout,
    timeoutInfo: null,
    onSuccess: null,
    onError: null,
    statusCode: null,
  };
}

/** Compiles the rule; undefined after reporting. `comment` is that of a rule before it, or "". */
export function compileHttpExpect(
  rule: CheckRule,
  comment: string,
  stopsOn404: boolean,
): ExpectStep | undefined {
  const read = readExpectRule(rule, comment, readTest);
  if (read === undefined) return undefined;
  const { options, test } = read;
  const match = ofAnswer(test(options), stopsOn404);
  return { ...options, kind: "expect", number: rule.number, name: "expect", match };
}

/** A test of an answer whose head is there. */
type AnswerTest = (answer: HttpAnswer, txn: CheckTxn) => true | undefined | Mismatch;

/** A server that runs and answers 404 is asked to stop softly, whatever the rules say. */
function ofAnswer(test: AnswerTest, stopsOn404: boolean): Match {
  return (txn) => {
    const { answer, server } = txn;
    if (answer === null || answer.isMalformed) return malformed;
    if (answer.head === null) return undefined;
    const isGone = stopsOn404 && answer.head.status === 404;
    if (isGone && server.operational !== Operational.stopped) return softStop;
    return test(answer, txn);
  };
}

function byHead(
  holds: (answer: HttpAnswer, txn: CheckTxn) => boolean,
  isNegated: boolean,
): AnswerTest {
  return (answer, txn) => {
    if (holds(answer, txn) !== isNegated) return true;
    return { status: Status.l7Status, info: answer.head!.reasonText() };
  };
}

const ofHead =
  (holds: (answer: HttpAnswer, txn: CheckTxn) => boolean): TestMaker =>
  ({ isNegated }) =>
    byHead(holds, isNegated);

type BodySearch = (body: string, txn: CheckTxn) => boolean | Mismatch;

const ofBody =
  (finds: BodySearch): TestMaker =>
  (options) =>
    byBody(finds, options);

function byBody(finds: BodySearch, { isNegated, minReceived }: ExpectOptions): AnswerTest {
  const content = (info: string): Mismatch => ({ status: Status.l7Response, info });
  const missing = content("HTTP content check could not find a response body");
  const wrong = content(
    isNegated ? "HTTP check matched unwanted content" : "HTTP content check did not match",
  );
  return ({ body, isComplete }, txn) => {
    if (body === "") return isComplete ? missing : undefined;
    if (body.length < minReceived && !isComplete) return undefined;
    const found = finds(body, txn);
    if (typeof found === "object") return found;
    if (found) return isNegated ? wrong : true;
    if (minReceived < 0 && !isComplete) return undefined;
    return isNegated ? true : wrong;
  };
}

/** A test, once all options are read. */
type TestMaker = (options: ExpectOptions) => AnswerTest;

function readTest(rule: CheckRule, name: string, word: Word): TestMaker | undefined {
  switch (name) {
    case "status": {
      const codes = readCodes(rule);
      return codes && ofHead(({ head }) => codes(head!.status));
    }
    case "rstatus": {
      const regex = readRegex(rule);
      return regex && ofHead(({ head }) => regex.test(`${head!.status}`));
    }
    case "hdr":
    case "fhdr": {
      const test = readFieldTest(rule, name === "hdr");
      return test && ofHead(({ head }, txn) => test(head!, txn));
    }
    case "string": {
      const pattern = rule.args.expect("a text after 'string'")?.text;
      return pattern === undefined ? undefined : ofBody((body) => body.includes(pattern));
    }
    case "rstring": {
      const regex = readRegex(rule);
      return regex && ofBody((body) => regex.test(body));
    }
    case "string-lf": {
      const format = takeFormat(rule, "a format");
      return format && ofBody((body, txn) => includesMade(body, format(txn)));
    }
    default:
      return refuse(
        rule,
        word,
        `'${rule.args.name}' does not know '${name}'`,
        "expected status, rstatus, hdr, fhdr, string, rstring or string-lf",
      );
  }
}

function includesMade(body: string, made: string): boolean | Mismatch {
  if (made !== "") return body.includes(made);
  const info = "log-format string evaluated to an empty string";
  return { status: Status.l7Response, info, isBare: true };
}

function readRegex(rule: CheckRule): Regex | undefined {
  const word = rule.args.expect("a regular expression");
  if (word === undefined) return undefined;
  const result = compileRegex(word.text, "");
  if ("regex" in result) return result.regex;
  return refuse(rule, word, `bad regular expression: ${result.fault}`);
}

/** "200,300-310" as a test. */
function readCodes(rule: CheckRule): ((status: number) => boolean) | undefined {
  const word = rule.args.expect("status codes");
  if (word === undefined) return undefined;
  const ranges: { from: number; to: number }[] = [];
  for (const part of word.text.split(",")) {
    const [, from, to] = /^(\d{3})(?:-(\d{3}))?$/.exec(part) ?? [];
    if (from === undefined || (to !== undefined && to < from)) {
      const hint = "such as 200 or 200-399";
      return refuse(rule, word, `'${part}' is not a status or a range of them`, hint);
    }
    ranges.push({ from: Number(from), to: Number(to ?? from) });
  }
  return (status) => ranges.some(({ from, to }) => status >= from && status <= to);
}
