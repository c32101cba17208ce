/**
 * `balance url_param <param> [check_post]` (manual 4.2): the value of a parameter of the query
 * decides, as it is written, not decoded; with `check_post` that of a POST request's body if the
 * query has none. Without the parameter the servers take turns.
 */
import { METHOD_POST } from "../http/method.ts";
import type { Txn } from "../sample/txn.ts";
import type { Algorithm, BalanceRow, BalanceUse } from "./algorithm.ts";
import { hashedByText } from "./hashed.ts";

/** The value of the first parameter `name=` of a query, empty too; undefined if there is none. */
export function queryParameter(query: string, name: string): string | undefined {
  for (let start = 0; start < query.length;) {
    const ampersand = query.indexOf("&", start);
    const end = ampersand === -1 ? query.length : ampersand;
    const valueStart = start + name.length + 1;
    if (valueStart <= end && query.startsWith(`${name}=`, start))
      return query.slice(valueStart, end);
    start = end + 1;
  }
  return undefined;
}

/** Characters of tokens (RFC 9110 5.6.2) up to a blank, a line's end, or the body's. */
const POSTED_VALUE = /^([!#$%'*+.^_`|~0-9A-Za-z-]*)(?:[\t\n\r ]|$)/;

/** As of a query, but a blank ends the value; one that is no token counts as not there. */
export function bodyParameter(body: string, name: string): string | undefined {
  const value = queryParameter(body, name);
  return value === undefined ? undefined : POSTED_VALUE.exec(value)?.[1];
}

function parameterOf(txn: Txn, name: string): string | undefined {
  const query = txn.request?.query();
  return query === undefined ? undefined : queryParameter(query, name);
}

function isPost(txn: Txn): boolean {
  return txn.request?.method === METHOD_POST;
}

/** Looks into the query, then into the body of a POST. */
function withPosted(use: BalanceUse, name: string): Algorithm | undefined {
  const algorithm = hashedByText(use, (txn) => {
    const inQuery = parameterOf(txn, name);
    if (inQuery !== undefined || !isPost(txn)) return inQuery;
    const { bytes, start, end } = txn.requestBuffer;
    if (bytes === null) return undefined;
    const seen = bytes.latin1Slice(start, Math.min(end, start + use.bufferSizeBytes));
    return bodyParameter(seen, name);
  });
  if (algorithm === undefined) return undefined;
  return { pick: (txn, avoid) => algorithm.pick(txn, avoid), wantsBody: isPost };
}

export const urlParam: BalanceRow = {
  name: "url_param",
  syntax: "url_param <param> [check_post]",
  manual: "4.2",
  summary: "The server that a parameter of the query, or of a posted form, hashes to.",
  dynamic: false,
  keyed: true,
  takesOptions: true,
  http: true,
  compile(_argument, [nameWord, modifier], use, at) {
    const { diagnostics } = use.scope;
    if (nameWord === undefined) {
      diagnostics.error(at, '"balance url_param" requires a parameter name');
      return undefined;
    }
    const name = nameWord.text;
    if (modifier === undefined) return hashedByText(use, (txn) => parameterOf(txn, name));
    // A number may follow, how long to wait in former versions: HAProxy ignores it.
    if (modifier.text === "check_post") return withPosted(use, name);
    const message = `"balance url_param": unknown modifier "${modifier.text}"`;
    diagnostics.error(modifier, message, "expected check_post");
    return undefined;
  },
};
