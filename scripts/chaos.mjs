/** `npm run chaos [-- OPTIONS]`: the failure run; the options stand in test/chaos/options.ts. */
import { install, run, tool } from "./tools.mjs";

install();
process.exit(run(tool("node"), ["test/chaos/run.ts", ...process.argv.slice(2)]));
