/**
 * The contract of the port on Node:
 *
 *     node --test test/contract/node.test.ts
 *
 * The argument of the Runtime is where its threads start.
 */
import { nodeRuntime } from "../../runtime-adapters/node/runtime.ts";
import { contract } from "./suite.ts";
contract(nodeRuntime(new URL("./child.ts", import.meta.url)));
