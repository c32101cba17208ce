/** `npm run compat [AREA…]`: runs the configurations and bytes of test/compat through HAProxy and Sluice. */
import { readdirSync } from "node:fs";
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
process.exit(run(tool("node"), ["--test", "--test-timeout=120000", ...files]));
