/**
 * Cuts an input line into commands and words (management manual 9.3): `;` separates commands,
 * blanks separate words, a backslash takes the next character as it is, and `<<` at the end, with
 * an optional word, announces a payload.
 */

export interface CliLine {
  /** The words of each command, in order. */
  readonly commands: readonly (readonly string[])[];
  /** The line that ends the payload of the last command; null without a payload. */
  readonly payloadEnd: string | null;
}

const PAYLOAD = /(?:^|\s)<<(\S*)\s*$/;

/** Cuts one line, given without its line feed. */
export function cutLine(line: string): CliLine {
  const payload = PAYLOAD.exec(line);
  const text = payload === null ? line : line.slice(0, payload.index);
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | null = null;
  const endWord = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\" && at + 1 < text.length) word = (word ?? "") + text.charAt(++at);
    else if (char === " " || char === "\t") endWord();
    else if (char === ";") {
      endWord();
      commands.push(words);
      words = [];
    } else word = (word ?? "") + char;
  }
  endWord();
  commands.push(words);
  return { commands, payloadEnd: payload === null ? null : payload[1]! };
}
