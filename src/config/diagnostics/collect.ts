/**
 * Collects the diagnostics of one load, in the order they were found, each with the line it
 * belongs to so that it can be shown. Nothing is ever dropped or thrown.
 */
import type { Diagnostic, Diagnostics, Severity } from "./diagnostics.ts";
import type { Line, Word } from "../words/word.ts";

/** The lines of the files read so far, for the excerpt below a message. */
export type SourceLines = (file: string, line: number) => string | undefined;

export class CollectedDiagnostics implements Diagnostics {
  readonly #all: Diagnostic[] = [];
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
    this.#errorCount++;
    this.#add("alert", at, message, hint);
  }

  warn(at: Word | Line | null, message: string, hint = ""): void {
    this.#warningCount++;
    this.#add("warning", at, message, hint);
  }

  notice(at: Word | Line | null, message: string, hint = ""): void {
    this.#add("notice", at, message, hint);
  }

  diag(at: Word | Line | null, message: string, hint = ""): void {
    this.#add("diag", at, message, hint);
  }

  #add(severity: Severity, at: Word | Line | null, message: string, hint: string): void {
    const word = at === null ? null : "words" in at ? at.words[0]! : at;
    const place =
      word === null
        ? null
        : { file: word.file, line: word.line, column: word.column, width: word.width };
    this.#all.push({ severity, at: place, message, hint });
  }
}
