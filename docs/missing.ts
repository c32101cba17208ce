/** The keywords of the manual beside those of the rows. */
import { exclusionOf } from "./excluded.ts";

export interface Comparison {
  /** "Sample fetches" */
  readonly title: string;
  readonly supported: number;
  readonly inManual: number;
  /** Left out on purpose: the reason and the names. */
  readonly excluded: ReadonlyMap<string, readonly string[]>;
  /** Not there, and no reason why not. */
  readonly missing: readonly string[];
}

/** Compares the names of one chapter; `manual` and `known` may list a name more than once. */
export function compare(
  title: string,
  manual: Iterable<string>,
  known: ReadonlySet<string>,
): Comparison {
  const names = [...new Set(manual)];
  const absent = names.filter((name) => !known.has(name));
  const excluded = new Map<string, string[]>();
  for (const name of absent) {
    const reason = exclusionOf(name);
    if (reason !== undefined) excluded.set(reason, [...(excluded.get(reason) ?? []), name]);
  }
  return {
    title,
    supported: names.length - absent.length,
    inManual: names.length,
    excluded,
    missing: absent.filter((name) => exclusionOf(name) === undefined),
  };
}

/** The counts as a table. */
export function summary(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ title, supported, inManual, excluded, missing }) => {
    const left = [...excluded.values()].reduce((sum, names) => sum + names.length, 0);
    return `| ${title} | ${inManual} | ${supported} | ${left} | ${missing.length} |`;
  });
  return [
    "| | in the manual | here | left out | not yet |",
    "|---|---:|---:|---:|---:|",
    ...rows,
  ].join("\n");
}

/** The names that are not here, or nothing. */
export function absentNames({ title, excluded, missing }: Comparison): readonly string[] {
  if (excluded.size === 0 && missing.length === 0) return [];
  const left = [...excluded].map(([reason, names]) => `- left out: ${listed(names)} (${reason})`);
  const later = missing.length === 0 ? [] : [`- not yet: ${listed(missing)}`];
  return [`### ${title}`, [...left, ...later].join("\n")];
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
