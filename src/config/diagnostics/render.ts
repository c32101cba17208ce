/**
 * Diagnostics as a person reads them: severity, file:line:column, the message, the line with a
 * caret under the offending word, and what to do. Input is latin1, output is Unicode text.
 */
import type { Diagnostic, Severity } from "./diagnostics.ts";
import type { SourceLines } from "./collect.ts";
import { unicodeFromLatin1 } from "../words/text.ts";

export interface RenderOptions {
  /** ANSI colours, for a terminal. */
  readonly colour: boolean;
  /** Lines for the excerpts. */
  readonly source: SourceLines;
}

const labels: Readonly<Record<Severity, string>> = {
  alert: "[ALERT]",
  warning: "[WARNING]",
  notice: "[NOTICE]",
  diag: "[DIAG]",
};

const colours: Readonly<Record<Severity, string>> = {
  alert: "\x1b[1;31m",
  warning: "\x1b[1;33m",
  notice: "\x1b[1;36m",
  diag: "\x1b[1;35m",
};

/** One diagnostic, newline terminated. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions): string {
  const { at, severity } = diagnostic;
  const label = paint(labels[severity].padEnd(9), colours[severity], options);
  const place = at === null ? "" : `${at.file}:${at.line}:${at.column}: `;
  let out = `${label} ${place}${shown(diagnostic.message)}\n`;
  const source = at === null ? undefined : options.source(at.file, at.line);
  if (at !== null && source !== undefined) out += excerpt(source, at, colours[severity], options);
  if (diagnostic.hint !== "") out += `  ${shown(diagnostic.hint)}\n`;
  return out;
}

/** All diagnostics and the closing line that HAProxy's users know. */
export function renderAll(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  return (
    diagnostics.map((each) => renderDiagnostic(each, options)).join("") +
    summary(diagnostics, options)
  );
}

function summary(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const errors = count(diagnostics, "alert");
  const warnings = count(diagnostics, "warning");
  const also = warnings === 0 ? "" : `, ${quantity(warnings, "warning")}`;
  if (errors > 0) {
    const label = paint("[ALERT]  ", colours.alert, options);
    return `${label} ${quantity(errors, "error")}${also}. Fatal errors found in configuration.\n`;
  }
  if (warnings === 0) return "";
  return `${paint("[WARNING]", colours.warning, options)} ${quantity(warnings, "warning")} in configuration.\n`;
}

function excerpt(
  source: string,
  at: { readonly column: number; readonly width: number },
  colour: string,
  options: RenderOptions,
): string {
  // A tab stays a tab below, so that the caret stands under its word whatever the tab's width.
  const before = unicodeFromLatin1(source.slice(0, at.column - 1)).replace(/[^\t]/gu, " ");
  const marked = [...unicodeFromLatin1(source.slice(at.column - 1, at.column - 1 + at.width))]
    .length;
  const caret = paint("^".padEnd(marked, "~"), colour, options);
  return `    ${shown(source)}\n    ${before}${caret}\n`;
}

/** Latin1 text for the terminal: control characters of a file must not reach it. */
function shown(latin1: string): string {
  return unicodeFromLatin1(latin1).replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/g, "?");
}

function paint(text: string, colour: string, options: RenderOptions): string {
  return options.colour ? `${colour}${text}\x1b[0m` : text;
}

function count(diagnostics: readonly Diagnostic[], severity: Severity): number {
  return diagnostics.filter((each) => each.severity === severity).length;
}

function quantity(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
