/** The process around the proxy: arguments, environment, signals, output, identity. */

import type { ByteBuffer } from "./bytes.ts";

export type Signal =
  | "SIGINT"
  | "SIGTERM"
  | "SIGHUP"
  | "SIGQUIT"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGTTOU"
  | "SIGTTIN";

/** One of the two output streams of the process. */
export interface Output {
  write(text: string): void;
  /** Writes bytes [start, end) as one piece and never waits; false when they were dropped. */
  writeBytes(bytes: ByteBuffer, start: number, end: number): boolean;
  readonly isTty: boolean;
}

export interface Process {
  readonly pid: number;
  /** Name the program was started as (argv[0]), then its arguments. */
  readonly argv: readonly string[];
  /** A live view of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  setEnv(name: string, value: string | undefined): void;
  readonly hostname: string;
  readonly cpuCount: number;
  readonly stdout: Output;
  readonly stderr: Output;
  /** An inherited descriptor as an output; null when there is none of that number. */
  outputOf(fd: number): Output | null;
  cwd(): string;
  chdir(path: string): void;
  onSignal(signal: Signal, fire: () => void): void;
  /** Sends a signal to another process; false if there is none. */
  kill(pid: number, signal: Signal): boolean;
  exit(status: number): never;
  /** Soft limit of open descriptors. */
  readonly maxFds: number;
  /** Sets both limits of open descriptors (setrlimit(2)). Throws with the reason. */
  setMaxFds(count: number): void;
  /** Gives the calling thread, and threads it starts, a nice value (-20 to 19). Throws with the reason. */
  setPriority(nice: number): void;
  /** Confines the calling thread, and threads it starts, to these CPUs. Throws with the reason. */
  pinThread(cpus: readonly number[]): void;
  /** Lets the system write a core when the process crashes. Throws with the reason. */
  allowCores(): void;
  /** Resident set in bytes. */
  memoryBytes(): number;
  /** User and system CPU seconds of the process. */
  cpuSeconds(): { readonly user: number; readonly system: number };
  /** Numeric id of a user or group name, -1 if unknown. */
  uidOf(user: string): number;
  gidOf(group: string): number;
  /** Changes root, group and user, in this order; null leaves one as it is. Throws with the reason. */
  dropPrivileges(chroot: string | null, gid: number | null, uid: number | null): void;
  /**
   * Starts this program again in the background with the arguments `argv` (argv[0] not among
   * them), in a session of its own, and resolves with its pid when it calls `reportReady`; see
   * `-D`. Until then it writes to the same stdout and stderr. It keeps `descriptors` of this
   * process, under their numbers. Rejects when it ends before.
   */
  respawnDetached(argv: readonly string[], descriptors: readonly number[]): Promise<number>;
  /** In a process that `respawnDetached` started: tells the parent and lets go of the terminal. */
  reportReady(): void;
  /**
   * Where an exception goes that a callback of the core let escape. The connection it was for has
   * been reset, the process goes on. Without a receiver it is written to stderr.
   */
  onUncaught(receive: (reason: string) => void): void;
  /** Sends a datagram to $NOTIFY_SOCKET; false without one. */
  notifySupervisor(message: string): boolean;
}
