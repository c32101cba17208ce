/** The program on Bun, from sources or as the executable that build.ts makes. */
import { runMain } from "../../src/app/main.ts";
import { bunRuntime } from "./runtime.ts";

await runMain(bunRuntime(new URL("./worker.ts", import.meta.url)));
