/** Statistics as JSON, for `show stat json` and `show info json`: typed output in objects. */
import { COLUMNS } from "./columns.ts";
import { valueOf } from "./columns/column.ts";
import type { InfoEntry } from "./info.ts";
import type { StatReport } from "./report.ts";
import { serviceIdOf } from "./subjects.ts";
import type { SubjectKind } from "./subjects.ts";

const OBJECT_TYPES: Readonly<Record<SubjectKind, string>> = {
  frontend: "Frontend",
  backend: "Backend",
  server: "Server",
  listener: "Listener",
};

/** The letters of the tags in words (management manual 9.2). */
const ORIGINS: Readonly<Record<string, string>> = {
  M: "Metric",
  S: "Status",
  K: "Key",
  C: "Config",
  P: "Product",
};
const NATURES: Readonly<Record<string, string>> = {
  A: "Age",
  a: "Avg",
  C: "Counter",
  D: "Duration",
  G: "Gauge",
  L: "Limit",
  M: "Max",
  m: "Min",
  N: "Name",
  O: "Output",
  R: "Rate",
  T: "Time",
};
const SCOPES: Readonly<Record<string, string>> = {
  C: "Cluster",
  P: "Process",
  S: "Service",
  s: "System",
};

interface Described {
  readonly name: string;
  readonly tags: string;
  readonly type: string;
}

function entry(position: number, described: Described, value: number | string): object {
  const { name, tags, type } = described;
  return {
    field: { pos: position, name },
    processNum: 1,
    tags: {
      origin: ORIGINS[tags.charAt(0)],
      nature: NATURES[tags.charAt(1)],
      scope: SCOPES[tags.charAt(2)],
    },
    value: { type, value },
  };
}

/** An array of subjects, each an array of its values. */
export function statToJson(report: StatReport): string {
  const subjects = report.subjects.map((subject) => {
    const identity = {
      objType: OBJECT_TYPES[subject.kind],
      proxyId: subject.proxyId,
      id: serviceIdOf(subject),
    };
    return COLUMNS.flatMap((column, position) => {
      const value = valueOf(column, subject, report.moment);
      return value === null ? [] : [{ ...identity, ...entry(position, column, value) }];
    });
  });
  return JSON.stringify(subjects);
}

/** One array of values. */
export function infoToJson(entries: readonly InfoEntry[]): string {
  return JSON.stringify(entries.map(({ position, row, value }) => entry(position, row, value)));
}
