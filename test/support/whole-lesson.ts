/** A peer that teaches a process in one message: there is nothing to know. */
import { once } from "node:events";
import { connect } from "node:net";

const ACCEPTED = "200\n";
const RESYNC_REQUEST_BYTES = 2;
const RESYNC_FINISHED = Buffer.from([0, 1]);

/**
 * Connects to peer A at `port` as peer B, waits until it asks for what B knows, and says that this
 * is all. From then on HAProxy tells others what it knows itself, which it does not before.
 */
export async function finishLesson(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  // It may be reset once it has served its purpose.
  socket.on("error", () => {});
  socket.write("HAProxyS 2.1\nA\nB 1 1\n");
  let heardBytes = 0;
  while (heardBytes < ACCEPTED.length + RESYNC_REQUEST_BYTES) {
    const [bytes] = (await once(socket, "data")) as [Buffer];
    heardBytes += bytes.length;
  }
  socket.end(RESYNC_FINISHED);
  await once(socket, "close");
}
