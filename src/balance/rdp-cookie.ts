/**
 * `balance rdp-cookie[(<name>)]` (manual 4.2): the cookie of an RDP connection request decides.
 * Without it in what was received so far the servers take turns.
 */
import type { BalanceRow } from "./algorithm.ts";
import { hashedByText } from "./hashed.ts";
import { RDP_REQUEST_BYTES, rdpCookie } from "../sample/protocols/rdp-cookie.ts";

const USUAL_NAME = "mstshash";

export const rdpCookieBalance: BalanceRow = {
  name: "rdp-cookie",
  syntax: "rdp-cookie[(<name>)]",
  manual: "4.2",
  summary: "The server that the cookie of an RDP request hashes to.",
  dynamic: false,
  keyed: true,
  takesArgument: true,
  compile(argument, _options, use, at) {
    if (argument === "") {
      use.scope.diagnostics.error(at, '"balance rdp-cookie(name)" requires a cookie name');
      return undefined;
    }
    const name = argument ?? USUAL_NAME;
    return hashedByText(use, ({ requestBuffer: { bytes, start, end } }) => {
      if (bytes === null) return undefined;
      const text = bytes.latin1Slice(start, Math.min(end, start + RDP_REQUEST_BYTES));
      const found = rdpCookie(text, name);
      return typeof found === "string" || found.value === "" ? undefined : found.value;
    });
  },
};
