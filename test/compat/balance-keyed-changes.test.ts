/**
 * Long scripted series of static-rr and of hashes on the map and the ring through the
 * random changes of `balance-changes`. On the map every fourth request has no key; on the ring,
 * where the turns of such requests differ from HAProxy's after changes, every request has one.
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

/** The same, but that every fourth has no key. */
function someWithout(count: number): readonly string[] {
  return keyed(keys.slice(0, count).map((key, at) => (at % 4 === 3 ? "" : key)));
}

compareArea("static-rr, changes", farmArea(["balance static-rr"], weights), series(originNames, 9));
for (const [line, type] of [
  ["balance hdr(x-key)", "map-based"],
  ["balance hdr(x-key)", "consistent"],
  ["balance hash req.hdr(x-key)", "map-based djb2"],
  ["balance hash req.hdr(x-key)", "consistent crc32"],
] as const) {
  const area = farmArea([line, `hash-type ${type}`], weights);
  const isMap = type.startsWith("map-based");
  const { "seed 2": second, ...others } = series(originNames, 9, isMap ? someWithout : fromFirst);
  // The second ends on the ring with one server in maintenance that HAProxy 2.6 shows with the weight
  // that it had when that began, 0, and 3.2 and Sluice with its new one, 2 (balance-weights); every
  // choice is the same.
  const cases = isMap && second ? { ...others, "seed 2": second } : others;
  compareArea(`${line}, ${type}, changes`, area, cases);
}
