/**
 * Numbers, times and sizes as the configuration writes them (manual 2.5). Each reader takes the
 * whole text or nothing.
 */

import { type UnitNumber, parseSize, parseTimeMs } from "../../core/duration.ts";

export type UnitResult =
  | { readonly value: number }
  | { readonly problem: "shape" | "unit" | "overflow" };

/** A time in ms; a bare number is in `defaultUnit`. Fractions of a ms are rounded up. */
export function readTimeMs(text: string, defaultUnit: "ms" | "s" = "ms"): UnitResult {
  return resultOf(text, parseTimeMs(text, defaultUnit));
}

/** A size in bytes (or entries): a number, optionally with k, m or g. */
export function readSizeBytes(text: string): UnitResult {
  return resultOf(text, parseSize(text, Number.MAX_SAFE_INTEGER));
}

/** What to say of `text`: a number with letters after it has a wrong unit. */
function resultOf(text: string, parsed: UnitNumber): UnitResult {
  if (parsed.ok) return { value: parsed.value };
  if (parsed.reason === "overflow") return { problem: "overflow" };
  return { problem: /^\d+[a-z]+$/.test(text) ? "unit" : "shape" };
}

/** A whole number, optionally signed. */
export function readInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
