/** Fetches of what a PROXY header of version 2 told behind the addresses (manual 7.3.3). */
import { argText, simpleFetch } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { FetchRow } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.3";

/** Types of fields by the names that fc_pp_tlv knows (proxy-protocol.txt, 2.2). */
const TYPES: Readonly<Record<string, number>> = {
  ALPN: 0x01,
  AUTHORITY: 0x02,
  CRC32C: 0x03,
  NOOP: 0x04,
  UNIQUE_ID: 0x05,
  SSL: 0x20,
  SSL_VERSION: 0x21,
  SSL_CN: 0x22,
  SSL_CIPHER: 0x23,
  SSL_SIG_ALG: 0x24,
  SSL_KEY_ALG: 0x25,
  NETNS: 0x30,
};

/** The first field of that type (0-255) in the PROXY header of the client's connection. */
export function firstProxyField(txn: Txn, type: number): string | undefined {
  return txn.exchange?.client.proxyFields.find((field) => field.type === type)?.value;
}

/** A name, or a number in any of C's notations; undefined when it is neither. */
function typeOf(text: string): number | undefined {
  const named = TYPES[text.toUpperCase()];
  if (named !== undefined || text === "") return named ?? 0;
  const [, octal] = /^0([0-7]+)$/.exec(text) ?? [];
  const number = octal === undefined ? Number(text) : Number.parseInt(octal, 8);
  return /^(\d+|0[xX][0-9a-fA-F]+)$/.test(text) && number <= 255 ? number : undefined;
}

const anyField: FetchRow = {
  name: "fc_pp_tlv",
  type: "str",
  where: Where.session,
  manual: MANUAL,
  args: [{ name: "id", type: "str" }],
  syntax: "fc_pp_tlv(<id>) : string",
  summary: "A field of the PROXY header by its number or name.",
  compile: (args, scope, at) => {
    const text = argText(args, 0);
    const type = typeOf(text);
    if (type === undefined) {
      scope.diagnostics.error(
        args[0]?.at ?? at,
        `fetch method 'fc_pp_tlv': '${text}' is no type of a PROXY field`,
        `expected 0 to 255 or one of ${Object.keys(TYPES).join(", ")}`,
      );
      return undefined;
    }
    return {
      type: "str",
      eval: (txn) => firstProxyField(txn, type),
      all: (txn, each) => {
        for (const field of txn.exchange?.client.proxyFields ?? []) {
          if (field.type === type && each(field.value)) return true;
        }
        return false;
      },
    };
  },
};

export const proxyFieldFetches: readonly FetchRow[] = [
  anyField,
  simpleFetch(
    "fc_pp_authority",
    "str",
    Where.client,
    MANUAL,
    "The host name that the client of the PROXY asked for.",
    (txn) => firstProxyField(txn, TYPES["AUTHORITY"]!),
  ),
  simpleFetch(
    "fc_pp_unique_id",
    "str",
    Where.client,
    MANUAL,
    "The unique id that the PROXY header told.",
    (txn) => firstProxyField(txn, TYPES["UNIQUE_ID"]!),
  ),
];
