/** `-m beg` and `-m end`: a prefix or a suffix of the sample, a probe for each length of a key. */
import { earlier } from "../key-hash.ts";
import type { MatchRow } from "../types.ts";
import { HashedText } from "./hashed.ts";

/** The longest prefix wins, as in HAProxy's trees. */
class Prefixes extends HashedText {
  protected override search(value: string): number {
    return this.keys.longestPrefix(value);
  }
}

/** With -i HAProxy has a list, of which the first wins. */
class FirstPrefixes extends HashedText {
  protected override search(value: string): number {
    return earlier(this.keys.exact(""), this.keys.firstAt(value, 0, null));
  }
}

/** The suffix that was added first wins, as in HAProxy's lists. */
class Suffixes extends HashedText {
  protected override search(value: string): number {
    return this.keys.firstSuffix(value);
  }
}

export const begMatch: MatchRow = {
  name: "beg",
  input: "str",
  storage: "tree",
  takesPatterns: true,
  syntax: "-m beg <string>…",
  manual: "7.1.3",
  summary: "The sample begins with one of the strings.",
  open: (ignoreCase, patterns) => {
    const keys = patterns.hash(ignoreCase, "");
    return ignoreCase ? new FirstPrefixes(keys) : new Prefixes(keys);
  },
};

export const endMatch: MatchRow = {
  name: "end",
  input: "str",
  storage: "list",
  takesPatterns: true,
  syntax: "-m end <string>…",
  manual: "7.1.3",
  summary: "The sample ends with one of the strings.",
  open: (ignoreCase, patterns) => new Suffixes(patterns.hash(ignoreCase, "")),
};
