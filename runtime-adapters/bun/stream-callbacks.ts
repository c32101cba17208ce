/**
 * The native callbacks that every socket shares, accepted or dialed, plain or TLS. The `data`
 * callback is the hot path of the proxy: two property reads and one call.
 */
import type { SocketHandler } from "bun";
import { errnoNameOf, thrownError } from "../shared/errors.ts";
import { KeyLog } from "../shared/key-log.ts";
import { reportUncaught } from "../shared/uncaught.ts";
import type { NativeSocket, SocketOwner } from "./native-socket.ts";

/** For connections that keep a key log; the first lines come before the handshake is told. */
export const keyLogCallbacks = {
  keylog(native: NativeSocket, line: Uint8Array): void {
    keyLogOf(native.data).add(line);
  },
};

/** The key log of a connection that keeps one. */
export function keyLogOf(socket: SocketOwner): KeyLog {
  return (socket.keyLog ??= new KeyLog());
}

export const streamCallbacks: SocketHandler<SocketOwner> = {
  data(native: NativeSocket, bytes: Buffer): void {
    const socket = native.data;
    socket.handler.onData(socket, bytes);
  },
  drain(native: NativeSocket): void {
    native.data.drained();
  },
  end(native: NativeSocket): void {
    native.data.ended();
  },
  close(native: NativeSocket, error?: Error): void {
    native.data.closed(error === undefined ? null : thrownError(error));
  },
  /**
   * Reached by a TLS alert after the handshake, which has a code and a close to follow; and by an
   * exception out of a callback, which has none: of that the socket dies, the process does not.
   */
  error(native: NativeSocket, thrown: Error): void {
    if (errnoNameOf(thrown) !== "") {
      native.data.noteError(thrownError(thrown));
      return;
    }
    reportUncaught(thrown);
    native.data.fail({ code: "EOTHER", message: thrown.message });
  },
};
