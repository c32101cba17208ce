/** `tcp-check expect` (manual 4.2): what the bytes that came back must hold. */
import type { Word } from "../../config/words/word.ts";
import { compileRegex } from "../../pattern/regex.ts";
import { Status } from "../check-status.ts";
import type { CheckTxn } from "./check-txn.ts";
import { type ExpectOptions, readExpectRule } from "./expect-options.ts";
import { bytesOfHex, type CheckRule, refuse, takeFormat, takeHex } from "./rule-words.ts";
import type { ExpectStep, Match, Mismatch } from "./sequence.ts";

/** How a pattern is looked for, and how HAProxy calls it. */
interface Search {
  /** After "expect ", where the step is named. */
  readonly stepName: string;
  /** After "content ". */
  readonly contentName: string;
  readonly finds: (text: string, txn: CheckTxn) => Finding;
}

/** Undefined when more bytes are needed to tell. */
type Finding = boolean | undefined | Mismatch;

/** Compiles the rule; undefined after reporting. `comment` is that of a rule before it, or "". */
export function compileTcpExpect(rule: CheckRule, comment: string): ExpectStep | undefined {
  const read = readExpectRule(rule, comment, readSearch);
  if (read === undefined) return undefined;
  const { options, test } = read;
  return {
    ...options,
    kind: "expect",
    number: rule.number,
    name: `expect ${test.stepName}`,
    match: matching(test, options, rule.number),
  };
}

function matching(search: Search, options: ExpectOptions, number: number): Match {
  const { isNegated, minReceived, comment } = options;
  const told = comment === "" ? "" : ` comment: '${comment}'`;
  const empty = bare(`TCPCHK got an empty response at step ${number}${told}`);
  const fault = isNegated ? "matched unwanted content" : "did not match content";
  const wrong: Mismatch = {
    status: Status.l7Response,
    info: `TCPCHK ${fault} ${search.contentName} at step ${number}`,
  };
  return (txn) => {
    const text = txn.receivedText();
    if (text === "") return txn.isEnded ? empty : undefined;
    if (text.length < minReceived && !txn.isEnded) return undefined;
    const found = search.finds(text, txn);
    if (typeof found === "object") return found;
    if (found === undefined) return undefined;
    if (found) return isNegated ? wrong : true;
    // What is not there may still come, unless enough came to be sure.
    if (minReceived < 0 && !txn.isEnded) return undefined;
    return isNegated ? true : wrong;
  };
}

function readSearch(rule: CheckRule, name: string, word: Word): Search | undefined {
  switch (name) {
    case "string":
      return searchText(rule);
    case "binary":
      return searchBytes(rule);
    case "rstring":
    case "rbinary":
      return searchRegex(rule, name === "rbinary");
    case "string-lf":
    case "binary-lf":
      return searchFormat(rule, name === "binary-lf");
    default:
      return refuse(
        rule,
        word,
        `'${rule.args.name}' does not know '${name}'`,
        "expected string, rstring, binary, rbinary, string-lf or binary-lf",
      );
  }
}

function searchText(rule: CheckRule): Search | undefined {
  const pattern = rule.args.expect("a text after 'string'")?.text;
  if (pattern === undefined) return undefined;
  return {
    stepName: `string '${pattern}'`,
    contentName: `'${pattern}'`,
    finds: (text, txn) => includes(text, pattern, txn),
  };
}

/** Fewer bytes than are looked for tell nothing, whatever `min-recv` says. */
function includes(text: string, pattern: string, { isEnded }: CheckTxn): boolean | undefined {
  return text.length < pattern.length && !isEnded ? undefined : text.includes(pattern);
}

function searchBytes(rule: CheckRule): Search | undefined {
  const pattern = takeHex(rule);
  if (pattern === undefined) return undefined;
  return {
    stepName: `binary '${pattern.split("\0")[0]!}'`,
    contentName: "(binary)",
    finds: (text, txn) => includes(text, pattern, txn),
  };
}

function searchRegex(rule: CheckRule, isHex: boolean): Search | undefined {
  const word = rule.args.expect("a regular expression");
  if (word === undefined) return undefined;
  const result = compileRegex(word.text, "");
  if ("fault" in result) return refuse(rule, word, `bad regular expression: ${result.fault}`);
  const { regex } = result;
  const name = isHex ? "binary regex" : "regex";
  return {
    stepName: name,
    contentName: `(${name})`,
    finds: (text) => regex.test(isHex ? hexOf(text) : text),
  };
}

function searchFormat(rule: CheckRule, isHex: boolean): Search | undefined {
  const format = takeFormat(rule, "a format");
  if (format === undefined) return undefined;
  const name = isHex ? "log-format binary" : "log-format string";
  return {
    stepName: name,
    contentName: `(${name})`,
    finds: (text, txn) => {
      const made = format(txn);
      if (made === "") return bare("log-format string evaluated to an empty string");
      const pattern = isHex ? bytesOfHex(made) : made;
      if (pattern !== undefined) return includes(text, pattern, txn);
      return bare("Failed to parse hexastring resulting of eval of a log-format string");
    },
  };
}

function bare(info: string): Mismatch {
  return { status: Status.l7Response, info, isBare: true };
}

/** Two upper-case digits a byte. */
function hexOf(text: string): string {
  let digits = "";
  for (let at = 0; at < text.length; at++)
    digits += text.charCodeAt(at).toString(16).toUpperCase().padStart(2, "0");
  return digits;
}
