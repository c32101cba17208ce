/**
 * What stands between the percent sign of a log format's item and its variable or expression:
 * `(name:type)`, then `{flags}` (manual 8.2.6). Either may be missing.
 */
import type { OutputType, TextStyle } from "./text.ts";

/** An item's name ("" for none) and style, and the index behind the head. */
export interface ItemHead {
  readonly name: string;
  readonly style: TextStyle;
  readonly end: number;
}

/** What is wrong with a head, and where. */
export interface HeadProblem {
  readonly problem: string;
  readonly start: number;
  readonly end: number;
}

const TYPES: readonly OutputType[] = ["str", "sint", "bool", "raw"];

/** Reads the head that begins at `start`; flags add to `inherited`. */
export function readItemHead(
  text: string,
  start: number,
  inherited: TextStyle,
): ItemHead | HeadProblem {
  let at = start;
  let name = "";
  let style = inherited;
  if (text[at] === "(") {
    const close = text.indexOf(")", at);
    if (close === -1)
      return { problem: "missing ')' after the name", start: start - 1, end: text.length };
    const [given = "", type, ...rest] = text.slice(at + 1, close).split(":");
    if (!/^[A-Za-z0-9_-]*$/.test(given) || rest.length > 0)
      return {
        problem: "a name is made of letters, digits, '_' and '-'",
        start: at + 1,
        end: close,
      };
    name = given;
    if (type !== undefined) {
      const known = TYPES.find((each) => each === type);
      if (known === undefined) {
        const problem = `unknown type '${type}', expected one of ${TYPES.join(", ")}`;
        return { problem, start: close - type.length, end: close };
      }
      style = { ...style, type: known };
    }
    at = close + 1;
  }
  if (text[at] === "{") {
    const close = text.indexOf("}", at);
    if (close === -1)
      return { problem: "missing '}' after the flags", start: start - 1, end: text.length };
    style = withFlags(style, text.slice(at + 1, close));
    at = close + 1;
  }
  return { name, style, end: at };
}

/** The style with flags such as `+Q,-E` applied; HAProxy skips what it does not know, so do we. */
function withFlags(style: TextStyle, flags: string): TextStyle {
  let { quoted, escaped, hex, mandatory, utf8, binary } = style;
  let json = style.encoding === "json";
  let cbor = style.encoding === "cbor";
  for (const flag of flags.split(/[, ]+/)) {
    const on = flag.startsWith("+");
    if (!on && !flag.startsWith("-")) continue;
    const name = flag.slice(1);
    if (name === "Q") quoted = on;
    else if (name === "E") escaped = on;
    else if (name === "X") hex = on;
    else if (name === "M") mandatory = on;
    else if (name === "bin") binary = on;
    else if (name === "utf8") utf8 = on;
    else if (name === "json") json = on;
    else if (name === "cbor") cbor = on;
  }
  // With both, HAProxy writes JSON.
  const encoding = json ? "json" : cbor ? "cbor" : "none";
  return { ...style, quoted, escaped, hex, mandatory, utf8, binary, encoding };
}
