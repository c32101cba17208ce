/** The command line (management manual 3): HAProxy's options, parsed; what is wrong is said at once. */
import { blankCommandLine, type CommandLine } from "./draft.ts";
import { OPTIONS, type OptionRow, REFUSED, WITHOUT_EFFECT } from "./options.ts";

const BY_NAME: ReadonlyMap<string, OptionRow> = new Map(OPTIONS.map((row) => [row.name, row]));

/** Options that take the rest of the words that are numbers. */
const PIDS: Readonly<Record<string, "finish" | "terminate">> = {
  "-sf": "finish",
  "-st": "terminate",
};

/** Parses the words after the program's name; text says what is wrong. */
export function parseCommandLine(words: readonly string[]): CommandLine | string {
  const draft = blankCommandLine();
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "--") {
      draft.inputs = [...draft.inputs, ...words.slice(at + 1)];
      break;
    }
    const pids = PIDS[word];
    if (pids !== undefined) {
      const numbers = words
        .slice(at + 1)
        .filter((_each, index, rest) => rest.slice(0, index + 1).every((one) => /^\d+$/.test(one)));
      draft[pids] = [...draft[pids], ...numbers.map(Number)];
      at += numbers.length;
      continue;
    }
    const row: OptionRow | undefined = BY_NAME.get(word);
    if (row === undefined) {
      if (word.startsWith("-dK")) {
        draft.keywords = true;
        continue;
      }
      if (WITHOUT_EFFECT.test(word)) continue;
      const refused = REFUSED.find(([shape]) => shape.test(word));
      if (refused !== undefined) return `${word}: ${refused[1]}`;
      return word.startsWith("-")
        ? `unknown option ${word}`
        : `a file is given with -f: -f ${word}`;
    }
    const argument = row.argument === null ? "" : words[++at];
    if (argument === undefined) return `${word} wants ${row.argument}`;
    const fault = row.apply(draft, argument);
    if (fault !== null) return fault;
  }
  return draft;
}

/** The text of `--help`. */
export function helpText(program: string): string {
  const lines = OPTIONS.filter((row) => row.name !== "-h").map((row) => {
    const left = row.argument === null ? row.name : `${row.name} ${row.argument}`;
    return `  ${left.padEnd(14)} ${row.summary}`;
  });
  return (
    `Usage: ${program} -f FILE|DIR [options]\n\n${lines.join("\n")}\n` +
    `  ${"-sf PID…".padEnd(14)} once started, ask these processes to finish and leave\n` +
    `  ${"-st PID…".padEnd(14)} once started, end these processes\n`
  );
}
