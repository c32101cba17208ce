/**
 * Makers of the rows of hints: directives of `global` that only advise HAProxy's engine how to do its
 * work. Arguments are checked, what they say goes nowhere, and the summary says why.
 */
import type { Arguments, Range } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";

/** Takes the arguments of a hint; what it reads goes nowhere. */
export type CheckArguments = (args: Arguments, load: Load) => void;

export const nothing: CheckArguments = (args) => {
  args.end();
};

export const oneOf =
  (...choices: readonly string[]): CheckArguments =>
  (args) => {
    if (args.oneOf(choices) !== undefined) args.end();
  };

export const numberWithin =
  (range: Range): CheckArguments =>
  (args) => {
    if (args.integer("a number", range) !== undefined) args.end();
  };

/** A size in bytes, with k, m or g. */
export const sizeWithin =
  (range: Range): CheckArguments =>
  (args) => {
    if (args.size("a size", range) !== undefined) args.end();
  };

/** A time, in ms without a unit. */
export const timeWithin =
  (range: Range): CheckArguments =>
  (args) => {
    if (args.timeMs("a time", range) !== undefined) args.end();
  };

/** One word or none. */
export const wordIfAny: CheckArguments = (args) => {
  args.take();
  args.end();
};

export const word =
  (what: string): CheckArguments =>
  (args) => {
    if (args.expect(what) !== undefined) args.end();
  };

export function hint(
  syntax: string,
  reason: string,
  check: CheckArguments,
  manual = "3.2",
): Directive<GlobalModel> {
  return {
    name: syntax.split(" ")[0]!,
    in: ["global"],
    syntax,
    manual,
    summary: `accepted: ${reason}`,
    parse: (args, _global, load) => check(args, load),
  };
}

/** A hint that `no` turns off again. */
export function switchable(row: Directive<GlobalModel>): Directive<GlobalModel> {
  return { ...row, negate: row.parse };
}

/** A hint that stands behind `expose-experimental-directives`. */
export function experimental(row: Directive<GlobalModel>): Directive<GlobalModel> {
  return {
    ...row,
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      if (global.experimental) return row.parse(args, global, load);
      load.diagnostics.error(
        args.last,
        `'${row.name}' is experimental`,
        "'expose-experimental-directives' before it allows it",
      );
    },
  };
}
