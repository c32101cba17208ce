/**
 * What a statistics report is about: which subjects, in which order, at which moment. The formats
 * (csv.ts, typed.ts, json.ts) all print this.
 */
import type { Moment } from "./columns/column.ts";
import { serviceIdOf, subjectsOf } from "./subjects.ts";
import type { ProxySubjects, Subject } from "./subjects.ts";

/** Bits of the `<type>` of `show stat <iid> <type> <sid>` (management manual 9.3). */
export const TypeBit = { frontend: 1, backend: 2, server: 4, listener: 8 } as const;

export interface StatFilter {
  /** -1 for every proxy. */
  readonly proxyId: number;
  /** Sum of `TypeBit`, -1 for all. */
  readonly types: number;
  /** -1 for every service. */
  readonly serviceId: number;
  /** Leave out servers in maintenance, or all that are not up. */
  readonly hide: "nothing" | "maintenance" | "down";
}

export const NO_FILTER: StatFilter = { proxyId: -1, types: -1, serviceId: -1, hide: "nothing" };

export interface StatReport {
  readonly subjects: readonly Subject[];
  readonly moment: Moment;
}

function isHidden(subject: Subject, hide: StatFilter["hide"]): boolean {
  if (subject.kind !== "server" || hide === "nothing") return false;
  const status = subject.status();
  const maintained = status.startsWith("MAINT");
  return hide === "maintenance" ? maintained : maintained || status.startsWith("DOWN");
}

/** The subjects a filter lets through. */
export function makeReport(
  proxies: readonly ProxySubjects[],
  filter: StatFilter,
  moment: Moment,
): StatReport {
  const subjects = proxies
    .filter((proxy) => filter.proxyId === -1 || filter.proxyId === proxy.id)
    .flatMap(subjectsOf)
    .filter((subject) => (filter.types & TypeBit[subject.kind]) !== 0)
    .filter((subject) => filter.serviceId === -1 || filter.serviceId === serviceIdOf(subject))
    .filter((subject) => !isHidden(subject, filter.hide));
  return { subjects, moment };
}
