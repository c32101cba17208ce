/**
 * `http-check expect` (manual 4.2): the rules an answer is judged by. Without any, 2xx and 3xx
 * are fine.
 */
import type { Word } from "../../config/word.ts";
import type { Diagnostics } from "../../config/diagnostics.ts";
import { compileRegex } from "../../pattern/regex.ts";
import { Status } from "../check-status.ts";
import type { Verdict } from "./plan.ts";

/** What is known of an answer; `body` is what arrived of it. */
interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly body: string;
  /** No more of the body will come. */
  readonly isComplete: boolean;
}

/** True when the answer meets the rule, undefined when more of it is needed, or what it fails with. */
export type Expectation = (answer: Answer) => true | undefined | Verdict;

function wrongStatus(answer: Answer): Verdict {
  return { status: Status.l7Status, code: answer.status, info: answer.reason };
}

const wrongContent = (info: string): Verdict => ({ status: Status.l7Response, code: 0, info });

/** 2xx and 3xx. */
export const expectSuccess: Expectation = (answer) =>
  answer.status >= 200 && answer.status <= 399 ? true : wrongStatus(answer);

function byStatus(matches: (status: number) => boolean, negated: boolean): Expectation {
  return (answer) => (matches(answer.status) !== negated ? true : wrongStatus(answer));
}

function byContent(matches: (body: string) => boolean, negated: boolean): Expectation {
  return ({ body, isComplete }) => {
    if (body === "") {
      return isComplete
        ? wrongContent("HTTP content check could not find a response body")
        : undefined;
    }
    if (matches(body)) return negated ? wrongContent("HTTP check matched unwanted content") : true;
    if (!isComplete) return undefined;
    return negated ? true : wrongContent("HTTP content check did not match");
  };
}

/** "200,300-310" as a test; undefined if it is malformed. */
function parseStatusList(text: string): ((status: number) => boolean) | undefined {
  const ranges: { from: number; to: number }[] = [];
  for (const part of text.split(",")) {
    const [, from, to] = /^(\d{3})(?:-(\d{3}))?$/.exec(part) ?? [];
    if (from === undefined) return undefined;
    ranges.push({ from: Number(from), to: Number(to ?? from) });
  }
  return (status) => ranges.some(({ from, to }) => status >= from && status <= to);
}

function parseRegex(word: Word, diagnostics: Diagnostics): RegExp | undefined {
  const result = compileRegex(word.text, "");
  if ("regex" in result) return result.regex;
  diagnostics.error(word, `"http-check expect": bad regular expression: ${result.fault}`);
  return undefined;
}

/** Compiles the words after `http-check expect`. Undefined after reporting an error. */
export function compileExpect(
  words: readonly Word[],
  diagnostics: Diagnostics,
): Expectation | undefined {
  const negated = words[0]?.text === "!";
  const [match, pattern, extra] = negated ? words.slice(1) : words;
  if (match === undefined || pattern === undefined) {
    diagnostics.error(match ?? null, '"http-check expect" needs a match and a pattern');
    return undefined;
  }
  if (extra !== undefined) {
    diagnostics.error(
      extra,
      `"http-check expect": "${extra.text}" is not supported`,
      "expected [!] match pattern",
    );
    return undefined;
  }
  switch (match.text) {
    case "status": {
      const matches = parseStatusList(pattern.text);
      if (matches !== undefined) return byStatus(matches, negated);
      diagnostics.error(pattern, `"http-check expect status": bad list of codes "${pattern.text}"`);
      return undefined;
    }
    case "string":
      return byContent((body) => body.includes(pattern.text), negated);
    case "rstatus":
    case "rstring": {
      const regex = parseRegex(pattern, diagnostics);
      if (regex === undefined) return undefined;
      if (match.text === "rstring") return byContent((body) => regex.test(body), negated);
      return byStatus((status) => regex.test(`${status}`), negated);
    }
    default: {
      const hint = "expected status, rstatus, string or rstring";
      diagnostics.error(match, `"http-check expect": match "${match.text}" is not supported`, hint);
      return undefined;
    }
  }
}
