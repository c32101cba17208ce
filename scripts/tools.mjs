/**
 * Finds bun, node and deno inside node_modules and installs what is missing. Plain Node 20, no
 * dependencies: this runs before anything is installed. An npm that refuses install scripts leaves
 * placeholders in node_modules/.bin, so each place a binary may be in is tried by running it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");

/** The first Node that runs TypeScript without a flag. */
const STRIPS_TYPES = [22, 18];

const bunArch = process.arch === "arm64" ? "aarch64" : process.arch;

/** Where each program may lie, best first. */
const places = {
  bun: [
    ".bin/bun",
    "bun/bin/bun.exe",
    `@oven/bun-linux-${bunArch}/bin/bun`,
    `@oven/bun-linux-${bunArch}-musl/bin/bun`,
  ],
  node: [
    ".bin/node",
    `node/node_modules/node-linux-${process.arch}/bin/node`,
    `node-linux-${process.arch}/bin/node`,
  ],
  deno: ["deno/deno", `@deno/linux-${process.arch}-glibc/deno`, ".bin/deno"],
};

/** The version a program prints, null when it does not run. */
function versionOf(path) {
  if (!existsSync(path)) return null;
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}

/** Path of a program that works, null when there is none. */
export function findTool(name) {
  const found = places[name]
    .map((place) => join(modules, place))
    .find((path) => versionOf(path) !== null);
  if (found !== undefined) return found;
  const [major, minor] = process.versions.node.split(".").map(Number);
  const isNewEnough =
    major > STRIPS_TYPES[0] || (major === STRIPS_TYPES[0] && minor >= STRIPS_TYPES[1]);
  return name === "node" && isNewEnough ? process.execPath : null;
}

/** Path of a program; ends the process with a reason when there is none. */
export function tool(name) {
  const path = findTool(name) ?? (name === "node" ? installNode() : null);
  if (path !== null) return path;
  console.error(`No working ${name} in node_modules. Try: npm ci --ignore-scripts=false`);
  process.exit(1);
}

/** The npm package "node" fetches its binary in an install script; does that by hand. */
function installNode() {
  const script = join(modules, "node", "installArchSpecificPackage.js");
  if (!existsSync(script)) return null;
  console.log("Fetching node ...");
  spawnSync(process.execPath, [script], { cwd: dirname(script), stdio: "inherit" });
  return findTool("node");
}

/** True when every dependency of package.json is there in its pinned version. */
function isInstalled() {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return wanted.every(([name, version]) => {
    const path = join(modules, name, "package.json");
    if (!existsSync(path)) return false;
    const installed = JSON.parse(readFileSync(path, "utf8"));
    return String(version).startsWith("npm:") || installed.version === version;
  });
}

/** Installs what package.json asks for, unless it is there. */
export function install() {
  if (isInstalled()) return;
  console.log("Installing the dependencies (npm ci); the first time this takes a minute ...");
  const npm = spawnSync(
    "npm",
    ["ci", "--no-audit", "--no-fund", "--foreground-scripts", "--loglevel=error"],
    { cwd: root, stdio: "inherit" },
  );
  if (npm.status !== 0) {
    console.error("npm ci failed.");
    process.exit(npm.status ?? 1);
  }
}

/**
 * Runs a program in the root folder with our terminal and further environment; its exit status,
 * 1 when a signal ended it.
 */
export function run(path, args, env = {}) {
  const options = { cwd: root, stdio: "inherit", env: { ...process.env, ...env } };
  const { status, error } = spawnSync(path, args, options);
  if (error !== undefined) console.error(error.message);
  return status ?? 1;
}
