/** Node as the port sees it. One object a thread. */
import type { Capabilities, Runtime } from "../../src/runtime/runtime.ts";
import { bytes } from "../shared/bytes.ts";
import { clock } from "../shared/clock.ts";
import { compression } from "../shared/compression.ts";
import { crypto } from "../shared/crypto.ts";
import { dns } from "../shared/dns.ts";
import { files } from "../shared/files.ts";
import { importModule } from "./modules.ts";
import { threadHost } from "../shared/threads.ts";
import { programVersion } from "../shared/version.ts";
import { udp } from "../shared/udp.ts";
import { web } from "../shared/web.ts";
import { datagrams } from "./datagrams.ts";
import { dial } from "./dialer.ts";
import { listenWith } from "./listener.ts";
import { nodeProcess } from "./process.ts";
import { tlsFactory } from "./tls-context.ts";

const capabilities: Capabilities = {
  reusePort: true,
  threads: true,
  sharedListeners: false,
  inheritedFd: true,
  abstractSockets: true,
  unixDatagrams: false,
  ipv6Only: true,
  tlsCiphers: true,
  tls13Suites: true,
  tlsBelow12: true,
  tlsNoTickets: true,
  tlsGroupChoice: true,
  tlsSession: true,
  tlsKeyLog: true,
  tlsGroup: true,
  tlsMultipleKeyTypes: false,
  clientCertificates: true,
  revocationLists: true,
  startTls: true,
  sourceAddress: true,
  tcpInfo: false,
  socketOptions: false,
  chroot: false,
  setuid: true,
  daemonize: true,
  descriptorLimit: false,
  cpuAffinity: false,
  coreDumps: false,
};

/** UV_TCP_IPV6ONLY and UV_TCP_REUSEPORT of libuv's uv.h. */
const bindFlags = { ipv6Only: 1, reusePort: 2 };

/** The Node runtime; `threadEntry` is what a new thread runs. */
export function nodeRuntime(threadEntry: string | URL): Runtime {
  return {
    name: "node",
    version: process.versions.node,
    programVersion,
    capabilities,
    bytes,
    clock,
    compression,
    crypto,
    dns,
    transport: { listen: listenWith(bindFlags), dial },
    datagrams,
    udp,
    tls: tlsFactory,
    files,
    process: nodeProcess,
    threads: threadHost(threadEntry),
    web,
    importModule,
  };
}
