/**
 * A stream as expressions see it beyond its addresses and times: its two connections, the limits
 * that hold, who gave up. Made when an expression first asks; it only reads.
 */
import type { Timeouts } from "../config/model.ts";
import type { Line } from "../config/words/word.ts";
import type { IpAddress } from "../core/ip.ts";
import { ConnectionError } from "../sample/connection-facts.ts";
import type {
  ClientConnectionFacts,
  ExchangeFacts,
  ServerConnectionFacts,
  TimeLimits,
} from "../sample/connection-facts.ts";
import type { Stream } from "./stream.ts";

/** Milliseconds as HAProxy shows a limit: 0 for none. */
function shownMs(timeoutMs: number | null): number {
  return timeoutMs === null || timeoutMs === Infinity ? 0 : timeoutMs;
}

export class StreamExchange implements ExchangeFacts {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  get client(): ClientConnectionFacts {
    return this.#stream.session;
  }

  get server(): ServerConnectionFacts | null {
    const { server, serverMux, serverAddress, serverPort, dequeuedMs } = this.#stream;
    if (server === null || (serverMux === null && dequeuedMs < 0)) return null;
    return {
      source: serverMux?.source ?? null,
      destination: serverMux?.destination ?? endOf(serverAddress, serverPort ?? 0),
      errorCode: this.#serverError,
      served: serverMux?.served ?? 0,
      reused: serverMux?.reused ?? false,
      tcpInfo: () => serverMux?.tcpInfo() ?? null,
      tls: serverMux?.tls ?? null,
    };
  }

  get #serverError(): number {
    const { connectedMs, special } = this.#stream;
    if (connectedMs < 0) return -1;
    return special.serverReset ? ConnectionError.reset : ConnectionError.none;
  }

  get servedBefore(): number {
    const { session } = this.#stream;
    return session.http ? Math.max(0, session.requestCount - 1) : 0;
  }

  get serverStatus(): number {
    return this.#stream.serverStatus;
  }

  get limits(): TimeLimits {
    const { clientTimeoutMs, serverTimeoutMs, tunnelTimeoutMs } = this.#stream.special;
    const configured = this.configuredLimits;
    // Those of a server begin to hold with the connection to it.
    const isConnected = this.#stream.connectedMs >= 0;
    return {
      clientMs: clientTimeoutMs === null ? configured.clientMs : shownMs(clientTimeoutMs),
      serverMs:
        serverTimeoutMs !== null ? shownMs(serverTimeoutMs) : isConnected ? configured.serverMs : 0,
      tunnelMs:
        tunnelTimeoutMs !== null ? shownMs(tunnelTimeoutMs) : isConnected ? configured.tunnelMs : 0,
    };
  }

  get configuredLimits(): TimeLimits {
    const { frontend, backend } = this.#stream;
    const behind: Timeouts | null = backend === null ? null : backend.parts.timeouts;
    return {
      clientMs: shownMs(frontend.parts.timeouts.client),
      serverMs: behind === null ? 0 : shownMs(behind.server),
      tunnelMs: behind === null ? 0 : shownMs(behind.tunnel),
    };
  }

  get clientAborted(): boolean {
    return this.#stream.special.clientAborted;
  }

  get serverAborted(): boolean {
    return this.#stream.special.serverAborted;
  }

  get compression(): string | undefined {
    const { compression } = this.#stream.special;
    return compression?.isDecided === true ? compression.algorithm!.name : undefined;
  }

  get waitingRule(): Line | null {
    return this.#stream.waitingRule;
  }

  get priorityClass(): number {
    return this.#stream.special.madeEffects?.priorityClass ?? 0;
  }

  get priorityOffsetMs(): number {
    return this.#stream.special.madeEffects?.priorityOffsetMs ?? 0;
  }

  get defaultBackendName(): string | undefined {
    return this.#stream.frontend.parts.defaultBackend?.name;
  }

  get number(): number {
    return this.#stream.requestNumber >>> 0;
  }
}

/** The server's end as far as it is known without a socket. */
function endOf(address: IpAddress | null, port: number): ServerConnectionFacts["destination"] {
  return address === null ? null : { address, port };
}
