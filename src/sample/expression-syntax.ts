/**
 * The grammar of sample expressions, `fetch(args),converter(args),…` (manual 2.2 and 7.3), without
 * any meaning: names and arguments with their places. As HAProxy reads them: an argument ends at
 * the first comma or closing parenthesis outside quotes, and a backslash escapes only quotes,
 * spaces, itself and the letters n, r and t.
 */

/** An argument with quotes and escapes resolved; [start, end) is where it stands in the text. */
interface ArgSyntax {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One fetch or converter as written. */
export interface CallSyntax {
  readonly name: string;
  readonly start: number;
  /** Where the name ends. */
  readonly nameEnd: number;
  /** Null without parentheses. */
  readonly args: readonly ArgSyntax[] | null;
  /** Just behind the closing parenthesis or the name. */
  readonly end: number;
}

/** What is wrong with a text, and where. */
export interface SyntaxFault {
  readonly fault: string;
  readonly start: number;
  readonly end: number;
}

export interface ExpressionSyntax {
  readonly calls: readonly CallSyntax[];
  /** The first character that does not belong to the expression, or the text's length. */
  readonly end: number;
}

const NAME_CHARACTERS: RegExp = /[A-Za-z0-9_.+-]*/y;

/** Reads an expression from `start`; stops at the first character that cannot continue it. */
export function parseExpression(text: string, start: number): ExpressionSyntax | SyntaxFault {
  const calls: CallSyntax[] = [];
  let at = start;
  for (;;) {
    const call = parseCall(text, at);
    if ("fault" in call) return call;
    if (call.name === "") return missingName(text, call, calls);
    calls.push(call);
    at = call.end;
    if (text[at] !== ",") return { calls, end: at };
    while (text[at] === ",") at++;
  }
}

function missingName(text: string, call: CallSyntax, before: readonly CallSyntax[]): SyntaxFault {
  const end = Math.min(call.start + 1, text.length);
  if (before.length === 0) return { fault: "missing fetch method", start: call.start, end };
  return { fault: "missing converter after the comma", start: call.start, end };
}

function parseCall(text: string, start: number): CallSyntax | SyntaxFault {
  NAME_CHARACTERS.lastIndex = start;
  const name = NAME_CHARACTERS.exec(text)![0];
  const nameEnd = start + name.length;
  if (name === "" || text[nameEnd] !== "(")
    return { name, start, nameEnd, args: null, end: nameEnd };
  const args: ArgSyntax[] = [];
  let at = nameEnd;
  do {
    const arg = parseArgument(text, at + 1);
    if ("fault" in arg) return arg;
    args.push(arg);
    at = arg.end;
  } while (text[at] === ",");
  if (text[at] !== ")") return { fault: "expected ')'", start: nameEnd, end: at };
  const empty = args.length === 1 && args[0]!.start === args[0]!.end;
  return { name, start, nameEnd, args: empty ? [] : args, end: at + 1 };
}

/** Characters that a backslash makes literal, and those it makes control characters. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  " ": " ",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

function parseArgument(text: string, start: number): ArgSyntax | SyntaxFault {
  let quote = "";
  let out = "";
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (quote === "" && (char === "," || char === ")")) break;
    if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === "\\" && quote !== "'" && ESCAPES[text[at + 1] ?? ""] !== undefined) {
      out += ESCAPES[text[++at]!]!;
    } else out += char;
  }
  if (quote !== "") return { fault: `unmatched quote ${quote}`, start, end: text.length };
  return { text: out, start, end: at };
}
