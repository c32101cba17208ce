/**
 * Regular expressions as HAProxy's users write them (PCRE), in time that is bounded whatever the
 * text. A pattern is read into a tree (regex/parse.ts) and its cost on a backtracking engine
 * estimated (regex/cost.ts). Texts of which that engine makes at most about a million steps are
 * given to the runtime's own, which for nearly all patterns are all texts. The others are
 * searched in one pass by a machine of our own (regex/machine.ts), in at most 2,000 steps a
 * character, so O(pattern × text), and texts are no longer than `tune.bufsize`. Look-around and
 * back references need the runtime's engine: beyond quadratic time such a pattern is refused
 * when the configuration is read. Text is latin1.
 */
import { type Cost, costliestRepeat, searchCost } from "./regex/cost.ts";
import { emitWhole, keepsGroups } from "./regex/emit.ts";
import { MachineSearch } from "./regex/machine.ts";
import type { Match, Search } from "./regex/match.ts";
import { NativeSearch } from "./regex/native.ts";
import { parseRegex } from "./regex/parse.ts";
import { MOST_INSTRUCTIONS } from "./regex/program.ts";
import { uncertainReference } from "./regex/references.ts";
import { type Node, someNode } from "./regex/tree.ts";

/** A compiled regex. */
export type Regex = Search;

/** The compiled regex, or what is wrong with it. */
export type RegexResult = { readonly regex: Regex } | { readonly fault: string };

/** Steps of backtracking that one search may take, about 2 ms. */
const MOST_STEPS = 1_000_000;
/** A pattern linear in the text with no greater factor stays on the runtime's engine for all texts. */
const SMALL_FACTOR = 64;
/** What is quadratic at worst is accepted where only the runtime's engine can do it. */
const MOST_DEGREE = 2;
const TOO_LONG = `is too long: at most ${MOST_INSTRUCTIONS} steps can be written out`;

/** The runtime's engine for texts it is quick with, the machine for longer ones. */
class BoundedSearch implements Search {
  readonly #short: Search;
  readonly #long: MachineSearch;
  /** What fills groups for short texts. */
  readonly #shortGroups: Search;
  readonly #longestShort: number;

  constructor(short: Search, long: MachineSearch, shortGroups: Search, longestShort: number) {
    this.#short = short;
    this.#long = long;
    this.#shortGroups = shortGroups;
    this.#longestShort = longestShort;
  }

  get steps(): number {
    return this.#long.steps;
  }

  test(text: string): boolean {
    return (text.length <= this.#longestShort ? this.#short : this.#long).test(text);
  }

  exec(text: string): Match | null {
    return (text.length <= this.#longestShort ? this.#shortGroups : this.#long).exec(text);
  }

  execRest(rest: string): Match | null {
    return (rest.length <= this.#longestShort ? this.#shortGroups : this.#long).execRest(rest);
  }
}

/** Compiles a PCRE pattern; flag `i` ignores the case of ASCII letters. */
export function compileRegex(pattern: string, flags: "" | "i"): RegexResult {
  const parsed = parseRegex(pattern, flags === "i");
  if ("at" in parsed) {
    const place = `at character ${parsed.at + 1}`;
    return { fault: `regex '${pattern}' is invalid: ${parsed.message} (${place})` };
  }
  const result = searchFor(parsed.tree, parsed.groups);
  return typeof result === "string" ? { fault: `regex '${pattern}' ${result}` } : { regex: result };
}

/** The search for a tree, or why there is none. */
function searchFor(tree: Node, groups: number): Search | string {
  const cost = searchCost(tree);
  const native = nativeOf(tree, cost);
  if (someNode(tree, ({ kind }) => kind === "look" || kind === "back")) {
    return checkNativeOnly(tree, cost) ?? native ?? TOO_LONG;
  }
  const isLinear = cost.degree === 1;
  if (native !== null && isLinear && cost.factor <= SMALL_FACTOR && keepsGroups(tree))
    return native;
  const machine = MachineSearch.of(tree, groups);
  if (machine === null) return (isLinear && keepsGroups(tree) ? native : null) ?? TOO_LONG;
  if (native === null || cost.degree === Infinity) return machine;
  const longest = Math.floor((MOST_STEPS / cost.factor) ** (1 / cost.degree));
  const longestShort = isLinear && cost.factor <= SMALL_FACTOR ? Infinity : longest;
  return new BoundedSearch(native, machine, keepsGroups(tree) ? native : machine, longestShort);
}

/** Null when the runtime's engine finds the pattern too large, which it may tell in its first use. */
function nativeOf(tree: Node, { factor }: Cost): NativeSearch | null {
  try {
    const search = new NativeSearch(tree);
    if (factor > SMALL_FACTOR) search.test("");
    return search;
  } catch {
    return null;
  }
}

/** Why a pattern with look-around or back references cannot be run; null when it can. */
function checkNativeOnly(tree: Node, { degree }: Cost): string | null {
  const group = uncertainReference(tree);
  if (group !== null) return `refers to group ${group} where that may not have matched`;
  if (degree <= MOST_DEGREE) return null;
  const part = costliestRepeat(tree);
  const repeat = part === null ? "" : `: '${emitWhole(part)}' can end at many places`;
  return (
    `could take too long, having look-around or back references${repeat}; ` +
    "make its repeats exclude what follows them, anchor it with ^, or do without these"
  );
}
