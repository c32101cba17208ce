/** The runtime this file runs on. Its threads start in `child.ts`, beside this file. */
import type { Runtime } from "../../src/runtime/runtime.ts";

const entry = new URL("./child.ts", import.meta.url);

export async function currentRuntime(): Promise<Runtime> {
  if ("Bun" in globalThis)
    return (await import("../../runtime-adapters/bun/runtime.ts")).bunRuntime(entry);
  if ("Deno" in globalThis)
    return (await import("../../runtime-adapters/deno/runtime.ts")).denoRuntime(entry);
  return (await import("../../runtime-adapters/node/runtime.ts")).nodeRuntime(entry);
}
