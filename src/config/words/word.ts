/**
 * The words of a configuration and where each stands. Every diagnostic, at parse time or later,
 * points at a Word; so words travel through the model until rules are compiled.
 */

/** A place in a configuration file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One argument of a line, quotes and escapes resolved, environment expanded. */
export interface Word extends Position {
  readonly text: string;
  /** Width of the word as written, for the caret. */
  readonly width: number;
}

/** A logical line: its keyword and arguments, never empty. */
export interface Line {
  readonly words: readonly Word[];
  /** The line as written, for the excerpt. */
  readonly source: string;
}

/** A word that nobody wrote, standing where its section does. */
export function impliedWord(text: string, at: Position): Word {
  return { text, file: at.file, line: at.line, column: at.column, width: text.length };
}
