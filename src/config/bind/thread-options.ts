/** The options of `bind` lines about threads: which ones accept, over how many sockets (manual 5.1). */
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { BindModel } from "../model.ts";
import type { OptionRow } from "../options/rows.ts";

/** Threads of the process, and its one group's. */
const MOST_THREADS = 64;
const MOST_SHARDS = 64;

const setShape = /^(?:(\d{1,5})\/)?(?:(all|odd|even)|(\d{0,5})(-?)(\d{0,5}))$/;

/** Threads of one set ("1", "2-", "odd", "1/1-3"); a text says what is wrong with it. */
function threadsOf(set: string): readonly number[] | string {
  const [, group, name, from = "", dash, to = ""] = setShape.exec(set) ?? [];
  if (name === undefined && dash === undefined) return `'${set}' is no set of threads`;
  if (group !== undefined && Number(group) !== 1)
    return `there is no thread group ${group}: all threads are in group 1`;
  const step = name === "odd" || name === "even" ? 2 : 1;
  const start = name === "even" ? 2 : Number(from || 1);
  const end = dash === "" && from !== "" ? start : Number(to || MOST_THREADS);
  const [first, last] = [Math.min(start, end), Math.max(start, end)];
  if (first < 1 || last > MOST_THREADS) return `threads are numbered from 1 to ${MOST_THREADS}`;
  return Array.from(
    { length: Math.floor((last - first) / step) + 1 },
    (_, index) => first + index * step,
  );
}

const isRelative = (set: string): boolean => set.includes("/");

function parseThread(args: Arguments, bind: BindModel, { diagnostics }: Load): void {
  const word = args.expect("threads, such as 1, 2-4, odd or 1/1-2");
  if (word === undefined) return;
  const sets = word.text.split(",");
  if (sets.some(isRelative) && !sets.every(isRelative)) {
    diagnostics.error(
      word,
      "threads of the group do not go together with threads of the process",
      "write '1/' before each set, or before none",
    );
    return;
  }
  const threads = new Set(bind.threads);
  for (const set of sets) {
    const found = threadsOf(set);
    if (typeof found === "string") {
      const expected = "expected 'all', 'odd', 'even', a number or a range, after '1/' or alone";
      return diagnostics.error(word, found, expected);
    }
    for (const thread of found) threads.add(thread);
  }
  bind.threads = threads;
}

function parseShards(args: Arguments, bind: BindModel, { diagnostics }: Load): void {
  const word = args.expect("a number, 'by-thread' or 'by-group'");
  if (word === undefined) return;
  const count = /^\d{1,4}$/.test(word.text) ? Number(word.text) : 0;
  if (word.text === "by-thread") bind.shards = MOST_SHARDS;
  else if (word.text === "by-group") bind.shards = 1;
  else if (count >= 1 && count <= MOST_SHARDS) bind.shards = count;
  else
    diagnostics.error(
      word,
      `'${word.text}' is no number of shards`,
      `expected 1 to ${MOST_SHARDS}, 'by-thread' or 'by-group'`,
    );
}

/** Some thread of the line exists, and sockets can be bound beside each other; known once `nbthread` is. */
export function checkThreads(bind: BindModel, { global, diagnostics }: Load): void {
  const { line, threads, shards, addresses } = bind;
  const isOnce = addresses.some(({ kind }) => kind !== "ip");
  if (isOnce && shards !== null && shards > 1 && global.nbthread > 1) {
    diagnostics.warn(
      line.words.find(({ text }) => text === "shards") ?? line,
      `'shards' has no effect on '${bind.text}': only IP addresses can be bound more than once`,
    );
  }
  if (threads === null || Math.min(...threads) <= global.nbthread) return;
  diagnostics.error(
    line.words.find(({ text }) => text === "thread") ?? line,
    `none of the threads of 'thread' exists: 'nbthread' is ${global.nbthread}`,
    "raise 'nbthread', or name threads up to it",
  );
}

/** Thread 1 answers at admin sockets. */
export function checkAdminThreads({ line, threads }: BindModel, { diagnostics }: Load): void {
  if (threads === null || threads.has(1)) return;
  diagnostics.error(
    line.words.find(({ text }) => text === "thread") ?? line,
    "thread 1 answers at stats sockets, and no other",
    "leave 'thread' away, or have thread 1 among them",
  );
}

export const bindThreadOptions: readonly OptionRow<BindModel>[] = [
  {
    name: "thread",
    syntax: "thread [<thread-group>/]<thread-set>[,...]",
    manual: "5.1",
    summary: "threads that accept connections; lines of the same address may have different ones",
    parse: parseThread,
  },
  {
    name: "shards",
    syntax: "shards <number> | by-thread | by-group",
    manual: "5.1",
    summary: "listening sockets that the threads of the line share, a part of them each",
    parse: parseShards,
  },
];
