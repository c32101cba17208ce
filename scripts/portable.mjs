/** `npm run test:portable`: the contract of the port on Bun, Node and Deno, and the unit tests on Bun. */
import { install, run, tool } from "./tools.mjs";

install();
const runs = [
  ["bun", ["test", "./test/contract/bun.test.ts"]],
  ["node", ["--test", "test/contract/node.test.ts"]],
  ["deno", ["test", "-A", "--no-lock", "test/contract/deno.test.ts"]],
  ["bun", ["test", "./test/unit"]],
];
let failed = 0;
for (const [name, args] of runs) {
  console.log(`\n== ${name} ${args.join(" ")}`);
  if (run(tool(name), args) !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
