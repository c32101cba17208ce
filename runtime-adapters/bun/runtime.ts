/** Bun as the port sees it. One object a thread. */
import type { Capabilities, Runtime } from "../../src/runtime/runtime.ts";
import { bytes } from "../shared/bytes.ts";
import { clock } from "../shared/clock.ts";
import { compression } from "../shared/compression.ts";
import { crypto } from "../shared/crypto.ts";
import { dns } from "../shared/dns.ts";
import { files } from "../shared/files.ts";
import { threadHost } from "../shared/threads.ts";
import { programVersion } from "../shared/version.ts";
import { udp } from "../shared/udp.ts";
import { web } from "../shared/web.ts";
import { datagrams } from "./datagrams.ts";
import { dial } from "./dialer.ts";
import { listen } from "./listener.ts";
import { bunProcess } from "./process.ts";
import { importModule } from "./modules.ts";
import { tlsFactory } from "./tls-context.ts";

const capabilities: Capabilities = {
  reusePort: true,
  threads: true,
  sharedListeners: true,
  inheritedFd: true,
  abstractSockets: true,
  unixDatagrams: true,
  ipv6Only: true,
  tlsCiphers: true,
  tls13Suites: false,
  tlsBelow12: true,
  tlsNoTickets: true,
  tlsGroupChoice: true,
  tlsSession: true,
  tlsKeyLog: true,
  tlsGroup: false,
  tlsMultipleKeyTypes: true,
  clientCertificates: true,
  revocationLists: true,
  startTls: true,
  sourceAddress: true,
  tcpInfo: true,
  socketOptions: true,
  chroot: true,
  setuid: true,
  daemonize: true,
  descriptorLimit: true,
  cpuAffinity: true,
  coreDumps: true,
};

/** The Bun runtime; `threadEntry` is what a new thread runs. */
export function bunRuntime(threadEntry: string | URL): Runtime {
  return {
    name: "bun",
    version: Bun.version,
    programVersion,
    capabilities,
    bytes,
    clock,
    compression,
    crypto,
    dns,
    transport: { listen, dial },
    datagrams,
    udp,
    tls: tlsFactory,
    files,
    process: bunProcess,
    threads: threadHost(threadEntry),
    web,
    importModule,
  };
}
