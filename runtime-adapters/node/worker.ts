/** A data-path thread on Node. */
import { runThread } from "../../src/app/threads/thread.ts";
import { nodeRuntime } from "./runtime.ts";

await runThread(nodeRuntime(new URL("./worker.ts", import.meta.url)));
