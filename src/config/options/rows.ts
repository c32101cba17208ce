/**
 * Options that follow one another on a `bind` or `server` line (manual 5): rows like directives,
 * each taking its own arguments.
 */
import { nearest } from "../../core/edit-distance.ts";
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import { REFUSED_OPTIONS } from "../refused/options.ts";

export interface OptionRow<Target> {
  readonly name: string;
  readonly syntax: string;
  readonly manual: string;
  readonly summary: string;
  /** Parses the option's own arguments into `target`. */
  parse(args: Arguments, target: Target, load: Load): void;
}

/** The options of one kind of line. */
export interface OptionTable<Target> {
  readonly rows: readonly OptionRow<Target>[];
  /** Names with rows that are refused for now. */
  readonly notYet: ReadonlySet<string>;
  /** HAProxy's other options and how many arguments each takes. */
  readonly elsewhere: ReadonlyMap<string, number>;
}

/** Parses all remaining words as options. `what` names the line in messages: "bind". */
export function parseOptions<Target>(
  args: Arguments,
  what: string,
  table: OptionTable<Target>,
  target: Target,
  load: Load,
): void {
  for (let word = args.peek; word !== undefined; word = args.peek) {
    args.take();
    // An option may have a parameter of its own: "set-proxy-v2-tlv-fmt(0xE1)".
    const name = word.text.replace(/\(.*\)$/, "");
    const row = table.rows.find((each) => each.name === name);
    if (row !== undefined) {
      if (table.notYet.has(row.name)) {
        load.diagnostics.error(
          word,
          `the ${what} option '${row.name}' is not supported by this version of Sluice yet`,
        );
      }
      const own = args.nested(row.name);
      row.parse(own, target, load);
      args.resume(own);
      continue;
    }
    const skipped = table.elsewhere.get(name);
    if (skipped === undefined) {
      const near = nearest(
        word.text,
        table.rows.map((each) => each.name),
      );
      load.diagnostics.error(
        word,
        `unknown ${what} option '${word.text}'`,
        near === undefined ? "" : `did you mean '${near}'?`,
      );
      // Whatever follows may be its arguments; more messages would be noise.
      args.rest();
      return;
    }
    const reason = REFUSED_OPTIONS.get(name);
    load.diagnostics.error(
      word,
      reason === undefined
        ? `the ${what} option '${word.text}' is not supported by this version of Sluice yet`
        : `the ${what} option '${word.text}' is not supported: ${reason}`,
    );
    for (let count = 0; count < skipped; count++) args.take();
  }
}
