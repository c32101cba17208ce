/** A folder with files in which a test starts programs; both are gone when the test ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { within } from "./deadline.ts";
import { sluiceProgram } from "./programs.ts";
import { makeTempFolder } from "./temp-folder.ts";

interface Started {
  readonly pid: number;
  /** What it printed on both outputs so far. */
  readonly output: string;
  signal(name: NodeJS.Signals): void;
  /** The exit status, or the signal's name. */
  ended(): Promise<number | string>;
}

export interface Sandbox {
  readonly folder: string;
  /** Starts Sluice in the folder with these arguments. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Started;
  /** Starts any program in the folder; its standard input is an open pipe. */
  run(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): Started;
  /** Ends a process, too, that the started ones left running. */
  adopt(pid: number): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export function sandbox(files: Readonly<Record<string, string>>): Sandbox {
  const folder = makeTempFolder();
  const children: { readonly child: ChildProcess; readonly ended: Promise<unknown> }[] = [];
  const adopted: number[] = [];
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder.path, name), text, "latin1");

  const run: Sandbox["run"] = (command, args, env = {}) => {
    const child = spawn(command, args, {
      cwd: folder.path,
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let output = "";
    const collect = (bytes: Buffer): void => void (output += bytes.toString("latin1"));
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const ended = new Promise<number | string>((settle) => {
      child.on("error", (error) => settle(error.message));
      // Not "close": a background process may keep the outputs.
      child.on("exit", (status, signal) => settle(status ?? signal ?? "unknown"));
    });
    children.push({ child, ended });
    return {
      pid: child.pid ?? 0,
      get output() {
        return output;
      },
      signal: (name) => void child.kill(name),
      ended: () => within(ended, `the end of ${command} ${args.join(" ")}`, 15_000),
    };
  };

  return {
    folder: folder.path,
    run,
    start: (args, env) => {
      const program = sluiceProgram();
      return run(program.command, [...program.args, ...args], env);
    },
    adopt: (pid) => void adopted.push(pid),
    async [Symbol.asyncDispose]() {
      for (const pid of adopted) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // Ended already.
        }
      }
      for (const { child, ended } of children) {
        child.kill("SIGKILL");
        await ended;
      }
      folder.remove();
    },
  };
}
