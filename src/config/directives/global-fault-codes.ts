/** `http-err-codes` and `http-fail-codes` (manual 3.2): statuses that stick tables count as faults. */
import { statuses } from "../../http/fault-codes.ts";
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import type { Word } from "../words/word.ts";
import { globalFacts } from "./setting.ts";

const LOWEST = 100;
const HIGHEST = 599;
const RANGE = /^(\d+)(?:-(\d+))?$/;

function row(
  name: string,
  what: string,
  of: (global: GlobalModel) => ReadonlySet<number>,
  set: (global: GlobalModel, codes: ReadonlySet<number>) => void,
): Directive<GlobalModel> {
  return {
    ...globalFacts(name, "3.2", `statuses of servers that are the ${what} in stick tables`),
    syntax: `${name} [+-]<range>[,...] [...]`,
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      if (args.peek === undefined) {
        args.expect("[+-]<range>[,...]");
        return;
      }
      let codes = of(global);
      for (const word of args.rest()) {
        const changed = change(codes, word);
        if (changed === undefined) return refuse(word, load);
        codes = changed;
      }
      set(global, codes);
    },
  };
}

/** The codes after `+…`, `-…` or a new list; undefined for what is none of them. */
function change(codes: ReadonlySet<number>, { text }: Word): ReadonlySet<number> | undefined {
  const sign = /^[+-]?/.exec(text)![0];
  const found = new Set<number>();
  for (const part of text.slice(sign.length).split(",")) {
    const [, first, last = first] = RANGE.exec(part) ?? [];
    const [low, high] = [Number(first), Number(last)];
    if (first === undefined || low < LOWEST || high > HIGHEST || low > high) return undefined;
    for (const status of statuses(low, high)) found.add(status);
  }
  if (sign === "+") return codes.union(found);
  return sign === "-" ? codes.difference(found) : found;
}

function refuse(word: Word, load: Load): void {
  load.diagnostics.error(
    word,
    `'${word.text}' is no list of statuses`,
    `expected numbers and ranges from ${LOWEST} to ${HIGHEST} with commas between, such as 400-499 or -404,410`,
  );
}

export const globalFaultCodeDirectives: readonly Directive<GlobalModel>[] = [
  row(
    "http-err-codes",
    "client's errors",
    ({ faultCodes }) => faultCodes.errors,
    (global, errors) => (global.faultCodes = { ...global.faultCodes, errors }),
  ),
  row(
    "http-fail-codes",
    "server's failures",
    ({ faultCodes }) => faultCodes.failures,
    (global, failures) => (global.faultCodes = { ...global.faultCodes, failures }),
  ),
];
