/**
 * What rules do to the connections of a stream, as opposed to its messages (manual 4.4): addresses,
 * options of the sockets, the place in a queue, how often a server is tried. A rule reaches it
 * through `txn.effects`; a stream whose rules do none of this has none.
 */
import type { IpAddress } from "../core/ip.ts";
import type { SocketOption } from "../runtime/transport.ts";
import type { Outcome } from "./types.ts";

/** One end of the client's connection. */
export type AddressEnd = "source" | "destination";

export interface ConnectionEffects {
  /** `set-src`, `set-dst`: from here on, what expressions, logs and PROXY headers tell. */
  setAddress(end: AddressEnd, address: IpAddress): void;
  /** `set-src-port`, `set-dst-port`; the lower 16 bits count. */
  setPort(end: AddressEnd, port: number): void;
  /** `set-fc-tos`, `set-fc-mark`: on the client's connection, at once. */
  setClientOption(option: SocketOption, value: number): void;
  /** `set-bc-tos`, `set-bc-mark`: on the connection to the server that the stream will use. */
  setServerOption(option: SocketOption, value: number): void;
  /** `silent-drop`: the client's connection is gone and the client not told; see ByteSocket.vanish. */
  drop(ttl: number | null): void;
  /** `expect-proxy`, `expect-netscaler-cip`: that header comes before anything else. */
  expectHeader(kind: "proxy" | "netscaler-cip"): void;
  /** `set-priority-class`, -2047 to 2047; lower goes first. */
  setPriorityClass(value: number): void;
  /** `set-priority-offset`, -524287 to 524287 ms; lower goes first. */
  setPriorityOffset(offsetMs: number): void;
  /**
   * `set-nice`, -1024 to 1024: above 0 the stream waits until all others that are ready were served,
   * the nicest last. True when it waits no longer.
   */
  beNice(nice: number): boolean;
  /** `set-retries`, 0 to 100. */
  setRetries(count: number): void;
  /** `switch-mode http`: the TCP stream goes on as HTTP requests. False when it is HTTP already. */
  switchToHttp(): boolean;
  /** `close`: ends the server's connection; what it sent before still goes to the client. */
  closeServer(): Outcome;
}
