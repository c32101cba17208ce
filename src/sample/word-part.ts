/**
 * Parts of a configuration word, placed. The place is exact when the word stands in the file as
 * its text, or as its text within one pair of quotes; otherwise a part has the whole word's place,
 * for escapes and variables shift what follows them.
 */
import type { Word } from "../config/words/word.ts";

/** The characters [start, end) of the word's text as a word of their own. */
export function wordPart(word: Word, start: number, end: number): Word {
  const text = word.text.slice(start, end);
  const { file, line } = word;
  if (word.width === word.text.length) {
    return { file, line, column: word.column + start, text, width: Math.max(text.length, 1) };
  }
  if (word.width === word.text.length + 2) {
    return { file, line, column: word.column + 1 + start, text, width: Math.max(text.length, 1) };
  }
  return { file, line, column: word.column, text, width: word.width };
}
