/**
 * Flat or growing. Descriptors, threads, streams and jobs must end as they were after warm-up.
 * Memory is judged by halves: the median of the later quiet samples may exceed that of the earlier
 * ones by no more than the collector's own noise. The slope is told beside it (least squares).
 */
import type { Sample } from "./sample.ts";

interface Row {
  readonly what: string;
  readonly figures: string;
  readonly isFlat: boolean;
}

const noiseBytes = 12 * 1024 * 1024;
const noiseShare = 0.06;
const mebibyte = 1 << 20;

export function verdictOf(samples: readonly Sample[]): Row[] {
  return [
    memoryRow(samples),
    ...(["fds", "threads", "streams", "jobs"] as const).map((what): Row => {
      const values = samples.map((sample) => sample[what]);
      const first = values.slice(0, Math.ceil(values.length / 2));
      return {
        what,
        figures: values.join(" "),
        isFlat: values.at(-1)! <= Math.max(...first),
      };
    }),
  ];
}

function memoryRow(samples: readonly Sample[]): Row {
  const sizes = samples.map((sample) => sample.rssBytes);
  const middle = Math.floor(sizes.length / 2);
  const early = median(sizes.slice(0, middle));
  const late = median(sizes.slice(sizes.length - middle));
  const perHour = (slopeOf(samples) * 3_600_000) / mebibyte;
  return {
    what: "rss MiB",
    figures: `${sizes.map((size) => (size / mebibyte).toFixed(0)).join(" ")}; slope ${perHour.toFixed(1)} MiB an hour`,
    isFlat: late - early <= Math.max(noiseBytes, early * noiseShare),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Bytes a millisecond. */
function slopeOf(samples: readonly Sample[]): number {
  const meanMs = samples.reduce((sum, { atMs }) => sum + atMs, 0) / samples.length;
  const meanBytes = samples.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / samples.length;
  const above = samples.reduce(
    (sum, { atMs, rssBytes }) => sum + (atMs - meanMs) * (rssBytes - meanBytes),
    0,
  );
  return above / samples.reduce((sum, { atMs }) => sum + (atMs - meanMs) ** 2, 0);
}
