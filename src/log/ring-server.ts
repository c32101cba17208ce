/**
 * A syslog server that gets the lines of a ring over a stream (manual 12.5, RFC 6587): counted
 * octets or a line feed after each. It connects when there is something to send, and again a
 * second after a connection failed or was lost. Runs on the control thread.
 */
import { Timer } from "../core/timer-wheel.ts";
import type { TimerWheel } from "../core/timer-wheel.ts";
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import type { Address, ByteSocket, SocketHandler, Transport } from "../runtime/transport.ts";
import type { Ring, RingPlace } from "./ring.ts";

const RECONNECT_MS = 1000;
const LINE_FEED = 10;

/** What a ring's server is configured with. Times are ms, Infinity for no limit. */
export interface RingServerSetting {
  readonly address: Address;
  readonly framing: "octet-count" | "legacy";
  readonly connectTimeoutMs: number;
  readonly serverTimeoutMs: number;
}

/** What of the thread it needs. */
export interface RingServerHost {
  readonly transport: Transport;
  readonly wheel: TimerWheel;
  readonly bytes: ByteFactory;
}

export class RingServer implements SocketHandler {
  readonly #ring: Ring;
  readonly #holder: number;
  readonly #setting: RingServerSetting;
  readonly #host: RingServerHost;
  readonly #timer: Timer;
  readonly #place: RingPlace;
  #socket: ByteSocket | null = null;
  #connected: boolean = false;
  #closed: boolean = false;
  /** The line that is being sent, framed, and how much of it is out. */
  #line: ByteBuffer | null = null;
  #sentBytes: number = 0;

  /** @param holder its number among the ring's servers. */
  constructor(ring: Ring, holder: number, setting: RingServerSetting, host: RingServerHost) {
    this.#ring = ring;
    this.#holder = holder;
    this.#setting = setting;
    this.#host = host;
    this.#place = ring.place("oldest");
    this.#timer = new Timer(() => this.#onTimer());
    this.#connect();
  }

  /** Lines may have come. */
  wake(): void {
    if (this.#connected) this.#send();
  }

  /** Ends it; what was not sent stays in the ring. */
  close(): void {
    this.#closed = true;
    this.#ring.letGo(this.#holder);
    this.#host.wheel.cancel(this.#timer);
    this.#socket?.close();
  }

  onConnect(): void {
    this.#connected = true;
    this.#host.wheel.cancel(this.#timer);
    this.#ring.hold(this.#holder, this.#place);
    this.#send();
  }

  /** Nothing is expected from a syslog server. */
  onData(): void {}

  onDrain(): void {
    this.#send();
  }

  onEnd(): void {
    this.#socket?.close();
  }

  onClose(): void {
    this.#socket = null;
    this.#connected = false;
    this.#ring.letGo(this.#holder);
    // A line that went out in part is sent again from its beginning.
    this.#sentBytes = 0;
    if (!this.#closed) this.#schedule(RECONNECT_MS);
  }

  #connect(): void {
    const { address, connectTimeoutMs } = this.#setting;
    this.#schedule(connectTimeoutMs);
    const spec = { address, localAddress: null, localPort: 0, tls: null, serverName: null };
    this.#socket = this.#host.transport.dial(spec, this);
  }

  #schedule(delayMs: number): void {
    this.#host.wheel.refresh();
    this.#host.wheel.touch(this.#timer, delayMs);
  }

  #onTimer(): void {
    if (this.#socket === null) this.#connect();
    else this.#socket.reset();
  }

  #send(): void {
    const socket = this.#socket;
    if (socket === null || !this.#connected) return;
    for (;;) {
      this.#line ??= this.#nextLine();
      if (this.#line === null) break;
      const line = this.#line;
      this.#sentBytes += socket.write(line, this.#sentBytes, line.length);
      if (this.#sentBytes < line.length) return this.#schedule(this.#setting.serverTimeoutMs);
      this.#line = null;
      this.#sentBytes = 0;
      this.#ring.hold(this.#holder, this.#place);
    }
    this.#host.wheel.cancel(this.#timer);
    this.#ring.await();
    // What came before the ring knew that somebody waits.
    this.#line = this.#nextLine();
    if (this.#line !== null) this.#send();
  }

  #nextLine(): ByteBuffer | null {
    const line = this.#ring.read(this.#place);
    if (line === null) return null;
    const { bytes } = this.#host;
    if (this.#setting.framing === "legacy") return bytes.concat([line, Uint8Array.of(LINE_FEED)]);
    return bytes.concat([bytes.latin1(`${line.length} `), line]);
  }
}
