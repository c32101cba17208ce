/** Fetches of protocols that are recognised in the content: RDP and distcc (manual 7.3.5). */
import { distccToken } from "../protocols/distcc.ts";
import type { DistccToken } from "../protocols/distcc.ts";
import { RDP_REQUEST_BYTES, rdpCookie } from "../protocols/rdp-cookie.ts";
import type { RdpCookie } from "../protocols/rdp-cookie.ts";
import { argInt, argText, nameArg } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { ArgSpec, Eval, FetchRow, SampleValue } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.5";

/** What `read` finds in the request's content; "partial" while more may come is noted. */
function fromContent<Found>(
  txn: Txn,
  mostBytes: number,
  read: (text: string) => Found | "none" | "partial",
): Found | "none" | "partial" {
  const { bytes, start, end, complete } = txn.requestBuffer;
  const text = bytes === null ? "" : bytes.latin1Slice(start, Math.min(end, start + mostBytes));
  const found = read(text);
  if (found === "partial" && !complete) txn.incomplete = true;
  return found;
}

function rdpRow(
  name: string,
  aliases: readonly string[],
  type: "str" | "int",
  summary: string,
  value: (found: RdpCookie) => SampleValue | undefined,
): FetchRow {
  return {
    name,
    aliases,
    args: [nameArg],
    type,
    where: Where.content,
    manual: MANUAL,
    syntax: `${name}([<name>]) : ${type}`,
    summary,
    compile: (args) => {
      const cookie = argText(args, 0);
      const read = (text: string): RdpCookie => rdpCookie(text, cookie);
      return { type, eval: (txn) => value(fromContent(txn, RDP_REQUEST_BYTES, read)) };
    },
  };
}

function distccRow(
  name: string,
  type: "int" | "bin",
  summary: string,
  value: (txn: Txn, found: DistccToken) => SampleValue | undefined,
): FetchRow {
  const token: ArgSpec = { name: "token", type: "str" };
  const occurrence: ArgSpec = { name: "occ", type: "int", optional: true };
  return {
    name,
    args: [token, occurrence],
    type,
    where: Where.content,
    manual: MANUAL,
    syntax: `${name}(<token>[,<occ>]) : ${type}`,
    summary,
    compile: (args) => {
      const wanted = argText(args, 0);
      const nth = Math.max(1, argInt(args, 1, 1));
      const read = (text: string) => distccToken(text, wanted, nth);
      const evaluate: Eval = (txn) => {
        const found = fromContent(txn, Infinity, read);
        return typeof found === "string" ? undefined : value(txn, found);
      };
      return { type, eval: evaluate };
    },
  };
}

export const protocolFetches: readonly FetchRow[] = [
  rdpRow(
    "req.rdp_cookie",
    ["rdp_cookie"],
    "str",
    "Value of the cookie of an RDP request.",
    (found) => (typeof found === "string" ? undefined : found.value),
  ),
  rdpRow(
    "req.rdp_cookie_cnt",
    ["rdp_cookie_cnt"],
    "int",
    "1 if an RDP request has a cookie of that name, else 0.",
    (found) => (found === "partial" ? undefined : Number(found !== "none")),
  ),
  distccRow(
    "distcc_param",
    "int",
    "Parameter of a token of a distcc message.",
    (_txn, { param }) => param,
  ),
  distccRow(
    "distcc_body",
    "bin",
    "Body of a token of a distcc message, once it is all there.",
    (txn, { body, complete }) => {
      if (body === undefined || complete) return body;
      if (!txn.requestBuffer.complete) txn.incomplete = true;
      return undefined;
    },
  ),
];
