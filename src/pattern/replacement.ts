/**
 * Replacement texts with groups, as `regsub`, `map_regm` and the replace actions write them: `\0`
 * to `\9` stand for what the regex and its groups matched, `\\` for a backslash, `\xHH` for a byte.
 */

/** The text with groups filled in; `groups[0]` is the whole match, a missing one is empty. */
export function expandGroups(replacement: string, groups: readonly unknown[]): string {
  return replacement.replace(
    /\\(?:x([0-9a-fA-F]{2})|([0-9])|([\s\S]))/g,
    (_all, hex, digit, char) => {
      if (typeof hex === "string") return String.fromCharCode(Number.parseInt(hex, 16));
      if (typeof digit !== "string") return String(char);
      const group = groups[Number(digit)];
      return typeof group === "string" ? group : "";
    },
  );
}
