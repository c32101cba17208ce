/**
 * `cookie … dynamic` (manual 4.2): servers without a cookie of their own get one, a hash of a secret
 * key and of their address and port, so that proxies that share the key agree on it. The key and
 * whether they are made stand in the arena and change at the socket; every thread computes a
 * server's cookie anew when one of them or its address changed.
 */
import type { RegionSource } from "../core/arena.ts";
import type { IpAddress } from "../core/ip.ts";
import { ipToBytes } from "../core/ip-bytes.ts";
import { int32View } from "../core/record.ts";
import { SharedText } from "../core/shared-text.ts";
import { xxh64 } from "../core/xxhash.ts";

const INT32_BYTES = 4;
/** Words of the record: filled at all, cookies are made, raised with every change. */
const READY = 0;
const MADE = 1;
const GENERATION = 2;
const WORDS = 3;
const LONGEST_KEY = 1024;

/** What the configuration says. */
export interface DynamicCookieSetting {
  readonly backendName: string;
  /** `cookie … dynamic`. */
  readonly made: boolean;
  /** `dynamic-cookie-key`; null without one: no cookie is made then. */
  readonly key: string | null;
}

/** The cookie of a server: 16 hexadecimal digits of XXH64 over key, address and 32-bit port. */
export function dynamicCookie(key: string, address: IpAddress, port: number): string {
  const portBytes = String.fromCharCode(0, 0, port >> 8, port & 255);
  return xxh64(key + ipToBytes(address) + portBytes, 0n)
    .toString(16)
    .padStart(16, "0");
}

export class DynamicCookies {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #key: SharedText;

  /** Another setting than in the generation before has a record of its own: its changes are void. */
  constructor(regions: RegionSource, { backendName, made, key }: DynamicCookieSetting) {
    const name = `dynamic-cookies:${backendName}/${made}/${key ?? ""}`;
    this.#words = int32View(regions.region(name, WORDS * INT32_BYTES));
    this.#key = new SharedText(regions.region(`${name}/key`, SharedText.sizeBytes(LONGEST_KEY)));
    if (Atomics.compareExchange(this.#words, READY, 0, 1) !== 0) return;
    this.#key.set(key ?? "");
    Atomics.store(this.#words, MADE, made ? 1 : 0);
    Atomics.add(this.#words, GENERATION, 1);
  }

  /** Raised with every change of the key and of whether cookies are made. */
  get generation(): number {
    return this.#words[GENERATION]!;
  }

  /** The cookie of a server there; null if none is made. */
  cookieOf(address: IpAddress | null, port: number): string | null {
    if (address === null || Atomics.load(this.#words, MADE) === 0) return null;
    const key = this.#key.get();
    return key === "" ? null : dynamicCookie(key, address, port);
  }

  /** Whether cookies are made from now on. The control thread only. */
  make(made: boolean): void {
    Atomics.store(this.#words, MADE, made ? 1 : 0);
    Atomics.add(this.#words, GENERATION, 1);
  }

  /** The key from now on, cut to 1024 characters. The control thread only. */
  changeKey(key: string): void {
    this.#key.set(key);
    Atomics.add(this.#words, GENERATION, 1);
  }
}
