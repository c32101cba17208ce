/** What a command of the runtime API is: one row in a table. */
import type { ControlPlane } from "./control.ts";
import type { Message, SeverityOutput } from "./message.ts";

/** What a connection may do; each level may do what those before it may (management manual 9.3). */
const LEVELS = ["user", "operator", "admin"] as const;
export type Level = (typeof LEVELS)[number];

/** Whether `held` suffices where `needed` is asked for. */
export function allows(held: Level, needed: Level): boolean {
  return LEVELS.indexOf(held) >= LEVELS.indexOf(needed);
}

/** What a connection has switched on for commands that ask for it. */
export interface CliModes {
  expert: boolean;
  experimental: boolean;
}

/** The connection as commands may change it. */
export interface CliState {
  /** Never raised. */
  level: Level;
  interactive: boolean;
  readonly modes: CliModes;
  /** Which process commands go to; at a stats socket always the worker. */
  place: "master" | "worker";
  /** `mcli-debug-mode`: the master answers the worker's commands, too. */
  debug: boolean;
  timeoutMs: number;
  severityOutput: SeverityOutput;
  /** Set to end the connection after the answer. */
  closing: boolean;
}

/** A connection's state before its first command. */
export function newState(
  level: Level,
  timeoutMs: number,
  place: CliState["place"] = "worker",
  severityOutput: SeverityOutput = "none",
): CliState {
  const modes = { expert: false, experimental: false };
  return {
    level,
    interactive: false,
    modes,
    place,
    debug: false,
    timeoutMs,
    severityOutput,
    closing: false,
  };
}

export interface CliCall {
  /** Words after those of the command. */
  readonly args: readonly string[];
  /** Text that followed `<<`, each line with its line feed; null without. */
  readonly payload: string | null;
  readonly state: CliState;
  readonly control: ControlPlane;
}

/**
 * The text to send, each of its lines with a line feed; the session ends every answer with one
 * more line feed, so that an empty answer is an empty line.
 */
export type Answer = Told | Promise<Told> | LiveAnswer;

/** An answer that is there: data, or a message. */
export type Told = string | Message | LongAnswer;

/** An answer with its messages as they are sent. */
export type ShownAnswer = string | LongAnswer | Promise<string | LongAnswer> | LiveAnswer;

/** An answer that is made as the client reads it; other commands and traffic have turns between. */
export interface LongAnswer {
  readonly pieces: Iterable<string>;
}

/** An answer that goes on until the client sends anything or leaves. */
export interface LiveAnswer {
  /** From now on `wake` is called when there may be more. */
  start(wake: () => void): void;
  /** The next piece, null when there is none yet. */
  next(): string | null;
  stop(): void;
}

export interface CliCommand {
  /** The words that call it: ["show", "stat"]. */
  readonly words: readonly string[];
  readonly level: Level;
  /** As help shows it: "show stat [desc|json|no-maint|typed|up]*". */
  readonly usage: string;
  readonly summary: string;
  run(call: CliCall): Answer;
}
