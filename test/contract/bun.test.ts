/// <reference types="bun-types" />
/**
 * The contract of the port on Bun:
 *
 *     bun test test/contract/bun.test.ts
 *
 * The argument of the Runtime is where its threads start.
 */
import { bunRuntime } from "../../runtime-adapters/bun/runtime.ts";
import { contract } from "./suite.ts";
contract(bunRuntime(new URL("./child.ts", import.meta.url)));
