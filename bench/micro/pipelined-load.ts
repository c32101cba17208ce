/** A client that keeps requests of a few connections in flight and counts answers by their bytes. */
import { type Socket, connect } from "node:net";

const CONNECTIONS = 8;
const BATCH = 64;

/** Answers end to end: all have as many bytes as the first, which is asked for alone. */
export async function pipelinedLoad(
  port: number,
  requests: number,
  requestOf: (index: number) => string,
): Promise<void> {
  const sizeBytes = await answerBytes(port, requestOf(0));
  let next = 1;
  const one = async (): Promise<void> => {
    const socket = await opened(port);
    let missingBytes = 0;
    const done = Promise.withResolvers<void>();
    const send = (): void => {
      const count = Math.min(BATCH, requests - next);
      if (count <= 0) return done.resolve();
      let text = "";
      for (let each = 0; each < count; each++) text += requestOf(next++);
      missingBytes += count * sizeBytes;
      socket.write(text, "latin1");
    };
    socket.on("data", (bytes) => {
      missingBytes -= bytes.length;
      if (missingBytes < 0) done.reject(new Error("an answer is longer than the first"));
      else if (missingBytes === 0) send();
    });
    socket.on("error", done.reject);
    socket.on("close", () => done.reject(new Error("the proxy closed the connection")));
    send();
    await done.promise;
    socket.removeAllListeners("close").destroy();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
}

function opened(port: number): Promise<Socket> {
  return new Promise((open, fail) => {
    const socket = connect(port, "127.0.0.1", () => open(socket)).once("error", fail);
  });
}

/** Bytes of the answer to one request, which has no body: up to the empty line. */
async function answerBytes(port: number, request: string): Promise<number> {
  const socket = await opened(port);
  socket.write(request, "latin1");
  let text = "";
  for await (const bytes of socket) {
    text += String(bytes);
    if (text.includes("\r\n\r\n")) break;
  }
  if (!text.startsWith("HTTP/1.1 200 ") || !/content-length: 0\r\n/i.test(text))
    throw new Error(`not an empty 200:\n${text}`);
  return text.length;
}
