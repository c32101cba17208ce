/**
 * `balance url_param <param>` (manual 4.2): the value of a parameter of the query decides, as it
 * is written, not decoded. Without the parameter or with an empty value the servers take turns.
 */
import type { BalanceRow } from "./algorithm.ts";
import { hashedByText } from "./hashed.ts";

/** The value of the first parameter `name=` of a query; undefined if there is none or it is empty. */
export function queryParameter(query: string, name: string): string | undefined {
  for (let start = 0; start < query.length;) {
    const ampersand = query.indexOf("&", start);
    const end = ampersand === -1 ? query.length : ampersand;
    const valueStart = start + name.length + 1;
    if (valueStart < end && query.startsWith(`${name}=`, start))
      return query.slice(valueStart, end);
    start = end + 1;
  }
  return undefined;
}

export const urlParam: BalanceRow = {
  name: "url_param",
  syntax: "url_param <param>",
  manual: "4.2",
  summary: "The server that a parameter of the query hashes to.",
  dynamic: false,
  keyed: true,
  takesOptions: true,
  http: true,
  compile(_argument, options, use, at) {
    const [name, extra] = options;
    if (name === undefined) {
      use.scope.diagnostics.error(at, '"balance url_param" requires a parameter name');
      return undefined;
    }
    if (extra !== undefined) {
      const message = `"balance url_param": parameter "${extra.text}" is not supported`;
      use.scope.diagnostics.error(extra, message, "only the query is searched");
      return undefined;
    }
    return hashedByText(use, (txn) => {
      const query = txn.request?.query();
      return query === undefined ? undefined : queryParameter(query, name.text);
    });
  },
};
