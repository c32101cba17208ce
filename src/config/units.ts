/**
 * Numbers, times and sizes as the configuration writes them (manual 2.5). Each reader takes the
 * whole text or nothing.
 */

/** The longest time HAProxy's timers take: 2^31 - 1 ms, about 24.8 days. */
const maxTimeMs: number = 0x7fffffff;

const msPerUnit: Readonly<Record<string, number>> = {
  us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000,
};

export type UnitResult =
  | { readonly value: number }
  | { readonly problem: "shape" | "unit" | "overflow" };

/** A time in ms; a bare number is in `defaultUnit`. Fractions of a ms are rounded up. */
export function readTimeMs(text: string, defaultUnit: "ms" | "s" = "ms"): UnitResult {
  const match = /^(\d+)([a-z]*)$/.exec(text);
  if (match === null) return { problem: "shape" };
  const scale = msPerUnit[match[2] === "" ? defaultUnit : match[2]!];
  if (scale === undefined) return { problem: "unit" };
  const value = Math.ceil(Number(match[1]) * scale);
  return value > maxTimeMs ? { problem: "overflow" } : { value };
}

const bytesPerUnit: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1048576, g: 1073741824 };

/** A size in bytes (or entries): a number, optionally with k, m or g. */
export function readSizeBytes(text: string): UnitResult {
  const match = /^(\d+)([a-zA-Z]*)$/.exec(text);
  if (match === null) return { problem: "shape" };
  const scale = bytesPerUnit[match[2]!.toLowerCase()];
  if (scale === undefined) return { problem: "unit" };
  const value = Number(match[1]) * scale;
  return Number.isSafeInteger(value) ? { value } : { problem: "overflow" };
}

/** A whole number, optionally signed. */
export function readInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
