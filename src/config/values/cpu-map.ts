/**
 * `cpu-map` and the sets of numbers in it (manual 3.1): which CPUs a thread may run on. There is one
 * group of threads, so lines for other groups say nothing, as in HAProxy.
 */
import type { Arguments, Range } from "../arguments.ts";
import type { Diagnostics } from "../diagnostics/diagnostics.ts";
import type { Word } from "../words/word.ts";

/** Threads of a group, and groups. */
const MEMBERS: Range = { min: 1, max: 64 };
/** What an open range of CPUs ends with, and the last CPU that may be named. */
const LAST_OF_OPEN_RANGE = 63;
const LAST_CPU = 1023;

const NAMED: Readonly<Record<string, (member: number) => boolean>> = {
  all: () => true,
  odd: (member) => member % 2 === 1,
  even: (member) => member % 2 === 0,
};

const rangeShape = /^(\d{1,5})(-(\d{1,5})?)?$/;

/** Numbers from `text` ("4", "1-3", "2-"); undefined when it is none. */
function rangeOf(text: string, openEnd: number): readonly number[] | undefined {
  const [, first, dash, last] = rangeShape.exec(text) ?? [];
  if (first === undefined) return undefined;
  const end = last !== undefined ? Number(last) : dash === undefined ? Number(first) : openEnd;
  const [from, to] = [Math.min(Number(first), end), Math.max(Number(first), end)];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Members of a set of groups or threads; undefined after saying what is wrong. */
function membersOf(text: string, at: Word, diagnostics: Diagnostics): Set<number> | undefined {
  const named = NAMED[text];
  const all = Array.from({ length: MEMBERS.max }, (_, index) => index + 1);
  if (named !== undefined) return new Set(all.filter(named));
  const range = rangeOf(text, MEMBERS.max);
  if (range === undefined || range.some((each) => each < MEMBERS.min || each > MEMBERS.max)) {
    diagnostics.error(
      at,
      `'${text}' is no set of threads or groups`,
      `expected 'all', 'odd', 'even', a number or a range from ${MEMBERS.min} to ${MEMBERS.max}`,
    );
    return undefined;
  }
  return new Set(range);
}

/** CPUs of one word ("0,2-3"); undefined after saying what is wrong. */
export function readCpus(word: Word, diagnostics: Diagnostics): readonly number[] | undefined {
  const ranges = word.text.split(",").map((text) => rangeOf(text, LAST_OF_OPEN_RANGE));
  const cpus: number[] = [];
  for (const range of ranges) {
    if (range === undefined || range.some((cpu) => cpu > LAST_CPU)) {
      diagnostics.error(
        word,
        `'${word.text}' is no set of CPUs`,
        `expected numbers and ranges up to ${LAST_CPU}, with commas between`,
      );
      return undefined;
    }
    cpus.push(...range);
  }
  return cpus;
}

/** CPUs by thread. */
export type CpuMap = Map<number, readonly number[]>;

/** Reads the arguments of one line into `map`; threads that it names lose what they had. */
export function parseCpuMap(args: Arguments, map: CpuMap, diagnostics: Diagnostics): void {
  const places = args.expect("[auto:]<thread-group>[/<thread-set>]");
  if (places === undefined || args.peek === undefined) {
    args.expect("<cpu-set>");
    return;
  }
  const isAuto = places.text.startsWith("auto:");
  const [group = "", threadSet = "all"] = places.text.slice(isAuto ? 5 : 0).split("/");
  const groups = membersOf(group, places, diagnostics);
  const threads = membersOf(threadSet, places, diagnostics);
  const sets = args.rest().map((word) => readCpus(word, diagnostics));
  if (groups === undefined || threads === undefined) return;
  if (sets.some((set) => set === undefined) || !groups.has(1)) return;
  const cpus = [...new Set(sets.flatMap((set) => set ?? []))].sort((a, b) => a - b);
  const sizes = groups.size > 1 ? [1, groups.size, threads.size] : [1, threads.size];
  if (isAuto && !sizes.includes(cpus.length)) {
    diagnostics.error(
      places,
      `'${places.text}' names ${threads.size} threads for ${cpus.length} CPUs`,
      "with 'auto:' each thread gets one of them, so give as many, or leave 'auto:' out",
    );
    return;
  }
  [...threads].forEach((thread, index) => {
    const own = isAuto ? cpus.slice(index, index + 1) : cpus;
    if (own.length > 0) map.set(thread, own);
  });
}
