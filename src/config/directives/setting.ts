/** Makers of rows for the commonest shapes of directive: one word, one number, one time, a switch. */
import type { Arguments, Range } from "../arguments.ts";
import type { Directive, SectionKind } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";

/** What every row says of itself. */
export interface RowFacts {
  readonly name: string;
  readonly in: readonly SectionKind[];
  readonly manual: string;
  readonly summary: string;
}

/** What a row of `global` says of itself. */
export function globalFacts(name: string, manual: string, summary: string): RowFacts {
  return { name, in: ["global"], manual, summary };
}

/** What HAProxy takes once: a second line changes nothing and is said to be one. */
export function once(
  row: Directive<GlobalModel>,
  valueOf: (global: GlobalModel) => unknown,
): Directive<GlobalModel> {
  return {
    ...row,
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      if (valueOf(global) === null) return row.parse(args, global, load);
      load.diagnostics.warn(args.line, `'${row.name}' was set before, the first value stays`);
    },
  };
}

/** `NAME <argument>`: any single word. */
export function textSetting<Target>(
  facts: RowFacts,
  argument: string,
  set: (target: Target, text: string) => void,
): Directive<Target> {
  return {
    ...facts,
    syntax: `${facts.name} <${argument}>`,
    parse(args: Arguments, target: Target): void {
      const word = args.expect(`<${argument}>`);
      if (word !== undefined && args.end()) set(target, word.text);
    },
  };
}

/** `NAME <number>` within `range`; sizes may end in k, m or g. */
export function sizeSetting<Target>(
  facts: RowFacts,
  range: Range,
  set: (target: Target, value: number) => void,
): Directive<Target> {
  return {
    ...facts,
    syntax: `${facts.name} <number>`,
    parse(args: Arguments, target: Target): void {
      const value = args.size("a number", range);
      if (value !== undefined && args.end()) set(target, value);
    },
  };
}

/** `NAME <number>` within `range`, without a unit. */
export function integerSetting<Target>(
  facts: RowFacts,
  range: Range,
  set: (target: Target, value: number) => void,
): Directive<Target> {
  return {
    ...facts,
    syntax: `${facts.name} <number>`,
    parse(args: Arguments, target: Target): void {
      const value = args.integer("a number", range);
      if (value !== undefined && args.end()) set(target, value);
    },
  };
}

/** `NAME <time>`, in ms unless a unit or `defaultUnit` says otherwise. */
export function timeSetting<Target>(
  facts: RowFacts,
  range: Range,
  set: (target: Target, timeMs: number) => void,
  defaultUnit: "ms" | "s" = "ms",
): Directive<Target> {
  return {
    ...facts,
    syntax: `${facts.name} <time>`,
    parse(args: Arguments, target: Target): void {
      const timeMs = args.timeMs("a time", range, defaultUnit);
      if (timeMs !== undefined && args.end()) set(target, timeMs);
    },
  };
}

/** `NAME` alone; `no NAME` and `default NAME` turn it off. */
export function switchSetting<Target>(
  facts: RowFacts,
  set: (target: Target, on: boolean) => void,
): Directive<Target> {
  const turn =
    (on: boolean) =>
    (args: Arguments, target: Target): void => {
      if (args.end()) set(target, on);
    };
  return {
    ...facts,
    syntax: facts.name,
    parse: turn(true),
    negate: turn(false),
    restore: turn(false),
  };
}
