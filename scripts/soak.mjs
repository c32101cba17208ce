/** `npm run soak [-- --minutes N]`: mixed traffic for an hour; what it samples stands in test/soak. */
import { install, run, tool } from "./tools.mjs";

install();
process.exit(run(tool("node"), ["test/soak/run.ts", ...process.argv.slice(2)]));
