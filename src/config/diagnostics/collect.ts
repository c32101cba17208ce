/**
 * Collects the diagnostics of one load, in the order they were found, each with the line it
 * belongs to so that it can be shown. Nothing is thrown. What was said of a place is not said again:
 * lines of `defaults` and `listen` are looked at more than once.
 */
import type { Diagnostic, Diagnostics, Severity } from "./diagnostics.ts";
import type { Line, Word } from "../words/word.ts";

/** The lines of the files read so far, for the excerpt below a message. */
export type SourceLines = (file: string, line: number) => string | undefined;

export class CollectedDiagnostics implements Diagnostics {
  readonly #all: Diagnostic[] = [];
  readonly #said: Set<string> = new Set();
  #errorCount = 0;
  #warningCount = 0;

  get all(): readonly Diagnostic[] {
    return this.#all;
  }

  get errorCount(): number {
    return this.#errorCount;
  }

  get warningCount(): number {
    return this.#warningCount;
  }

  error(at: Word | Line | null, message: string, hint = ""): void {
    if (this.#add("alert", at, message, hint)) this.#errorCount++;
  }

  warn(at: Word | Line | null, message: string, hint = ""): void {
    if (this.#add("warning", at, message, hint)) this.#warningCount++;
  }

  notice(at: Word | Line | null, message: string, hint = ""): void {
    this.#add("notice", at, message, hint);
  }

  diag(at: Word | Line | null, message: string, hint = ""): void {
    this.#add("diag", at, message, hint);
  }

  /** False when this has been said. */
  #add(severity: Severity, at: Word | Line | null, message: string, hint: string): boolean {
    const place = placeOf(at);
    if (place !== null) {
      const key = `${severity} ${place.file}:${place.line}:${place.column} ${message}`;
      if (this.#said.has(key)) return false;
      this.#said.add(key);
    }
    this.#all.push({ severity, at: place, message, hint });
    return true;
  }
}

function placeOf(at: Word | Line | null): Diagnostic["at"] {
  if (at === null) return null;
  const { file, line, column, width } = "words" in at ? at.words[0]! : at;
  return { file, line, column, width };
}
