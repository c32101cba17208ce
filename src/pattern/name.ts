/**
 * Names of pattern sets (manual 2.7): a file that must exist, a file that need not (`opt@`), or
 * no file at all (`virt@`). Prefixes of files are no part of the name, so that all forms of one
 * file mean one set.
 */

export interface PatternSetName {
  /** What the set is called: the file's path, or the whole of a virtual name. */
  readonly name: string;
  readonly kind: "file" | "optional" | "virtual";
}

export function readName(text: string): PatternSetName {
  if (text.startsWith("virt@")) return { name: text, kind: "virtual" };
  if (text.startsWith("opt@")) return { name: text.slice(4), kind: "optional" };
  return { name: text.startsWith("file@") ? text.slice(5) : text, kind: "file" };
}
