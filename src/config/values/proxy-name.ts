/** Names of sections (manual 4): letters, digits, and `-`, `_`, `.`, `:`. */
import type { Arguments } from "../arguments.ts";
import type { Diagnostics } from "../diagnostics/diagnostics.ts";
import { latin1FromUnicode, unicodeFromLatin1 } from "../words/text.ts";
import type { Word } from "../words/word.ts";

/** The section's name; undefined after reporting. */
export function expectSectionName(args: Arguments, diagnostics: Diagnostics): Word | undefined {
  const name = args.expect("a name");
  if (name === undefined) return undefined;
  return isGoodName(name, diagnostics) ? name : undefined;
}

/** False after reporting a character that names cannot have. */
export function isGoodName(name: Word, diagnostics: Diagnostics): boolean {
  const bad = /[^A-Za-z0-9_.:-]/u.exec(unicodeFromLatin1(name.text))?.[0];
  if (bad === undefined) return true;
  diagnostics.error(
    name,
    `'${latin1FromUnicode(bad)}' is not permitted in a section's name`,
    "letters, digits, '-', '_', '.' and ':' are",
  );
  return false;
}
