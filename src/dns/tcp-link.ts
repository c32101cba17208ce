/**
 * Questions over one TCP connection, each message behind its length (RFC 7766). The connection is
 * made with a question and made again with the next one after it was lost.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";
import type { DnsLink, OpenDnsLink } from "./nameserver.ts";

const LENGTH_BYTES = 2;
/** Questions that wait for the connection; more than these are lost, as datagrams would be. */
const MOST_WAITING = 256;

class TcpLink implements DnsLink, SocketHandler {
  readonly #runtime: Runtime;
  readonly #host: string;
  readonly #port: number;
  readonly #receive: (answer: Uint8Array) => void;
  readonly #fail: () => void;
  #socket: ByteSocket | null = null;
  #isConnected = false;
  #waiting: ByteBuffer[] = [];
  #received: ByteBuffer;

  constructor(
    runtime: Runtime,
    host: string,
    port: number,
    receive: (answer: Uint8Array) => void,
    fail: () => void,
  ) {
    this.#runtime = runtime;
    this.#host = host;
    this.#port = port;
    this.#receive = receive;
    this.#fail = fail;
    this.#received = runtime.bytes.alloc(0);
  }

  send(question: string): void {
    const { bytes, transport } = this.#runtime;
    const length = String.fromCharCode(question.length >> 8, question.length & 255);
    if (this.#waiting.length >= MOST_WAITING) return this.#fail();
    this.#waiting.push(bytes.latin1(length + question));
    this.#socket ??= transport.dial(
      {
        address: { kind: "ip", host: this.#host, port: this.#port },
        localAddress: null,
        localPort: 0,
        tls: null,
        serverName: null,
      },
      this,
    );
    this.#flush();
  }

  close(): void {
    this.#socket?.close();
  }

  onConnect(): void {
    this.#isConnected = true;
    this.#flush();
  }

  onData(_socket: ByteSocket, piece: ByteBuffer): void {
    const { bytes } = this.#runtime;
    this.#received = this.#received.length === 0 ? piece : bytes.concat([this.#received, piece]);
    for (;;) {
      const [high, low] = this.#received;
      if (high === undefined || low === undefined) return;
      const end = LENGTH_BYTES + ((high << 8) | low);
      if (this.#received.length < end) return;
      const answer = this.#received.subarray(LENGTH_BYTES, end);
      this.#received = this.#received.subarray(end);
      this.#receive(answer);
    }
  }

  onDrain(): void {
    this.#flush();
  }

  onEnd(socket: ByteSocket): void {
    socket.close();
  }

  onClose(): void {
    for (let lost = this.#waiting.length; lost > 0; lost--) this.#fail();
    this.#socket = null;
    this.#isConnected = false;
    this.#waiting = [];
    this.#received = this.#runtime.bytes.alloc(0);
  }

  #flush(): void {
    while (this.#isConnected && this.#waiting.length > 0) {
      const bytes = this.#waiting[0]!;
      const sent = this.#socket!.write(bytes, 0, bytes.length);
      if (sent === bytes.length) this.#waiting.shift();
      else {
        this.#waiting[0] = bytes.subarray(sent);
        return;
      }
    }
  }
}

export function tcpLink(runtime: Runtime, host: string, port: number): OpenDnsLink {
  return (receive, fail) => new TcpLink(runtime, host, port, receive, fail);
}
