/**
 * Converter `language` (manual 7.3.1): the client's choice of the languages there are. As in
 * HAProxy the first language of the list that fits a range is its match, and a weight counts only
 * as the first parameter. On purpose not as in HAProxy 2.6, the range behind `q=0,` is not lost.
 */
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { shapedText } from "./rows.ts";

/** The weight in thousandths (RFC 9110 12.4.2); what is none counts as 1. */
function qualityOf(parameters: string): number {
  const found = /^;\s*q=([01](?:\.\d{0,3})?)/.exec(parameters);
  return found === null ? 1000 : Math.round(Number(found[1]) * 1000);
}

function choose(accepted: string, languages: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestQuality = 0;
  for (const item of accepted.split(",")) {
    const [, range = "", parameters = ""] = /^\s*([^;\s]*)\s*(.*)$/.exec(item) ?? [];
    const [base = ""] = range.split("-");
    const language = languages.find((each) => each === range || each === base);
    const quality = language === undefined ? 0 : qualityOf(parameters);
    if (quality > bestQuality) [best, bestQuality] = [language, quality];
  }
  return best;
}

export const languageConverter: ConverterRow = shapedText(
  "language",
  "str",
  "str",
  [
    { name: "languages", type: "str" },
    { name: "default", type: "str", optional: true },
  ],
  "Of the languages, the one that an Accept-Language header wants most.",
  (args) => {
    const languages = argText(args, 0).split(";");
    const otherwise = args[1]?.text;
    return (accepted) => choose(accepted, languages) ?? otherwise;
  },
);
