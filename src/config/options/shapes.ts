/** Makers of option rows for the commonest shapes: a flag, a word, a number, a time, a choice. */
import type { Arguments, Range } from "../arguments.ts";
import type { OptionRow } from "./rows.ts";
import type { Word } from "../words/word.ts";

/** The makers for options of one kind of line, described in one section of the manual. */
export interface OptionShapes<Target> {
  flag(name: string, summary: string, set: (target: Target) => void): OptionRow<Target>;
  word(
    name: string,
    argument: string,
    summary: string,
    set: (target: Target, word: Word) => void,
  ): OptionRow<Target>;
  integer(
    name: string,
    range: Range,
    summary: string,
    set: (target: Target, value: number) => void,
  ): OptionRow<Target>;
  time(
    name: string,
    range: Range,
    summary: string,
    set: (target: Target, timeMs: number) => void,
  ): OptionRow<Target>;
  /** A time after which something is done again. */
  interval(
    name: string,
    range: Range,
    summary: string,
    set: (target: Target, timeMs: number) => void,
  ): OptionRow<Target>;
  choice<Choice extends string>(
    name: string,
    choices: readonly Choice[],
    summary: string,
    set: (target: Target, choice: Choice) => void,
  ): OptionRow<Target>;
}

export function optionShapes<Target>(manual: string): OptionShapes<Target> {
  return {
    flag: (name, summary, set) => ({
      name,
      syntax: name,
      manual,
      summary,
      parse: (_args: Arguments, target: Target): void => set(target),
    }),
    word: (name, argument, summary, set) => ({
      name,
      syntax: `${name} <${argument}>`,
      manual,
      summary,
      parse: (args: Arguments, target: Target): void => {
        const word = args.expect(`<${argument}>`);
        if (word !== undefined) set(target, word);
      },
    }),
    integer: (name, range, summary, set) => ({
      name,
      syntax: `${name} <number>`,
      manual,
      summary,
      parse: (args: Arguments, target: Target): void => {
        const value = args.integer("a number", range);
        if (value !== undefined) set(target, value);
      },
    }),
    time: (name, range, summary, set) => ({
      name,
      syntax: `${name} <time>`,
      manual,
      summary,
      parse: (args: Arguments, target: Target): void => {
        const timeMs = args.timeMs("a time", range);
        if (timeMs !== undefined) set(target, timeMs);
      },
    }),
    interval: (name, range, summary, set) => ({
      name,
      syntax: `${name} <time>`,
      manual,
      summary,
      parse: (args: Arguments, target: Target): void => {
        const timeMs = args.waitMs("a time", range);
        if (timeMs !== undefined) set(target, timeMs);
      },
    }),
    choice: (name, choices, summary, set) => ({
      name,
      syntax: `${name} <${choices.join("|")}>`,
      manual,
      summary,
      parse: (args: Arguments, target: Target): void => {
        const choice = args.oneOf(choices);
        if (choice !== undefined) set(target, choice);
      },
    }),
  };
}
