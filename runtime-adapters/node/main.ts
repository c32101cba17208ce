/** The program on Node. */
import { runMain } from "../../src/app/main.ts";
import { nodeRuntime } from "./runtime.ts";

await runMain(nodeRuntime(new URL("./worker.ts", import.meta.url)));
