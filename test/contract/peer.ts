/**
 * What the contract tests talk through: a handler that records what a socket tells it, listeners
 * and dials with the specs filled in, and a wait for a condition that fails loudly when it is late.
 */
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import type { ClientTlsContext, ServerTls } from "../../src/runtime/tls.ts";
import type {
  Address,
  ByteSocket,
  DialSpec,
  Listener,
  ListenSpec,
  SocketError,
  SocketHandler,
} from "../../src/runtime/transport.ts";

const PATIENCE_MS = 5000;

/** Resolves once `holds` does; it is asked again after every turn of the event loop. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Records the callbacks of one socket, in order, and the bytes it got. */
export class Peer implements SocketHandler {
  readonly events: string[] = [];
  text = "";
  sizeBytes = 0;
  error: SocketError | null = null;
  socket: ByteSocket | null = null;
  /** Bytes still to be written, as far as the socket takes them. */
  #pending: ByteBuffer | null = null;
  #shutDownAfter = false;

  onConnect(socket: ByteSocket): void {
    this.socket = socket;
    this.events.push("connect");
  }
  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    this.sizeBytes += bytes.length;
    if (this.text.length < 4096) this.text += bytes.latin1Slice(0, bytes.length);
    if (this.events.at(-1) !== "data") this.events.push("data");
  }
  onDrain(): void {
    if (this.events.at(-1) !== "drain") this.events.push("drain");
    this.#push();
  }
  onEnd(): void {
    this.events.push("end");
  }
  onClose(_socket: ByteSocket, error: SocketError | null): void {
    this.error = error;
    this.events.push("close");
  }

  has(event: string): boolean {
    return this.events.includes(event);
  }
  /** Waits for a callback. */
  saw(event: string): Promise<void> {
    return until(`${event} after [${this.events.join()}]`, () => this.has(event));
  }
  got(text: string): Promise<void> {
    return until(`"${text}" instead of "${this.text}"`, () => this.text === text);
  }

  /** The connected socket; throws before there is one. */
  get up(): ByteSocket {
    if (this.socket === null) throw new Error("no socket yet");
    return this.socket;
  }
  /** Writes a text that must fit at once. */
  say(runtime: Runtime, text: string): void {
    const bytes = runtime.bytes.latin1(text);
    const accepted = this.up.write(bytes, 0, bytes.length);
    if (accepted !== bytes.length) throw new Error(`${accepted} of ${bytes.length} bytes accepted`);
  }
  /** Writes it all, waiting for `onDrain` where needed, then sends FIN. */
  pour(bytes: ByteBuffer): void {
    this.#pending = bytes;
    this.#shutDownAfter = true;
    this.#push();
  }
  #push(): void {
    if (this.#pending === null) return;
    const accepted = this.up.write(this.#pending, 0, this.#pending.length);
    this.#pending = this.#pending.subarray(accepted);
    if (this.#pending.length > 0) return;
    this.#pending = null;
    if (this.#shutDownAfter) this.up.shutdown();
  }
}

const loopback: Address = { kind: "ip", host: "127.0.0.1", port: 0 };

/** A listener that records every connection it accepts. */
export class Host {
  readonly accepted: Peer[] = [];
  readonly failures: SocketError[] = [];
  /** Of handshakes that begin from now on. */
  handshakeTimeoutMs: number = Infinity;
  readonly listener: Listener;

  constructor(
    runtime: Runtime,
    changes: Partial<ListenSpec> = {},
    prepare: (socket: ByteSocket) => void = () => {},
  ) {
    const spec: ListenSpec = {
      address: loopback,
      backlog: 128,
      reusePort: false,
      ipv6Only: null,
      unixMode: null,
      unixUid: null,
      unixGid: null,
      tls: null,
      ...changes,
    };
    const timeoutMs = (): number => this.handshakeTimeoutMs;
    this.listener = runtime.transport.listen(spec, {
      get handshakeTimeoutMs() {
        return timeoutMs();
      },
      onAccept: (socket) => {
        const peer = new Peer();
        peer.socket = socket;
        this.accepted.push(peer);
        prepare(socket);
        return peer;
      },
      onHandshakeError: (_address, _port, error) => {
        this.failures.push(error);
      },
    });
  }

  get address(): Address {
    return { kind: "ip", host: "127.0.0.1", port: this.listener.port };
  }
  /** The newest accepted connection, once there are `count`. */
  async connection(count = 1): Promise<Peer> {
    await until(`connection ${count}`, () => this.accepted.length >= count);
    return this.accepted[count - 1]!;
  }
}

/** Starts a dial to `address`. */
export function dial(runtime: Runtime, address: Address, changes: Partial<DialSpec> = {}): Peer {
  const peer = new Peer();
  const spec: DialSpec = {
    address,
    localAddress: null,
    localPort: 0,
    tls: null,
    serverName: null,
    ...changes,
  };
  peer.socket = runtime.transport.dial(spec, peer);
  return peer;
}

/** Two ends of one connection over loopback. */
export async function pair(
  runtime: Runtime,
  tls: {
    readonly server: ServerTls;
    readonly client: ClientTlsContext;
    readonly name: string;
  } | null = null,
): Promise<{ readonly client: Peer; readonly server: Peer; close(): void }> {
  const host = new Host(runtime, { tls: tls?.server ?? null });
  const client = dial(runtime, host.address, {
    tls: tls?.client ?? null,
    serverName: tls?.name ?? null,
  });
  await client.saw("connect");
  const server = await host.connection();
  return {
    client,
    server,
    close(): void {
      client.up.close();
      server.up.close();
      host.listener.close();
    },
  };
}
