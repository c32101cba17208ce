/**
 * What a column of `show stat` is: one row in a table, with its value for each kind of subject it
 * applies to. A column without a function for a kind, or whose function gives null, is empty there.
 */
import type { Counters } from "../counters.ts";
import type { Gauge, Peak, Rate, Slot } from "../slots.ts";
import type {
  BackendSubject,
  FrontendSubject,
  ListenerSubject,
  ServerSubject,
  Subject,
} from "../subjects.ts";

export type ColumnValue = number | string | null;

/** What values depend on besides the subject. */
export interface Moment {
  /** Milliseconds of the monotonic clock that all threads share. */
  readonly nowMs: number;
  /** Addresses, cookies and algorithms are told: `stats show-legends`, level operator or admin. */
  readonly legends: boolean;
}

export interface Column {
  readonly name: string;
  /** HAProxy's one-line description, also the HELP of its metrics. */
  readonly doc: string;
  /** Origin, nature and scope (management manual 9.2), e.g. "MCP". */
  readonly tags: string;
  readonly type: "s32" | "u32" | "u64" | "str";
  readonly frontend?: (subject: FrontendSubject, moment: Moment) => ColumnValue;
  readonly listener?: (subject: ListenerSubject, moment: Moment) => ColumnValue;
  readonly backend?: (subject: BackendSubject, moment: Moment) => ColumnValue;
  readonly server?: (subject: ServerSubject, moment: Moment) => ColumnValue;
}

/** The column's value for a subject, null where it is empty. */
export function valueOf(column: Column, subject: Subject, moment: Moment): ColumnValue {
  switch (subject.kind) {
    case "frontend":
      return column.frontend?.(subject, moment) ?? null;
    case "listener":
      return column.listener?.(subject, moment) ?? null;
    case "backend":
      return column.backend?.(subject, moment) ?? null;
    case "server":
      return column.server?.(subject, moment) ?? null;
  }
}

type AnyValue = (subject: Subject, moment: Moment) => ColumnValue;
type Values = Pick<Column, "frontend" | "listener" | "backend" | "server">;

/** The same function for the kinds in `letters`, as the manual writes them: L, F, B, S. */
export function forKinds(letters: string, value: AnyValue): Values {
  return {
    ...(letters.includes("L") ? { listener: value } : {}),
    ...(letters.includes("F") ? { frontend: value } : {}),
    ...(letters.includes("B") ? { backend: value } : {}),
    ...(letters.includes("S") ? { server: value } : {}),
  };
}

const ifHttp =
  (http: boolean, value: (counters: Counters) => number): AnyValue =>
  (subject) =>
    http && subject.mode !== "http" ? null : value(subject.counters);

/** A sum that only grows. */
export function total(name: string, letters: string, slot: Slot, doc: string): Column {
  return {
    name,
    doc,
    tags: "MCP",
    type: "u64",
    ...forKinds(
      letters,
      ifHttp(false, (c) => c.sum(slot)),
    ),
  };
}

/** A sum that proxies in mode http have. */
export function httpTotal(name: string, letters: string, slot: Slot, doc: string): Column {
  return {
    name,
    doc,
    tags: "MCP",
    type: "u64",
    ...forKinds(
      letters,
      ifHttp(true, (c) => c.sum(slot)),
    ),
  };
}

/** A current count. */
export function current(
  name: string,
  letters: string,
  gauge: (typeof Gauge)[keyof typeof Gauge],
  doc: string,
): Column {
  return {
    name,
    doc,
    tags: "MGP",
    type: "u32",
    ...forKinds(letters, (s) => s.counters.gauge(gauge)),
  };
}

/** The highest of a current count. */
export function highest(
  name: string,
  letters: string,
  gauge: (typeof Gauge)[keyof typeof Gauge],
  doc: string,
): Column {
  return {
    name,
    doc,
    tags: "MMP",
    type: "u32",
    ...forKinds(letters, (s) => s.counters.gauge(gauge)),
  };
}

/** Events in the last second. */
export function rate(name: string, letters: string, which: Rate, doc: string): Column {
  const value: AnyValue = (subject, moment) => subject.counters.rate(which, moment.nowMs);
  return { name, doc, tags: "MRP", type: "u32", ...forKinds(letters, value) };
}

/** The highest rate seen. */
export function highestRate(name: string, letters: string, which: Rate, doc: string): Column {
  const value: AnyValue = (subject) => subject.counters.highestRate(which);
  return { name, doc, tags: "MMP", type: "u32", ...forKinds(letters, value) };
}

/** The longest time seen, in ms, of backends and servers. */
export function longest(name: string, peak: (typeof Peak)[keyof typeof Peak], doc: string): Column {
  return {
    name,
    doc,
    tags: "MMP",
    type: "u32",
    ...forKinds("BS", (s) => s.counters.longestMs(peak)),
  };
}

/** A column that no subject of this proxy fills. */
export function empty(name: string, doc: string, tags: string, type: Column["type"]): Column {
  return { name, doc, tags, type };
}
