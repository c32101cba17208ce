/** What a client's HTTP/1 connection asks of the stream layer. */
import type { NameCase } from "../../http/name-case.ts";
import type { HttpMessage } from "../../http/message.ts";
import type { ClientMux, RequestSink } from "../mux.ts";

/** What the frontend says about its connections; asked anew for each request, so reloads take effect. */
export interface FrontSettings {
  /** Milliseconds; Infinity for none. */
  readonly clientTimeoutMs: number;
  readonly httpRequestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** `option httpclose`, or a soft stop: no second request. */
  readonly closing: boolean;
  /** `option accept-unsafe-violations-in-http-request`. */
  readonly acceptsViolations: boolean;
  /** How names of response fields are written; null for lower case. */
  readonly nameCase: NameCase | null;
}

export interface FrontHost {
  settings(): FrontSettings;
  /** A stream for the request that is arriving; the mux calls its `onRequestHead` next. */
  open(mux: ClientMux): RequestSink;
  /**
   * A request that cannot be served: `status` 400, 408, … is answered and logged, 0 only logged.
   * The answer goes out raw by `sendBody`, then `release` closes. `flags` are the termination flags.
   */
  refuse(mux: ClientMux, request: HttpMessage, status: number, flags: string): void;
  /** The connection is over. */
  closed(): void;
}
