/**
 * The contract of the port on Deno:
 *
 *     deno test -A test/contract/deno.test.ts
 *
 * The argument of the Runtime is where its threads start.
 */
import { denoRuntime } from "../../runtime-adapters/deno/runtime.ts";
import { contract } from "./suite.ts";
contract(denoRuntime(new URL("./child.ts", import.meta.url)));
