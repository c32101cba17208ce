/** What answers the commands of a connection: a stats socket's interpreter, or the master's. */
import type { CliState, ShownAnswer } from "./command.ts";

export interface CommandShell {
  /** Sessions begin at the master, not in a worker process. */
  readonly isMaster: boolean;
  /** The answer to one command; null says nothing at all, not even the line that ends answers. */
  answer(words: readonly string[], payload: string | null, state: CliState): ShownAnswer | null;
  /** What an interactive session shows before it reads. */
  prompt(state: CliState): string;
}
