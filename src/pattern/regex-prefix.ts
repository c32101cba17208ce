/**
 * The literal text that whatever a regex matches begins with: `^/images/\d+` begins with `/images/`.
 * Regexes whose text a sample does not begin with need not be tried.
 */

const PLAIN = /^[A-Za-z0-9 _/\-,:;=@#%&~'"<>!`]$/;
/** Characters that stand for themselves behind a backslash. */
const ESCAPED = /^[^A-Za-z0-9\x80-\xff]$/;
/** A quantifier, or what may stand before one: a comment, the end of a quotation. */
const QUANTIFIER = /^(?:[?*+{]|\(\?#|\\E)/;

/** The text, "" when there is none that can be told by a look; only ASCII, so that case folds alike. */
export function literalPrefix(pattern: string): string {
  if (!pattern.startsWith("^") || pattern.includes("|")) return "";
  let prefix = "";
  for (let at = 1; at < pattern.length;) {
    const isEscape = pattern[at] === "\\";
    const char = pattern[at + Number(isEscape)] ?? "";
    const end = at + 1 + Number(isEscape);
    if (!(isEscape ? ESCAPED : PLAIN).test(char) || QUANTIFIER.test(pattern.slice(end))) break;
    prefix += char;
    at = end;
  }
  return prefix;
}
