/** `npm run build [-- OPTIONS]`: makes the executables; what and how stands in build.ts. */
import { install, run, tool } from "./tools.mjs";

install();
process.exit(run(tool("bun"), ["build.ts", ...process.argv.slice(2)]));
