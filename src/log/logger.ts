/**
 * The logger of one proxy, or of the process: a message goes to every target of its `log` lines.
 */
import type { LogSender } from "./sender.ts";

export class Logger {
  readonly senders: readonly LogSender[];

  constructor(senders: readonly LogSender[]) {
    this.senders = senders;
  }

  /** Whether anybody listens; without targets a line need not be made. */
  get enabled(): boolean {
    return this.senders.length > 0;
  }

  /** Logs one line of severity 0-7 (`Level`). The message is latin1 without a line feed. */
  log(level: number, message: string): void {
    for (const sender of this.senders) sender.send(level, message);
  }
}

/** The default log tag: the base name of the program as it was started (argv[0]). */
export function defaultLogTag(programPath: string): string {
  return programPath.slice(programPath.lastIndexOf("/") + 1);
}
