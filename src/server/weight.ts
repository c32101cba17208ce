/** Weights as the CLI and agents write them: "10" or "50%" of the initial weight. */

const MAX_WEIGHT = 256;

/** The weight, or why there is none, in HAProxy's words. */
export type WeightChange = { readonly weight: number } | { readonly error: string };

/**
 * Reads `text` for a server of that initial weight. A static algorithm takes only 0% and 100% of
 * it. Above 256 a relative weight is cut, an absolute one refused.
 */
export function parseWeight(text: string, initialWeight: number, dynamic: boolean): WeightChange {
  if (text === "") return { error: "Require <weight> or <weight%>." };
  const [, digits, percent, rest] = /^\s*([+-]?\d+)(%?)(.*)$/s.exec(text) ?? [];
  if (digits === undefined) return { error: "Empty weight string empty or preceded by garbage" };
  if (rest !== "") return { error: "Trailing garbage in weight string" };
  let weight = Number(digits);
  if (percent === "%") {
    if (weight < 0) return { error: "Relative weight must be positive." };
    weight = Math.min(MAX_WEIGHT, Math.floor((initialWeight * weight) / 100));
  } else if (weight < 0 || weight > MAX_WEIGHT) {
    return { error: "Absolute weight can only be between 0 and 256 inclusive." };
  }
  if (!dynamic && weight !== 0 && weight !== initialWeight) {
    return {
      error: "Backend is using a static LB algorithm and only accepts weights '0%' and '100%'.",
    };
  }
  return { weight };
}
