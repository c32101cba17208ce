/**
 * Runs the commands of a line one after the other and joins their answers. A command that throws
 * is answered with its error: nothing typed at the socket ends the process.
 */
import { allows } from "./command.ts";
import type { Answer, CliCall, CliCommand, CliState } from "./command.ts";
import { missingText, MISSING_COMMANDS } from "./commands/missing.ts";
import type { ControlPlane } from "./control.ts";
import { unknownText } from "./help.ts";
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
  answer(words: readonly string[], payload: string | null, state: CliState): Answer {
    const command = findCommand(words, this.commands);
    if (command === undefined) {
      const missing = findCommand(words, MISSING_COMMANDS);
      return missing === undefined ? unknownText(words, this.commands) : missingText(missing);
    }
    if (!allows(state.level, command.level)) return "Permission denied\n";
    const args = words.slice(command.words.length);
    const call: CliCall = { args, payload, state, control: this.#control };
    try {
      const answer = command.run(call);
      return answer instanceof Promise ? answer.catch(failure) : answer;
    } catch (error) {
      return failure(error);
    }
  }
}

const failure = (error: unknown): string =>
  `Internal error: ${error instanceof Error ? error.message : String(error)}\n`;
