/**
 * One reference to an environment variable inside double quotes (manual 2.3): `$NAME`, `${NAME}`,
 * `${NAME-default}`, `${NAME[*]}`. Names that begin with a dot are the pseudo variables .FILE,
 * .LINE and .SECTION. The default is taken as it stands, up to the closing brace.
 */
import type { LexError } from "./lex-error.ts";

export interface VariableReference {
  readonly name: string;
  /** The value when the variable does not exist. */
  readonly fallback: string;
  /** `[*]`: the value is cut into words at its blanks. */
  readonly asWords: boolean;
  /** Offset of the first character after the reference. */
  readonly end: number;
}

const nameAt: RegExp = /(?:\.(?:FILE|LINE|SECTION)(?![A-Za-z0-9_])|[A-Za-z_][A-Za-z0-9_]*)/y;

/** Reads the reference whose `$` stands at `dollar`. */
export function readVariable(source: string, dollar: number): VariableReference | LexError {
  const braced = source[dollar + 1] === "{";
  const start = dollar + (braced ? 2 : 1);
  nameAt.lastIndex = start;
  const name = nameAt.exec(source)?.[0];
  if (name === undefined) return badName(start);
  const end = start + name.length;
  return braced
    ? readBraces(source, dollar, name, end)
    : { name, fallback: "", asWords: false, end };
}

function readBraces(
  source: string,
  dollar: number,
  name: string,
  nameEnd: number,
): VariableReference | LexError {
  let at = nameEnd;
  const asWords = source.startsWith("[*]", at);
  if (asWords) at += 3;
  else if (source[at] === "[") {
    return {
      offset: at,
      message: "truncated or invalid word expansion sequence",
      hint: "only [*] may follow the name",
    };
  }
  let fallback = "";
  if (source[at] === "-") {
    const close = source.indexOf("}", at);
    if (close < 0) return unmatchedBrace(dollar);
    fallback = source.slice(at + 1, close);
    at = close;
  }
  if (source[at] !== "}") return unmatchedBrace(dollar);
  return { name, fallback, asWords, end: at + 1 };
}

function badName(offset: number): LexError {
  return {
    offset,
    message: "forbidden first char in environment variable name",
    hint: "a name begins with a letter or '_' (or is .FILE, .LINE or .SECTION); write \\$ for a dollar",
  };
}

function unmatchedBrace(dollar: number): LexError {
  return {
    offset: dollar + 1,
    message: "unmatched brace in environment variable name",
    hint: "expected ${NAME}, ${NAME-default} or ${NAME[*]}",
  };
}
