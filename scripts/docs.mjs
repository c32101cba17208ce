/** `npm run docs`: writes the reference page of all keywords from their rows. */
import { install, run, tool } from "./tools.mjs";

install();
process.exit(run(tool("node"), ["docs/write.ts"]));
