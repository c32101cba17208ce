/**
 * One keep-alive client of the load: sends a request with an id of its own, waits for the answer,
 * and tells how it ended. An answer that nobody asked for is seen, too.
 */
import { type Socket, connect } from "node:net";

/**
 * ok: the whole answer with its own id; wrong: an answer of another request; cut: the connection
 * ended in the body; closed: it ended without a word after it had served other requests, which asks
 * the client to decide about a retry (RFC 9112 9.3.1); lost: no answer, and no such excuse.
 */
export type Ending = "ok" | "error" | "cut" | "closed" | "lost" | "wrong";

export interface Outcome {
  readonly id: string;
  readonly method: string;
  readonly ending: Ending;
  /** 0 without a head. */
  readonly status: number;
  readonly ms: number;
}

/** Longer than any sum of the configuration's timeouts: what comes later is lost. */
const lostAfterMs = 15_000;

export class LoadClient {
  /** Bytes that came when no request was open. */
  surplus = 0;
  readonly #port: number;
  readonly #onHead: (id: string) => void;
  #socket: Socket | undefined;
  #text = "";
  #settle: ((ended: { ending: Ending; status: number }) => void) | undefined;
  #id = "";
  #headTold = false;
  /** Answers of the connection that is open. */
  #served = 0;

  constructor(port: number, onHead: (id: string) => void) {
    this.#port = port;
    this.#onHead = onHead;
  }

  async ask(method: string, target: string, id: string): Promise<Outcome> {
    const from = performance.now();
    const ended = new Promise<{ ending: Ending; status: number }>((settle) => {
      this.#settle = settle;
    });
    this.#id = id;
    this.#text = "";
    this.#headTold = false;
    const limit = setTimeout(() => {
      this.#end("lost");
      this.close();
    }, lostAfterMs);
    const body = method === "POST" ? `form=${id}` : "";
    const length = body === "" ? "" : `Content-Length: ${body.length}\r\n`;
    const head = `${method} ${target} HTTP/1.1\r\nHost: chaos\r\nX-Id: ${id}\r\n${length}\r\n`;
    this.#connected().write(head + body);
    const { ending, status } = await ended;
    clearTimeout(limit);
    return { id, method, ending, status, ms: performance.now() - from };
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #connected(): Socket {
    if (this.#socket !== undefined && !this.#socket.destroyed && !this.#socket.readableEnded)
      return this.#socket;
    const socket = connect({ host: "127.0.0.1", port: this.#port, noDelay: true });
    this.#socket = socket;
    this.#served = 0;
    const gone = (): void => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      if (this.#headTold) this.#end("cut");
      else this.#end(this.#served > 0 ? "closed" : "lost");
    };
    socket.on("data", (bytes: Buffer) => this.#take(bytes.toString("latin1")));
    socket.on("end", gone);
    socket.on("error", gone);
    socket.on("close", gone);
    return socket;
  }

  #take(text: string): void {
    if (this.#settle === undefined) {
      this.surplus += text.length;
      return;
    }
    this.#text += text;
    const headEnd = this.#text.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#text.slice(0, headEnd + 2);
    if (!this.#headTold) this.#onHead(this.#id);
    this.#headTold = true;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const body = this.#text.slice(headEnd + 4, headEnd + 4 + length);
    if (body.length < length) return;
    this.surplus += this.#text.length - headEnd - 4 - length;
    const isOwn = new RegExp(`\r\nx-id: ${this.#id}\r\n`, "i").test(head);
    if (statusOf(head) !== 200) this.#end("error");
    else this.#end(isOwn && body.startsWith(`${this.#id} `) ? "ok" : "wrong");
    if (/\r\nconnection: close\r\n/i.test(head)) this.close();
  }

  #end(ending: Ending): void {
    const settle = this.#settle;
    this.#settle = undefined;
    this.#served++;
    settle?.({ ending, status: statusOf(this.#text) });
  }
}

function statusOf(head: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0);
}
