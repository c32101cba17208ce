/** Scripts of random (seeded) changes of a farm with requests between them. */
import { chosen, without } from "./balance-farm.ts";
import type { Case } from "./compare.ts";

/** That many requests. */
type Requests = (count: number) => readonly string[];

/** Numbers below `limit`, the same in each run. */
export function numbersFrom(seed: number): (limit: number) => number {
  let state = (Math.imul(seed, 0x9e3779b1) >>> 0) + 1;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A change of one of `names`, heaviest weight `heaviest`. */
export function change(
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
function scripted(
  names: readonly string[],
  heaviest: number,
  seed: number,
  changes: number,
  requests: Requests,
): Case {
  return async (side) => {
    const below = numbersFrom(seed);
    const seen = [await chosen(side, requests(1 + below(60)))];
    for (let at = 0; at < changes; at++) {
      const command = change(names, heaviest, below);
      seen.push(command, await side.proxy.cli(command));
      const count = [0, 1, 5, 30][below(4)]!;
      if (count > 0) seen.push(await chosen(side, requests(1 + below(count))));
    }
    const last = await side.proxy.cli("show stat");
    seen.push(...last.split("\n").map((line) => line.split(",").slice(17, 21).join(",")));
    return seen;
  };
}

/** Three such series; the requests have no key unless told. */
export function series(
  names: readonly string[],
  heaviest: number,
  requests: Requests = without,
): Record<string, Case> {
  return Object.fromEntries(
    [1, 2, 3].map((seed) => [`seed ${seed}`, scripted(names, heaviest, seed, 40, requests)]),
  );
}
