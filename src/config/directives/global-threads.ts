/**
 * How many threads there are (manual 3.1). All of them are one group: they share listeners, servers
 * and tables alike, so that a group of their own would part nothing.
 */
import type { Arguments, Range } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import { globalFacts as facts, integerSetting } from "./setting.ts";

const ONE_GROUP = "all threads are one group: they share listeners, servers and tables";
const THREADS: Range = { min: 1, max: 64 };
/** HAProxy's bounds of the number of groups. */
const GROUPS: Range = { min: 1, max: 32 };

/** The number of the only group; an error for any other. */
function onlyGroup(args: Arguments, load: Load): boolean {
  const group = args.integer("a number of thread groups", GROUPS);
  if (group === undefined) return false;
  if (group === 1) return true;
  load.diagnostics.error(args.last, `'${args.name}' can only be 1 here: ${ONE_GROUP}`);
  return false;
}

const rangeShape = /^(\d{1,4})(?:-(\d{1,4}))?$/;

/** `thread-group 1 <range>...`: threads that are there anyway; the words are checked. */
function parseThreadGroup(args: Arguments, _global: GlobalModel, load: Load): void {
  if (!onlyGroup(args, load)) return;
  for (const word of args.rest()) {
    const [, first, last] = rangeShape.exec(word.text) ?? [];
    const bounds = [Number(first ?? 0), Number(last ?? first ?? 0)];
    if (bounds.every((each) => each >= THREADS.min && each <= THREADS.max)) continue;
    load.diagnostics.error(
      word,
      `'${word.text}' is no thread or range of threads`,
      `threads are numbered from ${THREADS.min} to ${THREADS.max}, ranges are written 1-4`,
    );
  }
}

/** After the last line: `thread-hard-limit` wins over `nbthread` (manual 3.1). */
export function limitThreads({ global, diagnostics }: Load): void {
  const limit = global.process.threadHardLimit;
  if (limit === null || global.nbthread <= limit) return;
  diagnostics.warn(
    null,
    `'nbthread ${global.nbthread}' is more than 'thread-hard-limit ${limit}' allows: ${limit} it is`,
  );
  global.nbthread = limit;
}

export const globalThreadDirectives: readonly Directive<GlobalModel>[] = [
  integerSetting(facts("nbthread", "3.1", "number of threads"), THREADS, (g, count) => {
    g.nbthread = count;
  }),
  integerSetting(
    facts("thread-hard-limit", "3.1", "largest number of threads, whatever 'nbthread' says"),
    { min: 1, max: 0x7fffffff },
    (g, count) => {
      g.process.threadHardLimit = count;
    },
  ),
  {
    name: "thread-groups",
    in: ["global"],
    syntax: "thread-groups <number>",
    manual: "3.1",
    summary: `number of groups of threads; only 1, ${ONE_GROUP}`,
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      if (onlyGroup(args, load)) args.end();
    },
  },
  {
    name: "thread-group",
    in: ["global"],
    syntax: "thread-group <group> [<thread-range>...]",
    manual: "3.1",
    summary: "threads of a group; only group 1 is there, and all threads are in it",
    parse: parseThreadGroup,
  },
];
