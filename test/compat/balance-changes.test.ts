/**
 * Long scripted series, pick by pick: servers go down and up, into maintenance and drain, and
 * change their weights at random (seeded) moments, several between two requests at times.
 */
import { compareArea } from "./compare.ts";
import { farmArea, originNames } from "./balance-farm.ts";
import { series } from "./balance-script.ts";

const equal = Object.fromEntries(originNames.map((name) => [name, ""]));
const unequal = { a: "weight 5", b: "weight 3", c: "weight 2" };
const wide = { a: "weight 256", b: "weight 1", c: "weight 100", d: "weight 30" };
const backups = { a: "weight 2", b: "", c: "backup weight 3", d: "backup", e: "backup weight 2" };

for (const algorithm of ["roundrobin", "leastconn"]) {
  const farm = (servers: Readonly<Record<string, string>>, ...more: string[]) =>
    farmArea([`balance ${algorithm}`, ...more], servers);
  compareArea(`${algorithm}, equal weights, changes`, farm(equal), series(originNames, 5));
  compareArea(`${algorithm}, weights 5, 3, 2, changes`, farm(unequal), series(["a", "b", "c"], 9));
  compareArea(`${algorithm}, all weights, changes`, farm(wide), series(["a", "b", "c", "d"], 256));
  compareArea(`${algorithm}, a backup, changes`, farm(backups), series(["a", "b", "c"], 5));
  compareArea(
    `${algorithm}, all backups, changes`,
    farm(backups, "option allbackups"),
    series(originNames, 5),
  );
}
compareArea("first, changes", farmArea(["balance first"], equal), series(originNames, 5));
