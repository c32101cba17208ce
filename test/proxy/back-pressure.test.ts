/**
 * A fast side before a slow one: the proxy stops reading the fast one, so that its memory does not
 * grow with the body, and everything arrives once the slow one reads.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type Socket, connect, createServer, type AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { oneToOne } from "../compat/configs.ts";
import { until } from "../support/deadline.ts";
import { startSluice } from "../support/programs.ts";

const BODY_BYTES = 200 * 1024 * 1024;
/** What may be added to the process by buffers of sockets and of the collector. */
const GROWTH_LIMIT_BYTES = 64 * 1024 * 1024;
const PIECE: Buffer = Buffer.alloc(1024 * 1024, "x");
const LIMIT_MS = 20_000;

/** The resident set of a process, in bytes. */
function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
  return Number(kilobytes) * 1024;
}

/** Writes the body as fast as the socket takes it; `sent` tells how far it is. */
class Flood {
  sentBytes = 0;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#socket.on("drain", () => this.#fill());
    this.#fill();
  }

  #fill(): void {
    while (this.sentBytes < BODY_BYTES) {
      this.sentBytes += PIECE.length;
      if (!this.#socket.write(PIECE)) return;
    }
  }
}

/** Waits until the flood stands still: nothing more was taken over several looks. */
async function standstill(flood: () => Flood | undefined): Promise<void> {
  let last = -1;
  let same = 0;
  await until(
    () => {
      const now = flood()?.sentBytes ?? -1;
      same = now === last && now >= 0 ? same + 1 : 0;
      last = now;
      return same > 60;
    },
    "a standstill",
    LIMIT_MS,
  );
}

const config = oneToOne("timeout client 60s", "timeout server 60s");

describe("back-pressure", () => {
  test("a large response to a slow client", { timeout: LIMIT_MS }, async () => {
    let flood: Flood | undefined;
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`);
        flood = new Flood(socket);
      });
    })
      .listen(0, "127.0.0.1")
      .unref();
    await until(() => server.listening, "the server");
    await using proxy = await startSluice(config, {
      ports: { web: (server.address() as AddressInfo).port },
    });
    const before = residentBytes(proxy.pid);
    const client = connect(proxy.port("fe"), "127.0.0.1").pause();
    client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await standstill(() => flood);
    assert.ok(flood!.sentBytes < BODY_BYTES / 4, `stopped at ${flood!.sentBytes}`);
    assert.ok(residentBytes(proxy.pid) - before < GROWTH_LIMIT_BYTES, "memory at the standstill");
    let receivedBytes = 0;
    client.on("data", (bytes: Buffer) => void (receivedBytes += bytes.length));
    client.resume();
    await until(() => receivedBytes > BODY_BYTES, "the whole body", LIMIT_MS);
    assert.ok(residentBytes(proxy.pid) - before < GROWTH_LIMIT_BYTES, "memory at the end");
    client.destroy();
    server.close();
  });

  test("a large request to a slow server", { timeout: LIMIT_MS }, async () => {
    let served: Socket | undefined;
    let receivedBytes = 0;
    const server = createServer((socket) => {
      served = socket.pause();
      socket.on("error", () => undefined);
      socket.on("data", (bytes: Buffer) => {
        receivedBytes += bytes.length;
        if (receivedBytes > BODY_BYTES)
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      });
      socket.pause();
    })
      .listen(0, "127.0.0.1")
      .unref();
    await until(() => server.listening, "the server");
    await using proxy = await startSluice(config, {
      ports: { web: (server.address() as AddressInfo).port },
    });
    const before = residentBytes(proxy.pid);
    const client = connect(proxy.port("fe"), "127.0.0.1");
    let answer = "";
    client.on("data", (bytes: Buffer) => void (answer += bytes.toString("latin1")));
    client.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`);
    const flood = new Flood(client);
    await standstill(() => flood);
    assert.ok(flood.sentBytes < BODY_BYTES / 4, `stopped at ${flood.sentBytes}`);
    assert.ok(residentBytes(proxy.pid) - before < GROWTH_LIMIT_BYTES, "memory at the standstill");
    served!.resume();
    await until(() => answer.startsWith("HTTP/1.1 200"), "the answer", LIMIT_MS);
    assert.ok(residentBytes(proxy.pid) - before < GROWTH_LIMIT_BYTES, "memory at the end");
    client.destroy();
    server.close();
  });
});
