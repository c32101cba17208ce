/** What a search with a regex gives. */

/** Where a regex matched, and what its groups hold: 0 the whole match, undefined for a missing one. */
export interface Match {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

/** A way to look for a regex in latin1 texts. */
export interface Search {
  /** Steps made by all searches so far, where they are counted; 0 on the runtime's engine. */
  readonly steps: number;
  test(text: string): boolean;
  /** The leftmost match, as Perl prefers it, or null. */
  exec(text: string): Match | null;
  /** Like `exec` in the rest of a longer text, at whose begin `^` does not match. */
  execRest(rest: string): Match | null;
}
