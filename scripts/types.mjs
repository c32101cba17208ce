/** `npm run types`: type-checks each project by itself, so that src sees no runtime's globals. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./tools.mjs";

const projects = [
  "src",
  "runtime-adapters/bun",
  "runtime-adapters/node",
  "runtime-adapters/deno",
  "test",
  "test/soak/observed",
  "bench",
  "docs",
  "config",
  ".",
];
const failed = projects.filter((project) => {
  if (!existsSync(join(root, project, "tsconfig.json")))
    throw new Error(`${project} has no tsconfig.json`);
  return run(join(root, "node_modules/.bin/tsc"), ["-p", project]) !== 0;
});
console.log(
  failed.length === 0 ? `${projects.length} projects are sound` : `failed: ${failed.join(", ")}`,
);
process.exit(failed.length === 0 ? 0 : 1);
