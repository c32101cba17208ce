/**
 * What a condition cannot hold without: that one sample matches one of some patterns. Rules that
 * stand next to each other and look at the same sample share one lookup by it (dispatch.ts).
 */
import type { CallSyntax } from "../sample/expression-syntax.ts";
import type { CompileScope } from "../sample/compile-scope.ts";
import type { Expression } from "../sample/types.ts";
import type { PatternReference } from "./reference.ts";
import type { MatchRow } from "./types.ts";

/** How the patterns of a guard are compared; other match kinds make no guards. */
export type GuardMatch = "str" | "beg" | "end";

export interface Guard {
  /** Guards of equal subjects look at the same sample in the same way. */
  readonly subject: string;
  readonly expression: Expression;
  readonly match: GuardMatch;
  readonly ignoreCase: boolean;
  readonly references: readonly PatternReference[];
}

/**
 * Fetches that give the same as often as they are asked while no rule changed anything, and that
 * change nothing themselves.
 */
const STEADY_FETCHES: ReadonlySet<string> = new Set(
  "base path pathq query req.cook req.fhdr req.hdr req.ssl_sni ssl_fc_sni url urlp var".split(" "),
);

/** Converters whose result depends on the value and on variables alone. */
const STEADY_CONVERTERS: ReadonlySet<string> = new Set(
  "bytes field host_only lower ltrim port_only regsub rtrim upper url_dec word".split(" "),
);

/** Sets larger than this are searched where they are rather than copied. */
const MOST_ENTRIES = 10_000;

/** The guard that a criterion is by itself; null when it can be none. */
export function guardOf(
  calls: readonly CallSyntax[],
  expression: Expression,
  row: MatchRow,
  ignoreCase: boolean,
  references: readonly PatternReference[],
  scope: CompileScope,
): Guard | null {
  const match = guardMatch(row.name);
  const [fetch, ...converters] = calls;
  const name = fetch === undefined ? undefined : scope.fetches.get(fetch.name)?.name;
  if (match === undefined || name === undefined || !STEADY_FETCHES.has(name)) return null;
  if (!converters.every((call) => STEADY_CONVERTERS.has(call.name))) return null;
  if (references.reduce((sum, { size }) => sum + size, 0) > MOST_ENTRIES) return null;
  const written = [{ ...fetch!, name }, ...converters].map(textOf).join(",");
  const subject = `${written} -m ${match}${ignoreCase ? " -i" : ""}`;
  return { subject, expression, match, ignoreCase, references };
}

/** The guard of a condition whose alternatives have these; null unless all look at one sample. */
export function guardOfAny(guards: readonly (Guard | null)[]): Guard | null {
  const [first] = guards;
  if (first === undefined || first === null) return null;
  const references: PatternReference[] = [];
  for (const guard of guards) {
    if (guard?.subject !== first.subject) return null;
    references.push(...guard.references);
  }
  return { ...first, references };
}

function guardMatch(name: string): GuardMatch | undefined {
  return name === "str" || name === "beg" || name === "end" ? name : undefined;
}

function textOf(call: CallSyntax): string {
  return `${call.name}(${JSON.stringify((call.args ?? []).map((arg) => arg.text))})`;
}
