/**
 * `balance uri [whole] [len <len>] [depth <depth>] [path-only]` (manual 4.2): the part of the URI
 * before the question mark decides, or the whole; cut after some characters or directory levels.
 */
import type { Word } from "../config/words/word.ts";
import type { Diagnostics } from "../config/diagnostics/diagnostics.ts";
import type { Txn } from "../sample/txn.ts";
import type { BalanceRow } from "./algorithm.ts";
import { hashedByText } from "./hashed.ts";

/** Which part of the URI is the key; 0 for no limit. */
export interface UriPart {
  readonly whole: boolean;
  readonly pathOnly: boolean;
  readonly lengthBytes: number;
  readonly depth: number;
}

/** The key of a URI. The slash that would begin one level too many ends it. */
export function uriKey(uri: string, part: UriPart): string {
  const end = part.lengthBytes > 0 ? Math.min(part.lengthBytes, uri.length) : uri.length;
  let slashes = 0;
  for (let at = 0; at < end; at++) {
    const char = uri.charCodeAt(at);
    if (char === 0x2f) {
      slashes++;
      if (part.depth > 0 && slashes > part.depth) return uri.slice(0, at);
    } else if (char === 0x3f && !part.whole) return uri.slice(0, at);
  }
  return uri.slice(0, end);
}

function parsePart(options: readonly Word[], diagnostics: Diagnostics): UriPart | undefined {
  const part = { whole: false, pathOnly: false, lengthBytes: 0, depth: 0 };
  for (let at = 0; at < options.length; at++) {
    const option = options[at]!;
    if (option.text === "whole") part.whole = true;
    else if (option.text === "path-only") part.pathOnly = true;
    else if (option.text === "len" || option.text === "depth") {
      const count = options[++at];
      if (count === undefined || !/^[1-9]\d*$/.test(count.text)) {
        diagnostics.error(
          count ?? option,
          `"balance uri": "${option.text}" expects a positive integer`,
        );
        return undefined;
      }
      part[option.text === "len" ? "lengthBytes" : "depth"] = Number(count.text);
    } else {
      const hint = "expected whole, len, depth or path-only";
      diagnostics.error(option, `"balance uri": unknown parameter "${option.text}"`, hint);
      return undefined;
    }
  }
  return part;
}

export const uri: BalanceRow = {
  name: "uri",
  syntax: "uri [whole] [len <len>] [depth <depth>] [path-only]",
  manual: "4.2",
  summary: "The server that the request's URI hashes to.",
  dynamic: false,
  keyed: true,
  takesOptions: true,
  http: true,
  compile(_argument, options, use) {
    const part = parsePart(options, use.scope.diagnostics);
    if (part === undefined) return undefined;
    return hashedByText(use, (txn: Txn) => {
      const text = part.pathOnly ? txn.request?.pathq() : txn.request?.targetText();
      return text === undefined ? undefined : uriKey(text, part);
    });
  },
};
