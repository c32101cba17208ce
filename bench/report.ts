/** The figures as a table: the median of all rounds, and the ratio to haproxy. */
import { cpus } from "node:os";

/** One round of one program; `requests` 0 for idle connections. */
export interface Sample {
  readonly requestsPerSecond: number;
  readonly cpuUsPerRequest: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssBytes: number;
  /** RSS that one idle connection adds; 0 under load. */
  readonly bytesPerConnection: number;
  readonly errors: number;
}

export type Samples = ReadonlyMap<string, readonly Sample[]>;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function middle(samples: readonly Sample[]): Sample {
  const of = (figure: keyof Sample): number => median(samples.map((sample) => sample[figure]));
  return {
    requestsPerSecond: of("requestsPerSecond"),
    cpuUsPerRequest: of("cpuUsPerRequest"),
    p50Ms: of("p50Ms"),
    p99Ms: of("p99Ms"),
    rssBytes: of("rssBytes"),
    bytesPerConnection: of("bytesPerConnection"),
    errors: samples.reduce((sum, sample) => sum + sample.errors, 0),
  };
}

const mebibytes = (bytes: number): string => (bytes / 1048576).toFixed(1);
const ratioOf = (value: number, base: number | undefined): string =>
  base === undefined || base === 0 ? "-" : (value / base).toFixed(2);

/** One scenario's table in markdown. */
export function tableOf(title: string, samples: Samples): string {
  const rows = [...samples].map(([name, all]) => ({ name, ...middle(all) }));
  const idle = rows.some((row) => row.bytesPerConnection !== 0);
  const base = rows.find((row) => row.name === "haproxy");
  const lines = idle
    ? [
        "| program | RSS MiB | bytes a connection | ratio to haproxy |",
        "|---|---:|---:|---:|",
        ...rows.map((row) =>
          cells(
            row.name,
            mebibytes(row.rssBytes),
            row.bytesPerConnection.toFixed(0),
            ratioOf(row.bytesPerConnection, base?.bytesPerConnection),
          ),
        ),
      ]
    : [
        "| program | requests/s | CPU µs a request | ratio to haproxy | p50 ms | p99 ms | RSS MiB | errors |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        ...rows.map((row) =>
          cells(
            row.name,
            row.requestsPerSecond.toFixed(0),
            row.cpuUsPerRequest.toFixed(1),
            ratioOf(row.cpuUsPerRequest, base?.cpuUsPerRequest),
            row.p50Ms.toFixed(2),
            row.p99Ms.toFixed(2),
            mebibytes(row.rssBytes),
            String(row.errors),
          ),
        ),
      ];
  return `### ${title}\n\n${lines.join("\n")}\n`;
}

function cells(...values: readonly string[]): string {
  return `| ${values.join(" | ")} |`;
}

/** The heading of a whole report: when, where, how. */
export function headingOf(rounds: number, seconds: number, warmUpSeconds: number): string {
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `# Results

${date}, ${processors.length} × ${processors[0]?.model ?? "unknown CPU"}; medians of ${rounds} rounds of ${seconds} s
after ${warmUpSeconds} s of warm-up, the order of the programs reversed each round, a fresh process for each run. CPU is user and system
time of all threads and children from /proc. wrk, the proxy and the nginx origin share the machine.
`;
}
