/**
 * `balance source` (manual 4.2): the client's address decides. An address is a number already, so
 * the hash-type's function is not applied, its avalanche is; IPv6 is the xor of its four words.
 */
import type { IpAddress } from "../core/ip.ts";
import type { BalanceRow } from "./algorithm.ts";
import { parseHashType } from "./hash-type.ts";
import { addressesOf } from "../sample/txn.ts";
import { Hashed, laidOut } from "./hashed.ts";

/** The address as 32 bits. */
export function foldAddress(address: IpAddress): number {
  if (address.family === 4) return address.v4;
  return (address.word0 ^ address.word1 ^ address.word2 ^ address.word3) >>> 0;
}

export const source: BalanceRow = {
  name: "source",
  syntax: "source",
  manual: "4.2",
  summary: "The server that the client's address hashes to.",
  dynamic: false,
  keyed: true,
  compile(_argument, _options, use) {
    const type = parseHashType(use.model.hashType, use.scope.diagnostics);
    if (type === undefined) return undefined;
    return new Hashed(laidOut(use.farm, type), (txn) => {
      const address = addressesOf(txn).source;
      return address === null ? -1 : type.spread(foldAddress(address));
    });
  },
};
