/** A data-path thread on Bun. */
import { runThread } from "../../src/app/threads/thread.ts";
import { bunRuntime } from "./runtime.ts";

await runThread(bunRuntime(new URL("./worker.ts", import.meta.url)));
