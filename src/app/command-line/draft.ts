/** What a command line asks for (management manual 3), and that before a word of it was read. */
import { noOverrides, type Overrides } from "../../config/overrides.ts";

export interface CommandLine {
  /** `-f`, and what follows `--`; in order. */
  readonly inputs: readonly string[];
  readonly check: boolean;
  /** `-cc`; null without. */
  readonly condition: string | null;
  readonly version: "no" | "short" | "long";
  readonly help: boolean;
  /** `-dK…`: list the keywords. */
  readonly keywords: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly foreground: boolean;
  readonly daemon: boolean;
  /** `-W` and `-Ws`: the supervisor's modes; Sluice is its own master. */
  readonly masterWorker: "no" | "yes" | "notify";
  /** `-S`: an admin socket for the master. */
  readonly masterSockets: readonly string[];
  readonly folder: string | null;
  readonly pidFile: string | null;
  readonly localPeer: string | null;
  readonly maxconn: number | null;
  readonly proxyMaxconn: number | null;
  readonly memoryLimitMb: number;
  /** Warnings are errors (`-dW`), diagnostics are shown (`-dD`). */
  readonly strict: boolean;
  readonly diagnostics: boolean;
  /** What stands over the configuration's own words. */
  readonly overrides: Overrides;
  /** `-dr`: servers whose names lead nowhere start without an address. */
  readonly ignoresUnresolved: boolean;
  /** `-dC`: the configuration is printed as it was read. */
  readonly dumps: boolean;
  /** `-dL`: the files that are part of the process are listed. */
  readonly listsLibraries: boolean;
  /** `-dc`: the CPUs of threads are told. */
  readonly tellsCpus: boolean;
  readonly finish: readonly number[];
  readonly terminate: readonly number[];
}

/** A command line while it is read. */
export type CommandLineDraft = { -readonly [Key in keyof CommandLine]: CommandLine[Key] };

/** Of no words at all. */
export const blankCommandLine = (): CommandLineDraft => ({
  inputs: [],
  check: false,
  condition: null,
  version: "no",
  help: false,
  keywords: false,
  verbose: false,
  quiet: false,
  debug: false,
  foreground: false,
  daemon: false,
  masterWorker: "no",
  masterSockets: [],
  folder: null,
  pidFile: null,
  localPeer: null,
  maxconn: null,
  proxyMaxconn: null,
  memoryLimitMb: 0,
  strict: false,
  diagnostics: false,
  overrides: noOverrides,
  ignoresUnresolved: false,
  dumps: false,
  listsLibraries: false,
  tellsCpus: false,
  finish: [],
  terminate: [],
});
