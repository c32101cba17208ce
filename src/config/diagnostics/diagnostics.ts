/**
 * What the configuration's author is told. Errors are collected, never thrown, so that one run
 * shows them all; a caller that meets one goes on as if the line were absent.
 */
import type { Line, Position, Word } from "../words/word.ts";

export type Severity = "alert" | "warning" | "notice" | "diag";

export interface Diagnostic {
  readonly severity: Severity;
  /** Null for what concerns no line. */
  readonly at: (Position & { readonly width: number }) | null;
  readonly message: string;
  /** What to do: what was expected, the nearest known word. Empty when there is nothing to add. */
  readonly hint: string;
}

/** The sink of diagnostics of one load. */
export interface Diagnostics {
  readonly all: readonly Diagnostic[];
  readonly errorCount: number;
  error(at: Word | Line | null, message: string, hint?: string): void;
  warn(at: Word | Line | null, message: string, hint?: string): void;
  notice(at: Word | Line | null, message: string, hint?: string): void;
  diag(at: Word | Line | null, message: string, hint?: string): void;
}
