/** `npm run compat [AREA…]`: runs the configurations and bytes of test/compat through HAProxy and Sluice. */
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { install, root, run, tool } from "./tools.mjs";

install();
const asked = process.argv.slice(2);
const files = readdirSync(join(root, "test/compat"))
  .filter((name) => name.endsWith(".test.ts"))
  .filter((name) => asked.length === 0 || asked.includes(name.replace(".test.ts", "")))
  .map((name) => join("test/compat", name));
if (files.length === 0) {
  console.error(`no such area: ${asked.join(", ")}`);
  process.exit(1);
}
// Most of their time the programs wait for each other, so more files run at once than there are cores.
const options = [
  "--test",
  "--test-timeout=120000",
  `--test-concurrency=${availableParallelism() + 1}`,
];
process.exit(run(tool("node"), [...options, ...files]));
