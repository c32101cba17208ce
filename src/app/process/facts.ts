/** Facts of the process, as fetches and formats read them; one object a thread. */
import { RandomNumbers } from "../../core/random.ts";
import type { ByteFactory } from "../../runtime/bytes.ts";
import type { Crypto } from "../../runtime/crypto.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { EventSink, ProcessFacts, TlsCapability } from "../../sample/compile-scope.ts";
import type { VariableLimits } from "../../sample/variables/limits.ts";
import type { Variables } from "../../sample/variables/variables.ts";
import { ProcessVariables } from "../threads/process-variables.ts";

/** What the process tells each of its threads. */
export interface ProcessState {
  readonly threadCount: number;
  /** Monotonic, ms. */
  readonly startMs: number;
  readonly node: string;
}

const TLS_LACKS: Readonly<Record<TlsCapability, string>> = {
  startTls: "cannot look at a ClientHello before TLS begins",
  tlsKeyLog: "does not tell the secrets of a TLS connection",
  tlsGroup: "does not tell the group of a key agreement",
};

export class ThreadProcessFacts implements ProcessFacts {
  readonly hostname: string;
  readonly pid: number;
  readonly threadCount: number;
  readonly version: string;
  readonly node: string;
  readonly startMs: number;
  readonly tcpInfoLack: string | null;
  readonly tlsSessionLack: string | null;
  readonly runtimeName: string;
  readonly bytes: ByteFactory;
  readonly crypto: Crypto;
  /** The thread's copy of the process's variables, and their names. */
  readonly shared: ProcessVariables = new ProcessVariables();
  readonly variables: Variables = this.shared.values;
  /** As the newest configuration says. */
  variableLimits: VariableLimits | null = null;
  isStopping: boolean = false;
  /** Sessions of the process now. */
  count: () => number = () => 0;
  /** Where events may be written to, by name. */
  openEventSink: (name: string) => EventSink | undefined = () => undefined;
  readonly #runtime: Runtime;
  readonly #random: RandomNumbers;

  constructor(runtime: Runtime, state: ProcessState) {
    this.#runtime = runtime;
    this.runtimeName = runtime.name;
    this.bytes = runtime.bytes;
    this.crypto = runtime.crypto;
    this.#random = new RandomNumbers(runtime.crypto.randomBytes(16));
    this.hostname = runtime.process.hostname;
    this.pid = runtime.process.pid;
    this.threadCount = state.threadCount;
    this.version = runtime.programVersion;
    this.node = state.node;
    this.startMs = state.startMs;
    this.tlsSessionLack = runtime.capabilities.tlsSession
      ? null
      : `${runtime.name} does not tell the session of a TLS connection`;
    this.tcpInfoLack = runtime.capabilities.tcpInfo
      ? null
      : `${runtime.name} does not tell what the kernel measured of a connection`;
  }

  lack(capability: TlsCapability): string | null {
    const { capabilities, name } = this.#runtime;
    return capabilities[capability] ? null : `${name} ${TLS_LACKS[capability]}`;
  }

  uptimeMs(): number {
    return this.#runtime.clock.monotonicMs() - this.startMs;
  }

  env(name: string): string | undefined {
    return this.#runtime.process.env[name];
  }

  wallMs(): number {
    return this.#runtime.clock.wallMs();
  }

  zoneOffsetMinutes(wallMs: number): number {
    return -new Date(wallMs).getTimezoneOffset();
  }

  randomUint32(): number {
    return this.#random.uint32();
  }

  randomBytes(sizeBytes: number): Uint8Array {
    const bytes = new Uint8Array(sizeBytes);
    for (let at = 0; at < sizeBytes; at += 4) {
      const word = this.randomUint32();
      for (let i = at; i < Math.min(at + 4, sizeBytes); i++) bytes[i] = word >>> (8 * (i - at));
    }
    return bytes;
  }

  stopping(): boolean {
    return this.isStopping;
  }

  connections(): number {
    return this.count();
  }

  eventSink(name: string): EventSink | undefined {
    return this.openEventSink(name);
  }

  digest(algorithm: string, data: string): string {
    const { bytes, crypto } = this;
    const digest = bytes.view(crypto.digest(algorithm, bytes.latin1(data)));
    return digest.latin1Slice(0, digest.length);
  }

  hmac(algorithm: string, key: string, data: string): string {
    const { bytes, crypto } = this;
    const mac = bytes.view(crypto.hmac(algorithm, bytes.latin1(key), bytes.latin1(data)));
    return mac.latin1Slice(0, mac.length);
  }

  timingSafeEqual(a: string, b: string): boolean {
    const { bytes, crypto } = this;
    return a.length === b.length && crypto.timingSafeEqual(bytes.latin1(a), bytes.latin1(b));
  }
}
