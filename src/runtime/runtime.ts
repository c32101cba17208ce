/**
 * The port: everything the core asks of Bun, Node or Deno. An adapter builds one Runtime per
 * thread and hands it to `src/app`; nothing else in `src` knows which runtime it runs on.
 */
import type { ByteFactory } from "./bytes.ts";
import type { Compression } from "./compression.ts";
import type { Crypto } from "./crypto.ts";
import type { Files } from "./files.ts";
import type { Process } from "./process.ts";
import type { ThreadHost } from "./threads.ts";
import type { TlsFactory } from "./tls.ts";
import type { Datagrams, Transport } from "./transport.ts";
import type { Udp } from "./udp.ts";
import type { WebApi } from "./web.ts";

type RuntimeName = "bun" | "node" | "deno";

/** A pending timer. */
export interface TimerHandle {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds of a clock that never goes back; fractions allowed. */
  monotonicMs(): number;
  /** Milliseconds since the epoch; fractions (microseconds) where the runtime has them. */
  wallMs(): number;
  /** Runs `fire` once after `delayMs`. Keeps the process alive. */
  after(delayMs: number, fire: () => void): TimerHandle;
  /** Runs `fire` after the current call stack (setImmediate). */
  soon(fire: () => void): void;
}

export interface Dns {
  /** Addresses of a host name from the system's resolver (files first); rejects if there are none. */
  lookup(host: string): Promise<readonly { readonly address: string; readonly family: 4 | 6 }[]>;
}

/**
 * What this runtime can do. A configuration that asks for something false here is refused with
 * the runtime's name. Each key is one question a configuration can ask.
 */
export interface Capabilities {
  readonly reusePort: boolean;
  readonly threads: boolean;
  /** Threads accept at one listening socket, some of them or all. */
  readonly sharedListeners: boolean;
  readonly inheritedFd: boolean;
  readonly abstractSockets: boolean;
  readonly unixDatagrams: boolean;
  readonly ipv6Only: boolean;
  readonly tlsCiphers: boolean;
  readonly tls13Suites: boolean;
  readonly tlsBelow12: boolean;
  readonly tlsNoTickets: boolean;
  /** Chooses the groups of key agreements and the signature algorithms. */
  readonly tlsGroupChoice: boolean;
  readonly tlsMultipleKeyTypes: boolean;
  /** Tells the session and the Finished messages of a TLS connection. */
  readonly tlsSession: boolean;
  /** Tells the secrets of a TLS connection, and the client's random with them. */
  readonly tlsKeyLog: boolean;
  /** Tells the group of the key agreement with a server. */
  readonly tlsGroup: boolean;
  readonly clientCertificates: boolean;
  /** Looks certificates up in lists of revoked ones. */
  readonly revocationLists: boolean;
  readonly startTls: boolean;
  readonly sourceAddress: boolean;
  readonly tcpInfo: boolean;
  readonly socketOptions: boolean;
  readonly chroot: boolean;
  readonly setuid: boolean;
  readonly daemonize: boolean;
  /** Sets the limit of descriptors. */
  readonly descriptorLimit: boolean;
  /** Chooses the CPUs of a thread. */
  readonly cpuAffinity: boolean;
  /** Lets cores be written. */
  readonly coreDumps: boolean;
}

export interface Runtime {
  readonly name: RuntimeName;
  /** The version of Bun, Node or Deno. */
  readonly version: string;
  /** The version of this program, from package.json. */
  readonly programVersion: string;
  readonly capabilities: Capabilities;
  readonly bytes: ByteFactory;
  readonly clock: Clock;
  readonly compression: Compression;
  readonly crypto: Crypto;
  readonly dns: Dns;
  readonly transport: Transport;
  readonly datagrams: Datagrams;
  readonly udp: Udp;
  readonly tls: TlsFactory;
  readonly files: Files;
  readonly process: Process;
  readonly threads: ThreadHost;
  readonly web: WebApi;
  /** Loads a module by absolute path; `revision` > 0 forces a fresh copy. */
  importModule(path: string, revision: number): Promise<{ readonly default?: unknown }>;
}
