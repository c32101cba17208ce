/** `npm run bench [-- OPTIONS]`: the end-to-end comparison; the options stand in bench/run.ts. */
import { install, run, tool } from "./tools.mjs";

install();
process.exit(run(tool("node"), ["bench/run.ts", ...process.argv.slice(2)]));
