/** Commands about what the process said at its start, and ones that scripts use as markers. */
import type { Answer, CliCall, CliCommand, CliModes } from "../command.ts";
import { information } from "../message.ts";

/** `echo <text>`: its words, with one blank between them. */
export const ECHO: CliCommand = {
  words: ["echo"],
  level: "user",
  usage: "echo <text>",
  summary: "print text to the output",
  run: ({ args }) => `${args.join(" ")}\n`,
};

export const STARTUP_LOGS: CliCommand = {
  words: ["show", "startup-logs"],
  level: "user",
  usage: "show startup-logs",
  summary: "report logs emitted during startup",
  run: ({ control }) => control.startupLogs(),
};

/** `expert-mode [on|off]`: sets the mode; without a word says which it is. */
function setMode(name: string, key: keyof CliModes, { args, state }: CliCall): Answer {
  const [word] = args;
  if (word === undefined) return information(`${name} is ${state.modes[key] ? "ON" : "OFF"}\n`);
  state.modes[key] = word === "on";
  return "";
}

/** No command of Sluice asks for a mode: they are kept so that scripts may switch them on. */
const modeCommand = (name: string, key: keyof CliModes): CliCommand => ({
  words: [name],
  level: "admin",
  usage: `${name} [on|off]`,
  summary: `enable or disable ${name}`,
  run: (call) => setMode(name, key, call),
});

const DUMP_STATS_FILE: CliCommand = {
  words: ["dump", "stats-file"],
  level: "user",
  usage: "dump stats-file",
  summary: "dump counters of all that has a guid, for 'stats-file'",
  run: ({ control }) => control.statsFile(),
};

export const PROCESS_COMMANDS: readonly CliCommand[] = [
  ECHO,
  STARTUP_LOGS,
  DUMP_STATS_FILE,
  modeCommand("expert-mode", "expert"),
  modeCommand("experimental-mode", "experimental"),
];
