/**
 * `npm run boundaries`: checks the direction of imports with dependency-cruiser, and that it read
 * any module at all (without swc it reads no TypeScript and is content).
 */
import { spawnSync } from "node:child_process";
import { root, tool } from "./tools.mjs";

const args = [
  "--config",
  ".dependency-cruiser.mjs",
  "--output-type",
  "json",
  "src",
  "runtime-adapters",
];
const { stdout, stderr } = spawnSync(tool("node"), ["node_modules/.bin/depcruise", ...args], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
let summary;
try {
  ({ summary } = JSON.parse(stdout));
} catch {
  console.error(stderr || stdout);
  process.exit(1);
}
for (const { from, to, rule, cycle } of summary.violations) {
  const way = cycle === undefined ? "" : ` (${cycle.map(({ name }) => name).join(" > ")})`;
  console.error(`${rule.severity} ${rule.name}: ${from} -> ${to}${way}`);
}
console.log(
  `${summary.totalCruised} modules, ${summary.totalDependenciesCruised} imports, ${summary.error} errors`,
);
process.exit(summary.error === 0 && summary.totalCruised > 0 ? 0 : 1);
