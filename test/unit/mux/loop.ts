/**
 * The surroundings of a mux without a network: a clock that the test moves, a loop whose turns the
 * test ends, and sockets that take as much as the test lets them.
 */
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { ThreadIo } from "../../../src/mux/thread-io.ts";
import type { ByteBuffer } from "../../../src/runtime/bytes.ts";
import type { Clock, Runtime } from "../../../src/runtime/runtime.ts";
import type {
  ByteSocket,
  DialSpec,
  SocketError,
  SocketHandler,
} from "../../../src/runtime/transport.ts";
import { currentRuntime } from "../../contract/current.ts";
import { FakeClock } from "../core/fake-clock.ts";

/** A fake clock with the end of the loop's turn. */
class LoopClock extends FakeClock implements Clock {
  #soon: (() => void)[] = [];

  wallMs(): number {
    return this.nowMs;
  }

  soon(fire: () => void): void {
    this.#soon.push(fire);
  }

  endTurn(): void {
    const due = this.#soon;
    this.#soon = [];
    for (const fire of due) fire();
  }
}

/** One side of a connection; the test is the peer. */
export class LoopSocket implements ByteSocket {
  handler: SocketHandler;
  sent: string = "";
  /** Writes that were made. */
  writes: number = 0;
  state: "open" | "shut" | "closed" | "reset" = "open";
  paused: boolean = false;
  room: number = Infinity;
  readonly remoteAddress: string = "192.0.2.1";
  readonly remotePort: number = 1234;
  readonly localAddress: string = "192.0.2.2";
  readonly localPort: number = 80;
  readonly tls: null = null;

  constructor(handler: SocketHandler) {
    this.handler = handler;
  }

  write(buffer: ByteBuffer, start: number, end: number): number {
    const taken = Math.min(this.room, end - start);
    this.room -= taken;
    this.writes++;
    this.sent += buffer.latin1Slice(start, start + taken);
    return taken;
  }

  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  shutdown(): void {
    if (this.state === "open") this.state = "shut";
  }
  close(): void {
    this.#end("closed");
  }
  setOption(): boolean {
    return true;
  }

  vanish(): void {
    this.reset();
  }

  reset(): void {
    this.#end("reset");
  }
  startServerTls(): void {}
  startClientTls(): void {}

  #end(state: "closed" | "reset"): void {
    if (this.state === "closed" || this.state === "reset") return;
    this.state = state;
  }

  /** The peer sends text, in one delivery. */
  deliver(text: string): void {
    this.handler.onData(this, bytes.latin1(text));
  }

  deliverEnd(): void {
    this.handler.onEnd(this);
  }

  deliverClose(error: SocketError | null = null): void {
    this.handler.onClose(this, error);
  }

  /** The peer reads: the socket takes `room` more bytes. */
  drain(room: number): void {
    this.room = room;
    this.handler.onDrain(this);
  }

  /** What was sent since the last call. */
  take(): string {
    const sent = this.sent;
    this.sent = "";
    return sent;
  }
}

export interface Loop {
  readonly io: ThreadIo;
  readonly clock: LoopClock;
  /** Sockets that were dialed, in order. */
  readonly dialed: LoopSocket[];
}

/** A thread's I/O with a buffer of `bufferSizeBytes`. */
export async function makeLoop(bufferSizeBytes: number = 1024): Promise<Loop> {
  const clock = new LoopClock();
  const dialed: LoopSocket[] = [];
  const real = await currentRuntime();
  const runtime: Runtime = {
    ...real,
    clock,
    transport: {
      ...real.transport,
      dial(_spec: DialSpec, handler: SocketHandler): ByteSocket {
        const socket = new LoopSocket(handler);
        dialed.push(socket);
        return socket;
      },
    },
  };
  const io = new ThreadIo(1, runtime, bufferSizeBytes, {
    maxFields: 100,
    maxHeadBytes: bufferSizeBytes,
  });
  return { io, clock, dialed };
}

export const noHandler: SocketHandler = {
  onConnect: () => {},
  onData: () => {},
  onDrain: () => {},
  onEnd: () => {},
  onClose: () => {},
};
