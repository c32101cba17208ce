/**
 * Commands that HAProxy has and Sluice does not. Each is answered with one line that says so:
 * a script must be able to tell a missing command from a misspelt one. They are not in `help`.
 */
const MISSING: readonly string[] = [
  "abort ssl",
  "add server",
  "add ssl",
  "commit ssl",
  "del server",
  "del ssl",
  "new ssl",
  "set profiling",
  "set ssl",
  "show activity",
  "show cache",
  "show fd",
  "show libs",
  "show pools",
  "show profiling",
  "show schema",
  "show ssl",
  "show tasks",
  "show threads",
  "show tls-keys",
  "show trace",
  "trace",
  "wait",
];

/** What is only known by its words. */
export interface MissingCommand {
  readonly words: readonly string[];
}

export const MISSING_COMMANDS: readonly MissingCommand[] = MISSING.map((name) => ({
  words: name.split(" "),
}));

/** The answer to a missing command. */
export function missingText(command: MissingCommand): string {
  return `Sluice has no '${command.words.join(" ")}' command.\n`;
}
