/**
 * Pattern files written: the entries of a set as text that reads back as the same entries. Comments
 * and lines that did not change stay as they are, where they are; new entries come last.
 */
import { readPatterns } from "./file.ts";
import type { PatternReference } from "./reference.ts";
import type { PatternEntry } from "./types.ts";

/** The text, or the entry that no line can hold. */
export type FileText = { readonly text: string } | { readonly fault: string };

/** The set's entries as the content of its file, which held `before`. */
export function fileTextOf(reference: PatternReference, before: string): FileText {
  const { hasValues } = reference;
  const hasComments = /^[ \t\r]*(?:#.*)?$/m.test(before.replace(/\n$/, ""));
  const left = hasComments ? entriesByKey(reference) : null;
  const lines: string[] = left === null ? [] : linesKept(before, hasValues, left);
  for (const entry of left === null ? reference.entries : leftOf(left)) {
    const line = lineOf(entry, hasValues);
    if (line === null) return { fault: `no line of a file can hold the entry '${entry.key}'` };
    lines.push(line);
  }
  return { text: lines.map((line) => `${line}\n`).join("") };
}

/** The entries of each key that no line stands for yet, in order. */
type Left = Map<string, PatternEntry[]>;

function entriesByKey(reference: PatternReference): Left {
  const left: Left = new Map();
  for (const entry of reference.entries) {
    const known = left.get(entry.key);
    if (known === undefined) left.set(entry.key, [entry]);
    else known.push(entry);
  }
  return left;
}

/** Entries in the order they were added. */
function leftOf(left: Left): readonly PatternEntry[] {
  return [...left.values()].flat().toSorted((a, b) => a.id - b.id);
}

/** The lines that stay, taking their entries out of `left`. */
function linesKept(before: string, hasValues: boolean, left: Left): string[] {
  const kept: string[] = [];
  for (const line of before.replace(/\n$/, "").split("\n")) {
    let stays = true;
    readPatterns(line, hasValues ? "map-file" : "acl-file", (start, end, valueStart, valueEnd) => {
      const entries = left.get(line.slice(start, end));
      const [entry] = entries ?? [];
      const value = valueStart < 0 ? null : line.slice(valueStart, valueEnd);
      stays = entry !== undefined && sameValue(entry, value);
      if (stays) entries!.shift();
      return null;
    });
    if (stays) kept.push(line);
  }
  return kept;
}

/** An ACL's entry may have been given a value, which its file has no place for. */
function sameValue(entry: PatternEntry, value: string | null): boolean {
  return value === null || (entry.value ?? "") === value;
}

/** Null if the line would not read back as the entry. */
function lineOf({ key, value }: PatternEntry, hasValues: boolean): string | null {
  const margin = key.startsWith("#") ? " " : "";
  const line =
    hasValues && value !== null && value !== "" ? `${margin}${key} ${value}` : margin + key;
  let readsBack = false;
  const layout = hasValues ? "map-file" : "acl-file";
  readPatterns(line, layout, (start, end, valueStart, valueEnd) => {
    const readValue = valueStart < 0 ? "" : line.slice(valueStart, valueEnd);
    readsBack = line.slice(start, end) === key && (!hasValues || readValue === (value ?? ""));
    return null;
  });
  return readsBack && !/[\r\n]/.test(line) ? line : null;
}
