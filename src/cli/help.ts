/** The command listings: `help`, and the answers to what is no command. */
import { editDistance } from "../core/edit-distance.ts";
import type { CliCommand } from "./command.ts";

const USAGE_COLUMNS = 40;
const MOST_SUGGESTIONS = 5;

/** Shown at the end of every listing. */
const ALWAYS = new Set(["help", "prompt", "quit"]);

const lineOf = (command: CliCommand): string =>
  `  ${command.usage.padEnd(USAGE_COLUMNS)}: ${command.summary}\n`;

const byWords = (a: CliCommand, b: CliCommand): number => {
  const [left, right] = [a.words.join(" "), b.words.join(" ")];
  return left < right ? -1 : left > right ? 1 : 0;
};

function listing(title: string, chosen: readonly CliCommand[], all: readonly CliCommand[]): string {
  const isAlways = (command: CliCommand): boolean => ALWAYS.has(command.words.join(" "));
  const first = chosen.filter((command) => !isAlways(command)).toSorted(byWords);
  const last = all.filter(isAlways).toSorted(byWords);
  return `${title}\n${[...first, ...last].map(lineOf).join("")}`;
}

/** Commands whose words begin with all of `words`; the longest beginning that any has. */
function sharing(words: readonly string[], all: readonly CliCommand[]): readonly CliCommand[] {
  for (let count = words.length; count > 0; count--) {
    const found = all.filter((command) =>
      words.slice(0, count).every((word, at) => command.words[at] === word),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** The commands whose words look most like the input. */
function similar(words: readonly string[], all: readonly CliCommand[]): readonly CliCommand[] {
  const input = words.slice(0, 2).join(" ");
  const scored = all.map((command) => ({
    command,
    distance: editDistance(input, command.words.join(" ").slice(0, input.length + 2)),
  }));
  return scored
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ command }) => command);
}

/** `help [<command>]`: all commands, or those that the words narrow it to. */
export function helpText(words: readonly string[], all: readonly CliCommand[]): string {
  const chosen = words.length === 0 ? all : sharing(words, all);
  return listing("The following commands are valid at this level:", chosen, all);
}

/** The answer to words that name no command. */
export function unknownText(words: readonly string[], all: readonly CliCommand[]): string {
  if (words.length === 0) {
    return listing("Unknown command. Please enter one of the following commands only:", all, all);
  }
  const near = sharing(words, all);
  const chosen = near.length > 0 ? near : similar(words, all);
  return listing(
    "Unknown command, but maybe one of the following ones is a better match:",
    chosen,
    all,
  );
}
