/**
 * An origin that fails as the script says. It records the id of every request that reached it whole
 * and answers with that id, so that nothing can be lost or served twice without being seen.
 */
import { type Server, type Socket, createServer } from "node:net";
import { type HeadOfRequest, RequestReader } from "./request-reader.ts";
import { wrkId } from "./wrk.ts";

/**
 * serve: at once; slow: after a while; hang: accepts and never answers; refuse: nobody listens;
 * reset: in turn before a response, in its head, and (to a GET) in its body; wait: answers when it
 * serves again.
 */
export type OriginMode = "serve" | "slow" | "hang" | "refuse" | "reset" | "wait";

/** What an origin saw and did, by the ids of the requests; checks are not in it. */
export interface OriginRecord {
  /** Every arrival, once for each time. */
  readonly received: string[];
  readonly answered: string[];
  readonly hung: string[];
  /** Reset before the head of a response was complete. */
  readonly reset: string[];
  /** Reset in the body of a response whose head the client had. */
  readonly cut: string[];
}

const slowMs = 60;

export class ChaosOrigin {
  readonly record: OriginRecord = { received: [], answered: [], hung: [], reset: [], cut: [] };
  readonly name: string;
  readonly #host: string;
  readonly #headSeen: (id: string) => Promise<void>;
  readonly #open: Set<Socket> = new Set();
  #server: Server | undefined;
  #port = 0;
  #mode: OriginMode = "refuse";
  #resets = 0;
  readonly #held: (() => void)[] = [];

  /** `headSeen` resolves when the client has the head of the answer to a request. */
  constructor(name: string, host: string, headSeen: (id: string) => Promise<void>) {
    this.name = name;
    this.#host = host;
    this.#headSeen = headSeen;
  }

  get port(): number {
    return this.#port;
  }

  /** Changes what it does from now on; connections that are open end where it stops to listen. */
  async become(mode: OriginMode): Promise<void> {
    this.#mode = mode;
    if (mode === "serve") for (const release of this.#held.splice(0)) release();
    if (mode !== "refuse") return this.#server === undefined ? this.#listen() : undefined;
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((settle) => server.close(() => settle()));
    for (const socket of this.#open) socket.resetAndDestroy();
    await closed;
  }

  async #listen(): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
    await new Promise<void>((bound, refused) => {
      server.once("error", refused);
      server.listen(this.#port, this.#host, bound);
    });
    const address = server.address();
    if (address !== null && typeof address === "object") this.#port = address.port;
    this.#server = server;
  }

  #serve(socket: Socket): void {
    this.#open.add(socket);
    socket.on("close", () => this.#open.delete(socket));
    socket.on("error", () => undefined);
    const reader = new RequestReader();
    socket.on("data", (bytes: Buffer) => {
      for (const request of reader.push(bytes.toString("latin1"))) this.#answer(socket, request);
    });
  }

  #answer(socket: Socket, request: HeadOfRequest): void {
    const isCheck = request.target === "/check";
    if (!isCheck) this.record.received.push(request.id);
    if (this.#mode === "hang") {
      if (!isCheck) this.record.hung.push(request.id);
      return;
    }
    if (this.#mode === "reset") return this.#breakOff(socket, request, isCheck);
    if (isCheck) return void socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    if (this.#mode === "wait") this.#held.push(() => this.#complete(socket, request.id));
    else if (this.#mode === "slow") setTimeout(() => this.#complete(socket, request.id), slowMs);
    else this.#complete(socket, request.id);
  }

  #complete(socket: Socket, id: string): void {
    if (socket.destroyed) return;
    this.record.answered.push(id);
    const body = `${id} by ${this.name}`;
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nX-Id: ${id}\r\n\r\n${body}`);
  }

  #breakOff(socket: Socket, request: HeadOfRequest, isCheck: boolean): void {
    const turn = this.#resets++ % 3;
    const isToCut = turn === 2 && !isCheck && request.method === "GET" && request.id !== wrkId;
    if (isToCut) return this.#cut(socket, request.id);
    if (!isCheck) this.record.reset.push(request.id);
    if (turn === 0) return void socket.resetAndDestroy();
    socket.write("HTTP/1.1 200 OK\r\nContent-Le", () => socket.resetAndDestroy());
  }

  /** The head is with the client when the reset follows, so that no rule lets it be retried. */
  #cut(socket: Socket, id: string): void {
    this.record.cut.push(id);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nX-Id: ${id}\r\n\r\nhalf`);
    void this.#headSeen(id).then(() => socket.resetAndDestroy());
  }
}
