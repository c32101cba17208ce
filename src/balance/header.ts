/**
 * `balance hdr(<name>) [use_domain_only]` (manual 4.2): the first value of a request header
 * decides. Without the header or with an empty first value the servers take turns.
 */
import { HeaderName } from "../http/header-name.ts";
import type { BalanceRow } from "./algorithm.ts";
import { hashedByText } from "./hashed.ts";

/** The first element of a comma-separated list; commas in quotes do not separate. */
export function firstElement(value: string): string {
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const char = value.charCodeAt(at);
    if (char === 0x5c && quoted) at++;
    else if (char === 0x22) quoted = !quoted;
    else if (char === 0x2c && !quoted) return value.slice(0, at).trimEnd();
  }
  return value;
}

/**
 * The label before the last dot ("1wt" of "haproxy.1wt.eu"), or all when no dot follows the first
 * character. The character just before the last dot always belongs to it, a dot as well.
 */
export function mainDomain(host: string): string {
  const end = host.lastIndexOf(".");
  if (end <= 0) return host;
  const previous = end === 1 ? -1 : host.lastIndexOf(".", end - 2);
  return host.slice(previous + 1, end);
}

export const header: BalanceRow = {
  name: "hdr",
  syntax: "hdr(<name>) [use_domain_only]",
  manual: "4.2",
  summary: "The server that a request header hashes to.",
  dynamic: false,
  keyed: true,
  takesArgument: true,
  takesOptions: true,
  http: true,
  compile(argument, options, use, at) {
    const { diagnostics } = use.scope;
    if (argument === null || argument === "") {
      diagnostics.error(at, '"balance hdr(name)" requires a header name');
      return undefined;
    }
    const [option] = options;
    if (option !== undefined && option.text !== "use_domain_only") {
      const message = `"balance hdr": unknown parameter "${option.text}"`;
      diagnostics.error(option, message, "expected use_domain_only");
      return undefined;
    }
    const name = new HeaderName(argument);
    return hashedByText(use, (txn) => {
      const value = txn.request?.fields.first(name);
      if (value === undefined) return undefined;
      const key = firstElement(value);
      if (key === "") return undefined;
      return option === undefined ? key : mainDomain(key);
    });
  },
};
