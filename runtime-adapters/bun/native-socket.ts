/**
 * A socket of Bun and what its callbacks ask of the one it belongs to, which they reach through
 * `data`. The owner's class is in socket.ts.
 */
import type { Socket } from "bun";
import type { TlsInfo } from "../../src/runtime/tls.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../../src/runtime/transport.ts";
import type { KeyLog } from "../shared/key-log.ts";

export type NativeSocket = Socket<SocketOwner>;

export interface SocketOwner extends ByteSocket {
  handler: SocketHandler;
  tls: TlsInfo | null;
  /** Its lines so far, where they are asked for. */
  keyLog: KeyLog | null;
  /** Null before a dial got its socket and after the close. */
  native: NativeSocket | null;
  /** What must happen before bytes can be written. */
  waitsFor: "connect" | "handshake" | "nothing";
  /** The kernel takes bytes: the first time on a plain dial it means connected. */
  drained(): void;
  /** Ends the wait of a dial. */
  connected(): void;
  /** The peer's FIN. */
  ended(): void;
  /** The reason of a close that Bun is about to report; the first one counts. */
  noteError(error: SocketError): void;
  /** Ends the connection for a reason of this side's own, such as a failed verification. */
  fail(error: SocketError): void;
  /** The native socket is gone, or never came to be. */
  closed(error: SocketError | null): void;
}
