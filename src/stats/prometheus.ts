/**
 * Metrics in Prometheus' text format 0.0.4, with the names, HELP and TYPE of HAProxy's exporter:
 * for each metric its two comment lines, then one line for each subject that has it.
 */
import type { Moment } from "./columns/column.ts";
import { infoEntries } from "./info.ts";
import type { InfoFacts } from "./info/row.ts";
import { PROCESS_METRICS } from "./prometheus/process-metrics.ts";
import { SUBJECT_METRICS } from "./prometheus/subject-metrics.ts";
import { subjectsOf } from "./subjects.ts";
import type { ProxySubjects, Subject, SubjectKind } from "./subjects.ts";

/** The parts of an exposition, as `?scope=` names them (exporter's documentation). */
export const PROMETHEUS_SCOPES = [
  "global",
  "frontend",
  "listener",
  "backend",
  "server",
  "sticktable",
] as const;
export type PrometheusScope = (typeof PROMETHEUS_SCOPES)[number];

export interface StickTableSummary {
  readonly name: string;
  readonly type: string;
  readonly sizeEntries: number;
  used(): number;
}

/** What an exposition is made from. */
export interface PrometheusSources {
  readonly info: InfoFacts;
  readonly proxies: readonly ProxySubjects[];
  readonly tables: readonly StickTableSummary[];
}

const LETTERS: Readonly<Record<SubjectKind, string>> = {
  frontend: "F",
  backend: "B",
  server: "S",
  listener: "L",
};

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const comments = (name: string, help: string, type: string): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

function processMetrics(info: InfoFacts): string {
  const entries = new Map(infoEntries(info).map((entry) => [entry.row.name, entry]));
  let text = "";
  for (const metric of PROCESS_METRICS) {
    const entry = entries.get(metric.row);
    if (entry === undefined) throw new RangeError(`no row ${metric.row} in show info`);
    const name = `haproxy_process_${metric.name}`;
    text += `${comments(name, entry.row.doc, metric.type)}${name} ${entry.value}\n`;
  }
  const name = "haproxy_process_build_info";
  return `${text}${comments(name, "Build info", "gauge")}${name}{version="${escaped(info.version)}"} 1\n`;
}

function identity(subject: Subject): string {
  const proxy = `proxy="${escaped(subject.proxyName)}"`;
  if (subject.kind === "server") return `${proxy},server="${escaped(subject.name)}"`;
  return subject.kind === "listener" ? `${proxy},listener="${escaped(subject.name)}"` : proxy;
}

function subjectMetrics(kind: SubjectKind, subjects: readonly Subject[], moment: Moment): string {
  let text = "";
  const ofKind = subjects.filter((subject) => subject.kind === kind);
  for (const metric of SUBJECT_METRICS) {
    if (!metric.kinds.includes(LETTERS[kind])) continue;
    const name = `haproxy_${kind}_${metric.name}`;
    let lines = "";
    for (const subject of ofKind) {
      for (const { label, value } of metric.samples(subject, moment)) {
        lines += `${name}{${identity(subject)}${label === "" ? "" : `,${label}`}} ${value}\n`;
      }
    }
    if (lines !== "") text += comments(name, metric.help, metric.type) + lines;
  }
  return text;
}

function tableMetrics(tables: readonly StickTableSummary[]): string {
  if (tables.length === 0) return "";
  const lines = (name: string, value: (table: StickTableSummary) => number): string =>
    tables
      .map(
        (table) => `${name}{name="${escaped(table.name)}",type="${table.type}"} ${value(table)}\n`,
      )
      .join("");
  const size = "haproxy_sticktable_size";
  const used = "haproxy_sticktable_used";
  return (
    comments(size, "Stick table size.", "gauge") +
    lines(size, (table) => table.sizeEntries) +
    comments(used, "Number of entries used in this stick table.", "gauge") +
    lines(used, (table) => table.used())
  );
}

/** The exposition of the scopes, in the exporter's order. */
export function toPrometheus(
  sources: PrometheusSources,
  scopes: ReadonlySet<PrometheusScope>,
): string {
  const subjects = sources.proxies.flatMap(subjectsOf);
  const moment = { nowMs: sources.info.nowMs(), legends: true };
  let text = "";
  for (const scope of PROMETHEUS_SCOPES) {
    if (!scopes.has(scope)) continue;
    if (scope === "global") text += processMetrics(sources.info);
    else if (scope === "sticktable") text += tableMetrics(sources.tables);
    else text += subjectMetrics(scope, subjects, moment);
  }
  return text;
}
