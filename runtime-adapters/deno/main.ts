/** The program on Deno. */
import { runMain } from "../../src/app/main.ts";
import { denoRuntime } from "./runtime.ts";

await runMain(denoRuntime(new URL("./worker.ts", import.meta.url)));
