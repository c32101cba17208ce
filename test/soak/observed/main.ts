/** Sluice on Bun as the soak runs it: the program itself, and beside it what tells of its heaps. */
import { bunRuntime } from "../../../runtime-adapters/bun/runtime.ts";
import { runMain } from "../../../src/app/main.ts";
import { askHeaps } from "./heap.ts";

askHeaps();
await runMain(bunRuntime(new URL("./worker.ts", import.meta.url)));
