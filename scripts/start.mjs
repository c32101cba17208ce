/** `npm start`: installs what is missing, then runs the demo until it is interrupted. */
import { spawn } from "node:child_process";
import { install, root, tool } from "./tools.mjs";

install();
const args = ["runtime-adapters/bun/main.ts", "-f", "config/demo.cfg", ...process.argv.slice(2)];
const demo = spawn(tool("bun"), args, { cwd: root, stdio: "inherit" });
// The terminal sends SIGINT to both; this process waits for the demo's own end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => demo.kill(signal));
demo.on("exit", (status, signal) => process.exit(signal === null ? status : 0));
