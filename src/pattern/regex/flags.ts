/** The flags that `(?i)`, `(?^s-m:…)` and the like set within a pattern. */

export interface Flags {
  /** Letters match in both cases. */
  readonly i: boolean;
  /** `^` and `$` match at each line. */
  readonly m: boolean;
  /** Plain parentheses do not capture. */
  readonly n: boolean;
  /** `.` matches a newline. */
  readonly s: boolean;
  /** White space and comments behind `#` are not part of the pattern. */
  readonly x: boolean;
  /** Repeats are lazy, and those with `?` greedy. */
  readonly U: boolean;
}

export const NO_FLAGS: Flags = { i: false, m: false, n: false, s: false, x: false, U: false };

/** The flags after letters like `i-s`, or what is wrong with these. */
export function flagsAfter(flags: Flags, letters: string): Flags | string {
  const after: Record<string, boolean> = letters.startsWith("^")
    ? { ...NO_FLAGS, U: flags.U }
    : { ...flags };
  let value = true;
  for (const letter of letters.startsWith("^") ? letters.slice(1) : letters) {
    if (letter === "-") value = false;
    else if (Object.hasOwn(after, letter)) after[letter] = value;
    else return `there is no flag '${letter}'`;
  }
  return { ...NO_FLAGS, ...after };
}
