/**
 * Flat or growing. Descriptors, threads, streams, jobs and timers must end as they were in the
 * first half.
 * What is alive after a collection is judged exactly, class by class. The process's memory is judged
 * by halves: the median of the later quiet samples may exceed that of the earlier ones by no more
 * than allocators keep for themselves. The slope is told beside it (least squares).
 */
import { grown, type Heaps } from "./heaps.ts";
import type { Sample } from "./sample.ts";

export interface Row {
  readonly what: string;
  readonly figures: string;
  readonly isFlat: boolean;
}

const noiseBytes = 12 * 1024 * 1024;
const noiseShare = 0.06;
const mebibyte = 1 << 20;

/** Helpers of the runtime (compiler, collector) come and go. */
const allowed: Readonly<Record<string, number>> = { threads: 4 };

export function verdictOf(samples: readonly Sample[]): Row[] {
  return [
    memoryRow(samples),
    ...livingRows(samples),
    ...(["fds", "threads", "streams", "jobs", "timers"] as const).map((what): Row => {
      const values = samples.map((sample) => sample[what]);
      const first = values.slice(0, Math.ceil(values.length / 2));
      return {
        what,
        figures: values.join(" "),
        isFlat: values.at(-1)! <= Math.max(...first) + (allowed[what] ?? 0),
      };
    }),
  ];
}

/** Of a class: pools may fill so far, and this share of a class may be there by chance. */
const pooledObjects = 250;
const countShare = 0.05;
/** Of all: tables of the engine that double their room. */
const heapNoiseBytes = 3 * 1024 * 1024;

/** From the middle of the run to its end. */
function livingRows(samples: readonly Sample[]): Row[] {
  const heaps = samples.map((sample) => sample.heaps).filter((heap) => heap !== null);
  const middle = heaps[heaps.length >> 1];
  const last = heaps.at(-1);
  if (middle === undefined || last === undefined) return [];
  const more = grown(middle, last, pooledObjects, countShare);
  const mebibytes = heaps.map(({ bytes }) => (bytes / mebibyte).toFixed(1)).join(" ");
  return [
    {
      what: "living MiB",
      figures: mebibytes,
      isFlat: last.bytes - middle.bytes <= heapNoiseBytes,
    },
    {
      what: "living objects",
      figures: `${heaps.map(({ objects }) => objects).join(" ")}; ${more.join(", ") || "no class grew"}`,
      isFlat: more.length === 0,
    },
  ];
}

/** Reloads in a row leave nothing behind: fewer objects of any class than there were reloads. */
export function reloadRow(before: Heaps, after: Heaps, reloads: number): Row {
  const more = grown(before, after, reloads - 1, 0);
  return {
    what: `${reloads} reloads in a row`,
    figures: `${before.objects} objects to ${after.objects}; ${more.join(", ") || "no class grew"}`,
    isFlat: more.length === 0,
  };
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
