/** Deno as the port sees it: Node's adapter and the differences. One object a thread. */
import type { Capabilities, Runtime } from "../../src/runtime/runtime.ts";
import { listenWith } from "../node/listener.ts";
import { nodeRuntime } from "../node/runtime.ts";
import { denoProcess } from "./process.ts";
import { tlsFactory } from "./tls-context.ts";

const missing = {
  ipv6Only: false,
  tlsCiphers: false,
  tls13Suites: false,
  tlsBelow12: false,
  tlsNoTickets: false,
  tlsGroupChoice: false,
  tlsSession: false,
  tlsKeyLog: false,
  tlsGroup: false,
  clientCertificates: false,
  revocationLists: false,
  setuid: false,
  daemonize: false,
} satisfies Partial<Capabilities>;

/** The constants of Deno's tcp_wrap, which are not libuv's. */
const bindFlags = { ipv6Only: 2, reusePort: 4 };

/** The Deno runtime; `threadEntry` is what a new thread runs. */
export function denoRuntime(threadEntry: string | URL): Runtime {
  const node = nodeRuntime(threadEntry);
  return {
    ...node,
    name: "deno",
    version: process.versions["deno"] ?? "",
    capabilities: { ...node.capabilities, ...missing },
    transport: { listen: listenWith(bindFlags), dial: node.transport.dial },
    tls: tlsFactory,
    process: denoProcess,
  };
}
