/**
 * The limits of the whole process on rates and on TLS connections (manual 3.2 `maxconnrate`,
 * `maxsessrate`, `maxsslrate`, `maxsslconn`): one shared record for all threads, so that
 * `set rate-limit` at the runtime API counts everywhere at once. 0 stands for no limit.
 */
import type { GlobalModel } from "../../config/model.ts";
import { LimitedRate } from "../../stats/limited-rate.ts";

const TLS_LIMIT = 3;
const TLS_CONNECTIONS = 4;

/** Size of the record. */
export const LIMITS_BYTES = 32;

export class ProcessLimits {
  readonly #words: Int32Array<SharedArrayBuffer>;

  constructor(words: Int32Array<SharedArrayBuffer>) {
    this.#words = words;
  }

  /** Begins as a configuration says; one thread does it for all. */
  adopt(global: GlobalModel): void {
    this.setRate(LimitedRate.connections, global.maxconnRate ?? 0);
    this.setRate(LimitedRate.sessions, global.maxSessionRate);
    this.setRate(LimitedRate.tls, global.maxTlsRate);
    this.setRate(LimitedRate.compression, global.compression.rateLimitBytes);
    Atomics.store(this.#words, TLS_LIMIT, global.maxTlsConnections);
  }

  /** New ones a second. */
  rate(rate: LimitedRate): number {
    return Atomics.load(this.#words, rate);
  }

  setRate(rate: LimitedRate, perSecond: number): void {
    Atomics.store(this.#words, rate, perSecond);
  }

  /** `maxsslconn`. */
  get tlsConnections(): number {
    return Atomics.load(this.#words, TLS_LIMIT);
  }

  /** TLS connections of clients now, from where they are accepted on. */
  get clientTlsConnections(): number {
    return Atomics.load(this.#words, TLS_CONNECTIONS);
  }

  countClientTls(change: 1 | -1): void {
    Atomics.add(this.#words, TLS_CONNECTIONS, change);
  }
}
