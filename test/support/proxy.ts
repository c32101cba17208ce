/**
 * A running proxy, whichever program it is: started on a configuration of its own in a temporary
 * folder, ready when this module hands it out, gone when `stop` resolves.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { fillConfig } from "./config-template.ts";
import { until, within } from "./deadline.ts";
import { RawClient } from "./raw-client.ts";
import { makeTempFolder } from "./temp-folder.ts";

export interface Proxy {
  readonly pid: number;
  /** Where the configuration and the admin socket lie. */
  readonly folder: string;
  /** The configuration as the program reads it. */
  readonly configPath: string;
  readonly adminSocket: string;
  /** What it printed on both outputs so far. */
  readonly output: string;
  /** The number behind `${P:name}`; throws for a name the configuration has not. */
  port(name: string): number;
  readonly ports: ReadonlyMap<string, number>;
  /** Sends one line to the admin socket and returns the whole answer. */
  cli(command: string): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** The exit status, or the signal's name, when the program has ended. */
  exited(limitMs?: number): Promise<number | string>;
  /** Ends the program (SIGTERM, then SIGKILL with an error) and removes its folder. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface StartOptions {
  /** Ports already in use by name: origins, a syslog receiver. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Files written beside the configuration first: name to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further command line arguments. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that takes HAProxy's command line. */
export interface Program {
  readonly name: string;
  readonly command: string;
  /** Arguments before those of the proxy itself. */
  readonly args: readonly string[];
}

/**
 * Starts `program` with `-f` on the filled template, with an admin socket added, and waits until
 * that socket answers. Throws with what the program printed when it ends before that.
 */
export async function startProgram(
  program: Program,
  template: string,
  options: StartOptions = {},
): Promise<Proxy> {
  const folder = makeTempFolder();
  const adminSocket = join(folder.path, "admin.sock");
  const config = await fillConfig(template, folder.path, options.ports);
  const configPath = join(folder.path, "proxy.cfg");
  writeFileSync(
    configPath,
    `global\n    stats socket ${adminSocket} level admin\n\n${config.text}`,
  );
  for (const [name, text] of Object.entries(options.files ?? {})) {
    writeFileSync(join(folder.path, name), text, "latin1");
  }
  const child = spawn(
    program.command,
    [...program.args, "-f", configPath, "-C", folder.path, ...(options.args ?? [])],
    { env: { ...process.env, ...options.env }, stdio: ["pipe", "pipe", "pipe"] },
  );
  endWithThisProcess(child);
  const proxy = proxyOf(program, child, { folder, adminSocket, configPath, ports: config.ports });
  try {
    await untilReady(program, child, proxy);
  } catch (error) {
    await proxy.stop();
    throw error;
  }
  return proxy;
}

interface Place {
  readonly folder: { readonly path: string; remove(): void };
  readonly adminSocket: string;
  readonly configPath: string;
  readonly ports: ReadonlyMap<string, number>;
}

function proxyOf(program: Program, child: ChildProcess, place: Place): Proxy {
  let output = "";
  const collect = (bytes: Buffer): void => void (output += bytes.toString());
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const ended = new Promise<number | string>((settle) => {
    child.on("error", (error) => settle(error.message));
    child.on("close", (status, signal) => settle(status ?? signal ?? "unknown"));
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    try {
      await within(ended, `the end of ${program.name} after SIGTERM`);
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    } finally {
      place.folder.remove();
    }
  };
  return {
    pid: child.pid ?? 0,
    folder: place.folder.path,
    configPath: place.configPath,
    adminSocket: place.adminSocket,
    ports: place.ports,
    get output() {
      return output;
    },
    port(name) {
      const port = place.ports.get(name);
      if (port === undefined) throw new Error(`the configuration names no port "${name}"`);
      return port;
    },
    cli: (command) => askSocket(place.adminSocket, command),
    signal: (name) => void child.kill(name),
    exited: (limitMs) => within(ended, `the end of ${program.name}`, limitMs),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** A test that failed before `stop` must neither hang on the program nor leave it behind. */
function endWithThisProcess(child: ChildProcess): void {
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("close", () => process.off("exit", kill));
  child.unref();
  for (const pipe of child.stdio) if (pipe instanceof Socket) pipe.unref();
}

async function untilReady(program: Program, child: ChildProcess, proxy: Proxy): Promise<void> {
  const answers = async (): Promise<boolean> => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      const status = await proxy.exited();
      throw new Error(`${program.name} ended with ${status}:\n${proxy.output}`);
    }
    try {
      return (await proxy.cli("show info")).includes("Pid:");
    } catch {
      return false;
    }
  };
  try {
    await until(answers, `readiness of ${program.name}`, 15_000);
  } catch (error) {
    throw new Error(`${String(error)}\n${proxy.output}`, { cause: error });
  }
}

/** One command at an admin socket: sends the line, half-closes, reads to the end. */
async function askSocket(path: string, command: string): Promise<string> {
  using client = await RawClient.connect(path);
  client.send(`${command}\n`);
  client.shutdown();
  return await client.readAll();
}
