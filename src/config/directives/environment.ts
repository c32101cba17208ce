/** setenv, presetenv, unsetenv and resetenv (manual 3.1): they hold from the next line on. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";

const manual = "3.1";

function nameAndValue(args: Arguments, put: (name: string, value: string) => void): void {
  const name = args.expect("a name and a value");
  const value = name === undefined ? undefined : args.take();
  if (name === undefined) return;
  if (value === undefined) {
    args.expect("a value after the name");
    return;
  }
  if (args.end()) put(name.text, value.text);
}

export const environmentDirectives: readonly Directive<GlobalModel>[] = [
  {
    name: "setenv",
    in: ["global"],
    syntax: "setenv <name> <value>",
    manual,
    summary: "sets an environment variable",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      nameAndValue(args, (name, value) => load.environment.set(name, value));
    },
  },
  {
    name: "presetenv",
    in: ["global"],
    syntax: "presetenv <name> <value>",
    manual,
    summary: "sets an environment variable that is not set yet",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      nameAndValue(args, (name, value) => {
        if (load.environment.get(name) === undefined) load.environment.set(name, value);
      });
    },
  },
  {
    name: "unsetenv",
    in: ["global"],
    syntax: "unsetenv <name> ...",
    manual,
    summary: "removes environment variables",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      if (args.expect("at least one variable name") === undefined) return;
      load.environment.unset(args.last.text);
      for (const word of args.rest()) load.environment.unset(word.text);
    },
  },
  {
    name: "resetenv",
    in: ["global"],
    syntax: "resetenv [<name> ...]",
    manual,
    summary: "removes all environment variables but those named",
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      load.environment.keepOnly(new Set(args.rest().map((word) => word.text)));
    },
  },
];
