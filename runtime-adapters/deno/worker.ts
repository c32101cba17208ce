/** A data-path thread on Deno. */
import { runThread } from "../../src/app/threads/thread.ts";
import { denoRuntime } from "./runtime.ts";

await runThread(denoRuntime(new URL("./worker.ts", import.meta.url)));
