/**
 * Runs the commands of a line one after the other and joins their answers. A command that throws
 * is answered with its error: nothing typed at the socket ends the process.
 */
import { allows } from "./command.ts";
import type { CliCall, CliCommand, CliState, LongAnswer, ShownAnswer, Told } from "./command.ts";
import { missingText, MISSING_COMMANDS } from "./commands/missing.ts";
import type { ControlPlane } from "./control.ts";
import { unknownText } from "./help.ts";
import { failure, information, shownMessage } from "./message.ts";
import type { CommandShell } from "./shell.ts";

/** The command that the words call: the one with the most words of its own. */
function findCommand<Row extends Pick<CliCommand, "words">>(
  words: readonly string[],
  commands: readonly Row[],
): Row | undefined {
  let best: Row | undefined;
  for (const command of commands) {
    const called = command.words.every((word, at) => words[at] === word);
    if (called && (best === undefined || command.words.length > best.words.length)) best = command;
  }
  return best;
}

export class Interpreter implements CommandShell {
  readonly isMaster: boolean = false;
  readonly commands: readonly CliCommand[];
  readonly #control: ControlPlane;

  constructor(commands: readonly CliCommand[], control: ControlPlane) {
    this.commands = commands;
    this.#control = control;
  }

  prompt(): string {
    return "> ";
  }

  /** Whether the words call a command. */
  knows(words: readonly string[]): boolean {
    return findCommand(words, this.commands) !== undefined;
  }

  /** The answer to one command, as a promise only if the command itself waits for something. */
  answer(words: readonly string[], payload: string | null, state: CliState): ShownAnswer {
    const command = findCommand(words, this.commands);
    if (command === undefined) {
      const missing = findCommand(words, MISSING_COMMANDS);
      const message =
        missing === undefined
          ? information(unknownText(words, this.commands))
          : failure(missingText(missing));
      return shownMessage(message, state.severityOutput);
    }
    if (!allows(state.level, command.level))
      return shownMessage(failure("Permission denied\n"), state.severityOutput);
    const args = words.slice(command.words.length);
    const call: CliCall = { args, payload, state, control: this.#control };
    try {
      const answer = command.run(call);
      const show = (told: Told): string | LongAnswer => shown(told, command, state);
      if (answer instanceof Promise) return answer.then(show).catch(brokenText);
      return typeof answer !== "string" && "next" in answer ? answer : show(answer);
    } catch (error) {
      return brokenText(error);
    }
  }
}

/** Commands that ask for data: what the others answer are messages, errors unless they say more. */
const ASKING: ReadonlySet<string> = new Set(["show", "get", "dump", "echo", "reload"]);

function shown(
  told: Told,
  { words }: CliCommand,
  { severityOutput }: CliState,
): string | LongAnswer {
  if (typeof told !== "string")
    return "message" in told ? shownMessage(told, severityOutput) : told;
  const isData = told === "" || ASKING.has(words[0]!);
  return isData ? told : shownMessage(failure(told), severityOutput);
}

const brokenText = (error: unknown): string =>
  `Internal error: ${error instanceof Error ? error.message : String(error)}\n`;
