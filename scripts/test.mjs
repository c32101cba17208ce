/**
 * `npm test`: installs what is missing, then runs the unit, golden, fuzz and proxy tests on Node.
 * Names of groups as arguments run only those. Ends with the runner's closing lines and status.
 */
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { install, root, run, tool } from "./tools.mjs";

const groups = ["unit", "golden", "fuzz", "proxy"];

install();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !groups.includes(name));
if (unknown.length > 0) {
  console.error(`no test group ${unknown.join(", ")}; there are ${groups.join(", ")}`);
  process.exit(1);
}
const files = (asked.length > 0 ? asked : groups)
  .map((group) => join(root, "test", group))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((path) => path.endsWith(".test.ts"))
  .sort();
const options = [
  "--test",
  "--test-timeout=120000",
  // Node would leave a core idle; the tests of whole proxies wait more than they compute.
  `--test-concurrency=${availableParallelism()}`,
  // A test that fails must not leave the run hanging on what it had open.
  "--test-force-exit",
];
process.exit(run(tool("node"), [...options, ...files]));
