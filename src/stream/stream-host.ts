/**
 * What streams ask of the thread they run on: counts and clocks of the process, and the few
 * things that depend on which kind of connection carries the stream.
 */
import type { TlsInfo } from "../runtime/tls.ts";
import type { ClientMux } from "../mux/mux.ts";
import type { BufferFacts } from "../sample/txn.ts";
import type { SampleType, SampleValue } from "../sample/types.ts";
import type { VariableRef, Variables, VariableScope } from "../sample/variables/variables.ts";
import type { CompressionBudget } from "./body/compression-budget.ts";
import type { Stream } from "./stream.ts";

export interface StreamHost {
  /** Sessions of the process now. */
  activeConnections(): number;
  /** Monotonic milliseconds to the wall clock: epoch ms. */
  wallMs(): number;
  /** A request began: gives it its number and its wall time. */
  countRequest(stream: Stream): void;
  /** Bytes that a stream sent, to its client and its server. */
  countBytesOut(sizeBytes: number): void;
  /** A handshake with a server is done. */
  countServerTls(tls: Pick<TlsInfo, "resumed">, nowMs: number): void;
  /** What all compressions of the process use together. */
  readonly compression: CompressionBudget;
  /** Content that waits in a raw client mux; empty for HTTP. */
  contentOf(client: ClientMux): BufferFacts;
  /** A value that would pass a limit leaves the variable unset. */
  setVariable(stream: Stream, ref: VariableRef, value: SampleValue, type: SampleType): void;
  variablesOf(stream: Stream, scope: VariableScope): Variables;
  /** Notes a failed response or request for `show errors`. */
  recordError(stream: Stream, side: "request" | "response", message: string): void;
  /** An error of the proxy itself or of a plugin, for the log. */
  reportFault(stream: Stream, message: string): void;
}
