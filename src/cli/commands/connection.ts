/** Commands about the connection itself: help, prompt, quit, levels, timeout, sockets, version. */
import { parseTimeMs } from "../../core/duration.ts";
import { allows } from "../command.ts";
import type { Answer, CliCall, CliCommand, Level } from "../command.ts";
import { helpText } from "../help.ts";
import { failure, information, SEVERITY_OUTPUTS } from "../message.ts";

/** `help`, over all commands; made apart as it lists the others. */
export function helpCommand(commands: () => readonly CliCommand[]): CliCommand {
  return {
    words: ["help"],
    level: "user",
    usage: "help [<command>]",
    summary: "list matching or all commands",
    run: ({ args }) => information(helpText(args, commands())),
  };
}

function lowerTo(level: Level, { state }: CliCall): string {
  if (!allows(state.level, level)) return "Permission denied\n";
  state.level = level;
  return "";
}

function setTimeout({ args, state }: CliCall): string {
  if (args[0] !== "cli") return "'set timeout' only supports 'cli'.\n";
  if (args[1] === undefined) return "Expects an integer value.\n";
  const time = parseTimeMs(args[1], "s");
  if (!time.ok || time.value < 1) return "Invalid timeout value.\n";
  state.timeoutMs = time.value;
  return "";
}

function setSeverityOutput({ args, state }: CliCall): string {
  const output = SEVERITY_OUTPUTS.find((known) => known === args[0]);
  if (output === undefined) return "one of 'none', 'number', 'string' is a required argument\n";
  state.severityOutput = output;
  return "";
}

function showEnvironment({ args, control }: CliCall): Answer {
  const [name] = args;
  const variables = control.environment().filter(([known]) => name === undefined || known === name);
  if (name !== undefined && variables.length === 0) return failure("Variable not found\n");
  return variables.map(([known, value]) => `${known}=${value}\n`).join("");
}

export const CONNECTION_COMMANDS: readonly CliCommand[] = [
  {
    words: ["prompt"],
    level: "user",
    usage: "prompt",
    summary: "toggle interactive mode with prompt",
    run: ({ state }) => {
      state.interactive = !state.interactive;
      return "";
    },
  },
  {
    words: ["quit"],
    level: "user",
    usage: "quit",
    summary: "disconnect",
    run: ({ state }) => {
      state.closing = true;
      return "";
    },
  },
  {
    words: ["operator"],
    level: "user",
    usage: "operator",
    summary: "lower the level of the current CLI session to operator",
    run: (call) => lowerTo("operator", call),
  },
  {
    words: ["user"],
    level: "user",
    usage: "user",
    summary: "lower the level of the current CLI session to user",
    run: (call) => lowerTo("user", call),
  },
  {
    words: ["set", "timeout"],
    level: "user",
    usage: "set timeout [cli] <delay>",
    summary: "change a timeout setting",
    run: setTimeout,
  },
  {
    words: ["set", "severity-output"],
    level: "user",
    usage: "set severity-output [none|number|string]",
    summary: "set presence of severity level in feedback information",
    run: setSeverityOutput,
  },
  {
    words: ["show", "cli", "level"],
    level: "user",
    usage: "show cli level",
    summary: "display the level of the current CLI session",
    run: ({ state }) => information(`${state.level}\n`),
  },
  {
    words: ["show", "cli", "sockets"],
    level: "user",
    usage: "show cli sockets",
    summary: "dump list of cli sockets",
    run: ({ control }) => {
      const lines = control.sockets().map(({ address, level }) => `${address} ${level} all\n`);
      return `# socket lvl processes\n${lines.join("")}`;
    },
  },
  {
    words: ["show", "env"],
    level: "operator",
    usage: "show env [var]",
    summary: "dump environment variables known to the process",
    run: showEnvironment,
  },
  {
    words: ["show", "version"],
    level: "user",
    usage: "show version",
    summary: "show version of the current process",
    run: ({ control }) => information(`${control.info.version}\n`),
  },
];
