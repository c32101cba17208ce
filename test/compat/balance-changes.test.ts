/**
 * Long scripted series, pick by pick: servers go down and up, into maintenance and drain, and
 * change their weights at random (seeded) moments, several between two requests at times.
 */
import { type Case, compareArea } from "./compare.ts";
import { chosen, farmArea, originNames, without } from "./balance-farm.ts";

/** Numbers below `limit`, the same in each run. */
function numbersFrom(seed: number): (limit: number) => number {
  let state = (Math.imul(seed, 0x9e3779b1) >>> 0) + 1;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A change of one of `names`, heaviest weight `heaviest`. */
function change(
  names: readonly string[],
  heaviest: number,
  below: (limit: number) => number,
): string {
  const server = `be/${names[below(names.length)]!}`;
  const kind = below(12);
  if (kind === 0) return `set server ${server} state drain`;
  if (kind < 3) return `disable server ${server}`;
  if (kind === 3) return `set server ${server} health down`;
  if (kind === 4) return `set server ${server} health up`;
  if (kind < 8) return `set server ${server} state ready`;
  if (kind === 8) return `set server ${server} weight ${below(11) * 10}%`;
  if (kind === 9) return `set weight ${server} ${below(heaviest + 1)}`;
  return `set server ${server} weight ${1 + below(heaviest)}`;
}

/** `changes` changes with short and long runs of requests between them. */
function scripted(names: readonly string[], heaviest: number, seed: number, changes: number): Case {
  return async (side) => {
    const below = numbersFrom(seed);
    const seen = [await chosen(side, without(1 + below(60)))];
    for (let at = 0; at < changes; at++) {
      const command = change(names, heaviest, below);
      seen.push(command, await side.proxy.cli(command));
      const count = [0, 1, 5, 30][below(4)]!;
      if (count > 0) seen.push(await chosen(side, without(1 + below(count))));
    }
    const last = await side.proxy.cli("show stat");
    seen.push(...last.split("\n").map((line) => line.split(",").slice(17, 21).join(",")));
    return seen;
  };
}

function series(names: readonly string[], heaviest: number): Record<string, Case> {
  return Object.fromEntries(
    [1, 2, 3].map((seed) => [`seed ${seed}`, scripted(names, heaviest, seed, 40)]),
  );
}

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
