/**
 * The two programs that tests drive: Sluice, as the environment asks for it, and Debian's HAProxy,
 * the oracle, where it is installed.
 */
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { type Program, type Proxy, type StartOptions, startProgram } from "./proxy.ts";

const root = resolve(import.meta.dirname, "../..");
const bin = (name: string): string => join(root, "node_modules/.bin", name);

/** The command that runs Sluice's sources on each runtime. */
const sources: Readonly<Record<string, Program>> = {
  bun: {
    name: "sluice (sources on bun)",
    command: bin("bun"),
    args: [join(root, "runtime-adapters/bun/main.ts")],
  },
  node: {
    name: "sluice (sources on node)",
    command: bin("node"),
    args: [join(root, "runtime-adapters/node/main.ts")],
  },
  deno: {
    name: "sluice (sources on deno)",
    command: bin("deno"),
    args: [
      "run",
      "-A",
      "--unstable-net",
      "--node-modules-dir=manual",
      "--no-lock",
      join(root, "runtime-adapters/deno/main.ts"),
    ],
  },
};

/**
 * Sluice as this run drives it: the executable that SLUICE_BIN names, or the sources on the
 * runtime that SLUICE_RUNTIME names (bun, node, deno; bun when unset).
 */
export function sluiceProgram(): Program {
  const executable = process.env["SLUICE_BIN"];
  if (executable !== undefined && executable !== "") {
    return { name: `sluice (${executable})`, command: resolve(root, executable), args: [] };
  }
  const runtime = process.env["SLUICE_RUNTIME"] ?? "bun";
  const program = sources[runtime];
  if (program === undefined) throw new Error(`SLUICE_RUNTIME=${runtime} is not bun, node or deno`);
  return program;
}

/** The path of an installed program; undefined when there is none. */
export function findInstalled(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The HAProxy that HAPROXY_BIN names, else the installed one; undefined when there is none, and the
 * tests that need it skip by name.
 */
export function haproxyProgram(): Program | undefined {
  const command = process.env["HAPROXY_BIN"] ?? findInstalled("haproxy");
  return command === undefined ? undefined : { name: "haproxy", command, args: ["-db"] };
}

/** The oracle's version as [major, minor]; null when there is no oracle. */
export function haproxyVersion(): readonly [number, number] | null {
  const program = haproxyProgram();
  if (program === undefined) return null;
  const told = execFileSync(program.command, ["-v"], { encoding: "latin1" });
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(told) ?? [];
  return major === undefined ? null : [Number(major), Number(minor)];
}

/** Starts Sluice on a configuration template; see `startProgram`. */
export function startSluice(template: string, options?: StartOptions): Promise<Proxy> {
  return startProgram(sluiceProgram(), template, options);
}

/** Starts HAProxy on a configuration template. Throws when it is not installed. */
export function startHaproxy(template: string, options?: StartOptions): Promise<Proxy> {
  const program = haproxyProgram();
  if (program === undefined) throw new Error("haproxy is not installed");
  return startProgram(program, template, options);
}
