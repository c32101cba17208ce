/**
 * `npm run test:portable`: the contract of the port and the whole proxy on Bun, Node and Deno, and
 * the unit tests on Bun and Deno.
 */
import { install, run, tool } from "./tools.mjs";

install();
// Types are checked by `npm run types`.
const denoTest = ["test", "-A", "--no-check", "--no-lock", "--unstable-net"];
const proxyTest = ["--test", "--test-timeout=60000", "test/portable/proxy.test.ts"];
const runs = [
  ["bun", ["test", "./test/contract/bun.test.ts"]],
  ["node", ["--test", "--test-timeout=60000", "test/contract/node.test.ts"]],
  ["deno", [...denoTest, "test/contract/deno.test.ts"]],
  ["node", proxyTest, { SLUICE_RUNTIME: "bun" }],
  ["node", proxyTest, { SLUICE_RUNTIME: "node" }],
  ["node", proxyTest, { SLUICE_RUNTIME: "deno" }],
  ["bun", ["test", "./test/unit"]],
  ["deno", [...denoTest, "test/unit"]],
];
const failed = [];
for (const [name, args, env = {}] of runs) {
  const title = [
    ...Object.entries(env).map(([key, value]) => `${key}=${value}`),
    name,
    ...args,
  ].join(" ");
  console.log(`\n== ${title}`);
  if (run(tool(name), args, env) !== 0) failed.push(title);
}
for (const title of failed) console.error(`failed: ${title}`);
process.exit(failed.length === 0 ? 0 : 1);
