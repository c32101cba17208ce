/** A data-path thread of the observed program. */
import { bunRuntime } from "../../../runtime-adapters/bun/runtime.ts";
import { runThread } from "../../../src/app/threads/thread.ts";
import { tellHeap } from "./heap.ts";

tellHeap();
await runThread(bunRuntime(new URL("./worker.ts", import.meta.url)));
