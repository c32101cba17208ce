/**
 * A scripted client: it sends exactly the bytes a test gives it and hands back exactly what came.
 * The caller closes it; every wait in it is bounded.
 */
import { type Socket, connect as connectTcp } from "node:net";
import { type TLSSocket, type ConnectionOptions, connect as connectTls } from "node:tls";
import { ByteInbox } from "./byte-inbox.ts";
import { within } from "./deadline.ts";
import { type HttpResponse, readResponse } from "./http-reading.ts";

export interface ClientOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The address to connect from, e.g. 127.0.0.2. */
  readonly localAddress?: string;
  /** TLS options of node:tls; certificates are not verified unless these say so. */
  readonly tls?: ConnectionOptions;
}

export class RawClient {
  readonly inbox: ByteInbox = new ByteInbox();
  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (bytes: Buffer) => this.inbox.push(bytes));
    socket.on("end", () => this.inbox.end());
    socket.on("error", (error: NodeJS.ErrnoException) =>
      this.inbox.fail(error.code ?? error.message),
    );
    socket.on("close", () => this.inbox.end());
  }

  /** Connects to a TCP port, or to a unix socket when `target` is a path. */
  static async connect(target: number | string, options: ClientOptions = {}): Promise<RawClient> {
    const where =
      typeof target === "string"
        ? { path: target }
        : { host: options.host ?? "127.0.0.1", port: target, localAddress: options.localAddress };
    const socket: Socket | TLSSocket =
      options.tls === undefined
        ? connectTcp({ ...where, allowHalfOpen: true })
        : connectTls({ ...where, rejectUnauthorized: false, ...options.tls });
    const client = new RawClient(socket);
    const ready = options.tls === undefined ? "connect" : "secureConnect";
    const connected = new Promise<void>((settle, refuse) => {
      socket.once(ready, settle);
      socket.once("error", refuse);
      socket.once("close", () => refuse(new Error(`closed before ${ready}`)));
    });
    await within(connected, `connecting to ${target}`);
    socket.setNoDelay(true).unref();
    return client;
  }

  get localPort(): number {
    return this.socket.localPort ?? 0;
  }

  /** Sends latin1 text as it is. */
  send(text: string): void {
    if (!this.socket.destroyed) this.socket.write(Buffer.from(text, "latin1"));
  }

  /** Sends one request and reads its final response, 1xx ones passed over. */
  async exchange(request: string, limitMs?: number): Promise<HttpResponse> {
    this.send(request);
    return this.readFinal({ toHead: request.startsWith("HEAD "), ...(limitMs && { limitMs }) });
  }

  async readResponse(options?: { toHead?: boolean; limitMs?: number }): Promise<HttpResponse> {
    return readResponse(this.inbox, options);
  }

  /** The next response that is not a 1xx. */
  async readFinal(options?: { toHead?: boolean; limitMs?: number }): Promise<HttpResponse> {
    for (;;) {
      const response = await readResponse(this.inbox, options);
      if (response.status >= 200 || response.status === 101) return response;
    }
  }

  /** Everything until the proxy closes. */
  async readAll(limitMs?: number): Promise<string> {
    return this.inbox.takeAll(limitMs);
  }

  /** Waits for the proxy's close and fails if it sent anything more before it. */
  async expectClose(limitMs?: number): Promise<void> {
    const rest = await this.inbox.takeAll(limitMs);
    if (rest !== "")
      throw new Error(`expected a close, received ${JSON.stringify(rest.slice(0, 400))}`);
  }

  /** Sends FIN; reading goes on. */
  shutdown(): void {
    this.socket.end();
  }

  /** Closes with RST. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  close(): void {
    this.socket.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** One request on a connection of its own. */
export async function request(
  target: number | string,
  text: string,
  options: ClientOptions = {},
): Promise<HttpResponse> {
  using client = await RawClient.connect(target, options);
  return await client.exchange(text);
}
