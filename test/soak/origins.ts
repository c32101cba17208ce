/** What stands behind the proxy in the soak; none of it keeps what it was sent. */
import { createSocket } from "node:dgram";
import { type Server, type Socket, createServer } from "node:net";
import { RequestReader } from "../chaos/request-reader.ts";

const bigBody = Buffer.alloc(1 << 20, "x");
const slowMs = 150;

/** A TCP server that can stop listening, which ends its connections, and listen again. */
export class SoakServer {
  port = 0;
  readonly #host: string;
  readonly #serve: (socket: Socket) => void;
  readonly #open: Set<Socket> = new Set();
  #server: Server | undefined;

  constructor(host: string, serve: (socket: Socket) => void) {
    this.#host = host;
    this.#serve = serve;
  }

  async listen(): Promise<this> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#open.add(socket);
      socket.on("close", () => this.#open.delete(socket));
      socket.on("error", () => undefined);
      this.#serve(socket);
    });
    await new Promise<void>((bound, refused) => {
      server.once("error", refused);
      server.listen(this.port, this.#host, bound);
    });
    const address = server.address();
    if (address !== null && typeof address === "object") this.port = address.port;
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((settle) => server.close(() => settle()));
    for (const socket of this.#open) socket.resetAndDestroy();
    await closed;
  }
}

/** Answers by path: /big is a megabyte, /queue takes its time, /reset ends the connection. */
export function serveHttp(socket: Socket): void {
  const reader = new RequestReader();
  socket.on("data", (bytes: Buffer) => {
    for (const { target } of reader.push(bytes.toString("latin1"))) answer(socket, target);
  });
}

function answer(socket: Socket, target: string): void {
  const send = (body: Buffer): void => {
    if (socket.destroyed) return;
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.write(body);
  };
  if (target.startsWith("/reset")) socket.resetAndDestroy();
  else if (target.startsWith("/big")) send(bigBody);
  else if (target.startsWith("/queue")) setTimeout(() => send(Buffer.from("late")), slowMs);
  else send(Buffer.from("hello"));
}

/** Switches protocols and echoes from then on. */
export function serveUpgrade(socket: Socket): void {
  let head = "";
  const read = (bytes: Buffer): void => {
    head += bytes.toString("latin1");
    if (!head.includes("\r\n\r\n")) return;
    socket.off("data", read);
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n",
    );
    serveEcho(socket);
  };
  socket.on("data", read);
}

export function serveEcho(socket: Socket): void {
  socket.on("data", (bytes: Buffer) => void socket.write(bytes));
}

/** A log server that only counts. */
export async function startLogSink(): Promise<{ port: number; stop: () => void }> {
  const socket = createSocket("udp4");
  socket.on("message", () => undefined);
  await new Promise<void>((bound) => socket.bind(0, "127.0.0.1", bound));
  return { port: socket.address().port, stop: () => void socket.close() };
}
