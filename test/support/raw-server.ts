/**
 * A scripted TCP (or TLS) server: each connection is given to the test's function, which reads
 * from an inbox and writes what it likes. `stop` ends every connection, so no test leaks one.
 */
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { type TlsOptions, createServer as createTlsServer } from "node:tls";
import { ByteInbox } from "./byte-inbox.ts";
import { within } from "./deadline.ts";

/** One accepted connection. */
export interface ServedConnection {
  /** Counts from 1 in the order of acceptance. */
  readonly number: number;
  readonly inbox: ByteInbox;
  readonly socket: Socket;
  /** Sends latin1 text as it is. */
  readonly send: (text: string) => void;
  /** Sends FIN. */
  readonly end: () => void;
  /** Closes with RST. */
  readonly reset: () => void;
}

export interface RawServer {
  readonly port: number;
  /** How many connections were accepted so far. */
  readonly connectionCount: number;
  /** The port at the other end of each of them, in the order of acceptance. */
  readonly clientPorts: readonly number[];
  /** How many of them are open. */
  readonly openCount: number;
  /** All bytes of all connections, in order of arrival. */
  readonly received: string;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface RawServerOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  readonly host?: string;
  readonly tls?: TlsOptions;
}

export type ServeConnection = (connection: ServedConnection) => Promise<void> | void;

/** Listens. A failure of `serve` after the peer left is expected and dropped; the socket is closed. */
export async function startRawServer(
  serve: ServeConnection,
  options: RawServerOptions = {},
): Promise<RawServer> {
  const open = new Set<Socket>();
  const clientPorts: number[] = [];
  let received = "";
  const accept = (socket: Socket): void => {
    open.add(socket.unref());
    socket.on("data", (bytes: Buffer) => void (received += bytes.toString("latin1")));
    socket.on("close", () => open.delete(socket));
    clientPorts.push(socket.remotePort ?? 0);
    const connection = connectionOf(socket, clientPorts.length);
    Promise.resolve(serve(connection)).catch(() => socket.destroy());
  };
  const server: Server =
    options.tls === undefined
      ? createServer({ allowHalfOpen: true, noDelay: true }, accept)
      : createTlsServer({ allowHalfOpen: true, noDelay: true, ...options.tls }, accept);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((bound, refused) => {
    server.once("error", refused);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", bound);
  });
  server.unref();
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((settle) => server.close(() => settle()));
    for (const socket of open) socket.destroy();
    await within(closed, "closing a scripted server");
  };
  return {
    port: (server.address() as AddressInfo).port,
    clientPorts,
    get connectionCount() {
      return clientPorts.length;
    },
    get openCount() {
      return open.size;
    },
    get received() {
      return received;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function connectionOf(socket: Socket, number: number): ServedConnection {
  const inbox = new ByteInbox();
  socket.on("data", (bytes: Buffer) => inbox.push(bytes));
  socket.on("end", () => inbox.end());
  socket.on("close", () => inbox.end());
  socket.on("error", (error: NodeJS.ErrnoException) => inbox.fail(error.code ?? error.message));
  return {
    number,
    inbox,
    socket,
    send: (text) => void socket.write(Buffer.from(text, "latin1")),
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
  };
}
