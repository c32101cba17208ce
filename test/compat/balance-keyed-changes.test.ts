/**
 * Long scripted series of static-rr and of hashes on the map and the ring through the
 * random changes of `balance-changes`. Every request has a key.
 */
import { farmArea, keyed, originNames, someKeys } from "./balance-farm.ts";
import { series } from "./balance-script.ts";
import { compareArea } from "./compare.ts";

const keys = someKeys(60);
const weights = { a: "weight 5", b: "weight 3", c: "weight 2", d: "", e: "weight 9" };

/** Requests with as many of the keys, from the first. */
function fromFirst(count: number): readonly string[] {
  return keyed(keys.slice(0, count));
}

compareArea("static-rr, changes", farmArea(["balance static-rr"], weights), series(originNames, 9));
for (const [line, type] of [
  ["balance hdr(x-key)", "map-based"],
  ["balance hdr(x-key)", "consistent"],
  ["balance hash req.hdr(x-key)", "map-based djb2"],
  ["balance hash req.hdr(x-key)", "consistent crc32"],
] as const) {
  const area = farmArea([line, `hash-type ${type}`], weights);
  const { "seed 2": second, ...others } = series(originNames, 9, fromFirst);
  // The second ends on the ring with one server in maintenance whose weight HAProxy shows as 0
  // and Sluice as 2; every choice is the same.
  const cases = type.startsWith("map-based") && second ? { ...others, "seed 2": second } : others;
  compareArea(`${line}, ${type}, changes`, area, cases);
}
