/**
 * Clients that come from a port which only privileged programs may take (manual 3.1,
 * `harden.reject-privileged-ports.tcp`): they are closed at once, and nothing counts or logs them.
 */
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";

/** The first port that any program may take (RFC 6335 6). */
const FIRST_USER_PORT = 1024;

const NOBODY: SocketHandler = {
  onConnect() {},
  onData() {},
  onDrain() {},
  onEnd() {},
  onClose() {},
};

/** What owns the socket after it was closed; null for a client that may stay. */
export function turnAwayPrivileged(socket: ByteSocket): SocketHandler | null {
  const { remotePort } = socket;
  if (socket.remoteAddress === "" || remotePort >= FIRST_USER_PORT) return null;
  socket.close();
  return NOBODY;
}
