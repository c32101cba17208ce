/** `show table`, `set table` and `clear table` (management manual 9.3). */
import { nextTurn } from "../../core/next-turn.ts";
import { allows } from "../command.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { TableControl, TableEntry } from "../control.ts";
import { listAnswer } from "../in-pieces.ts";
import { dataNameOf } from "./table-data-name.ts";
import { integerOf, isInteger, noBinary, oneEntry, parseFilter } from "./table-filter.ts";
import { failure } from "../message.ts";

const header = (table: TableControl): string =>
  `# table: ${table.name}, type: ${table.type}, size:${table.sizeEntries}, used:${table.used()}\n`;

function entryLine({ id, key, users, expiresMs, values }: TableEntry): string {
  const data = values.map(
    ({ name, periodMs, value }) => ` ${name}${periodMs === null ? "" : `(${periodMs})`}=${value}`,
  );
  return `0x${id.toString(16)}: key=${key} use=${users} exp=${expiresMs}${data.join("")}\n`;
}

function show({ args, control, state }: CliCall): Answer {
  const [name, ...words] = args;
  if (name === undefined) return control.tables().toReversed().map(header).join("");
  const table = control.tables().find((known) => known.name === name);
  if (table === undefined) return failure("No such table\n");
  const filter = parseFilter(table, words, SHOW);
  if (typeof filter === "string") return failure(filter);
  if (!allows(state.level, "operator")) {
    return `${header(table)}# contents not dumped due to insufficient privileges\n`;
  }
  if (filter.kind === "key") {
    return filter.entry === undefined ? "" : header(table) + entryLine(filter.entry);
  }
  const entries = table.entries(filter.conditions);
  return listAnswer(header(table), entries, table.used(), (entry) =>
    entry === null ? "" : entryLine(entry),
  );
}

/** Entries removed between two turns of others, or sixteen times as many kept: some milliseconds. */
const TURN_ENTRIES = 1000;
const KEPT = 1 / 16;

/** Removes the entries that nobody uses, also when the client does not wait for it. */
function removeAll(entries: Iterable<TableEntry | null>): Answer {
  const removals = removalsOf(entries);
  const first = removals.next();
  return first.done === true ? "" : inTurns(removals);
}

/** Gives up the thread after some entries each; they come and go meanwhile. */
function* removalsOf(entries: Iterable<TableEntry | null>): Generator<void, void> {
  let spent = 0;
  for (const entry of entries) {
    entry?.remove();
    spent += entry === null ? KEPT : 1;
    if (spent < TURN_ENTRIES) continue;
    yield;
    spent = 0;
  }
}

async function inTurns(steps: Iterator<void>): Promise<string> {
  do await nextTurn();
  while (steps.next().done !== true);
  return "";
}

const DATA = '"data.<store_data_type>"';
const SHOW = {
  usage: `Optional argument only supports ${DATA} <operator> <value> or key <key> or ptr <ptr>\n`,
  binary: noBinary("Showing keys from"),
};
const SET_USAGE =
  "Required arguments: <table> key <key> [data.<store_data_type> <value>]* " +
  "or <table> ptr <ptr> [data.<store_data_type> <value>]*\n";
const CLEAR = {
  usage:
    `Required arguments: <table> ${DATA} <operator> <value> ` +
    "or <table> key <key> or <table> ptr <ptr>\n",
  binary: noBinary("Removing keys from"),
};

interface SetData {
  readonly data: ReadonlyMap<string, number>;
  /** What is wrong with the words behind the data; "" for nothing. */
  readonly fault: string;
}

/** The data of `set table`: pairs of words, up to the first that is wrong. */
function cutData(table: TableControl, words: readonly string[]): SetData {
  const data = new Map<string, number>();
  const until = (fault: string): SetData => ({ data, fault });
  for (let at = 0; at < words.length; at += 2) {
    const [what = "", text = ""] = words.slice(at, at + 2);
    if (!what.startsWith("data.")) return until('"data.<type>" followed by a value expected\n');
    const named = dataNameOf(table, what.slice("data.".length));
    if (named.kind !== "stored") return until(`${named.fault}\n`);
    if (!isInteger(text)) return until("Require a valid integer value to store\n");
    data.set(named.name, integerOf(text));
  }
  return until("");
}

function set({ args, control }: CliCall): Answer {
  const [name, keyword, key, ...words] = args;
  if (name === undefined) return SET_USAGE;
  const table = control.tables().find((known) => known.name === name);
  if (table === undefined) return "No such table\n";
  if (keyword === undefined) return "";
  if (keyword !== "key" && keyword !== "ptr") return SET_USAGE;
  const found = oneEntry(table, keyword, key, noBinary("Inserting keys into"));
  if (typeof found === "string") return found;
  // HAProxy makes the entry before it looks at the data.
  const entry = found ?? table.obtain(key!);
  if (entry === undefined) return "Unable to allocate a new entry\n";
  const { data, fault } = cutData(table, words);
  entry.write(data);
  return fault;
}

function clear({ args, control }: CliCall): Answer {
  const [name, ...words] = args;
  if (name === undefined) return CLEAR.usage;
  const table = control.tables().find((known) => known.name === name);
  if (table === undefined) return "No such table\n";
  const filter = parseFilter(table, words, CLEAR);
  if (typeof filter === "string") return filter;
  if (filter.kind === "key") {
    const removed = filter.entry?.remove() ?? true;
    return removed ? "" : "Entry currently in use, cannot remove\n";
  }
  // A filter means "what can go".
  return removeAll(table.entries(filter.conditions));
}

export const TABLE_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "table"],
    level: "user",
    usage: "show table <table> [<filter>]*",
    summary: "report table usage stats or dump this table's contents (filter: data/key)",
    run: show,
  },
  {
    words: ["set", "table"],
    level: "operator",
    usage: "set table <table> key <k> [data.* <v>]*",
    summary: "update or create a table entry's data",
    run: set,
  },
  {
    words: ["clear", "table"],
    level: "operator",
    usage: "clear table <table> [<filter>]*",
    summary: "remove an entry from a table (filter: data/key)",
    run: clear,
  },
];
