/**
 * A connection between two peers after the handshake, the same on both ends. A peer that reads
 * slowly is sent no more than its socket takes and one buffer; one that says nothing for five
 * seconds is dead.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { ByteSocket, SocketError, SocketHandler } from "../runtime/transport.ts";
import { Control, ErrorType, MessageClass, MessageReader, type MessageSink } from "./messages.ts";
import type { Peer } from "./peer.ts";
import { Receiver } from "./receiver.ts";
import { Sender, type SenderLimits } from "./sender.ts";
import { WireWriter, type WireReader } from "./wire.ts";

/** After so long without a word the one says that it is alive, and the other is believed dead. */
const HEARTBEAT_MS = 3000;
const SILENCE_MS = 5000;
/** Read at once: about a thousand entries. */
const SLICE_BYTES = 16 << 10;

/** What a connection tells the section that it belongs to. */
export interface SessionOwner {
  /** Begins an I/O event; the time of its thread. */
  begin(): number;
  /** All that other peers know is known here. */
  readonly upToDate: boolean;
  /** The lesson that was asked for, or that came unasked, is over. */
  lessonEnded(session: Session, complete: boolean): void;
  /** The peer has all that it was taught. */
  lessonConfirmed(session: Session): void;
  /** The connection is gone. */
  sessionClosed(session: Session): void;
}

export class Session implements SocketHandler, MessageSink {
  readonly peer: Peer;
  readonly socket: ByteSocket;
  readonly sender: Sender;
  readonly receiver: Receiver;
  /** Whether a lesson was asked for and has not ended. */
  learning: boolean = false;
  closed: boolean = false;
  heartbeatAtMs: number;
  #deadAtMs: number;
  readonly #owner: SessionOwner;
  readonly #runtime: Runtime;
  readonly #reader: MessageReader;
  readonly #out: WireWriter;
  /** How much of `out` the socket has taken. */
  #written: number = 0;
  #waiting: boolean = false;
  #scheduled: boolean = false;
  /** What came and has not been read. */
  #unread: ByteBuffer;

  constructor(
    peer: Peer,
    socket: ByteSocket,
    owner: SessionOwner,
    runtime: Runtime,
    limits: SenderLimits,
  ) {
    const { bytes } = runtime;
    this.peer = peer;
    this.socket = socket;
    this.#owner = owner;
    this.#runtime = runtime;
    this.#reader = new MessageReader(bytes, limits.bufferBytes);
    this.#out = new WireWriter(bytes.alloc(limits.bufferBytes));
    this.#unread = bytes.alloc(0);
    for (const link of peer.links) link.restart();
    this.sender = new Sender(peer.links, bytes, limits);
    this.receiver = new Receiver(peer.links);
    const nowMs = owner.begin();
    this.heartbeatAtMs = nowMs + HEARTBEAT_MS;
    this.#deadAtMs = nowMs + SILENCE_MS;
  }

  /** Asks the peer for all it knows. */
  learn(): void {
    this.learning = true;
    this.sender.owe(MessageClass.control, Control.resyncRequest);
    this.push();
  }

  /** Sends what there is to send, and looks whether the peer is alive. */
  tick(nowMs: number): void {
    if (nowMs >= this.#deadAtMs) {
      this.#deadAtMs = Infinity;
      this.peer.counts.noHeartbeat++;
      return this.socket.reset();
    }
    this.push();
    if (this.closed || nowMs < this.heartbeatAtMs || this.#waiting) return;
    this.peer.counts.heartbeatsSent++;
    this.sender.owe(MessageClass.control, Control.heartbeat);
    this.push();
  }

  /** Writes until the socket is full or nothing is left, some entries at a time. */
  push(): void {
    if (this.closed || this.#waiting || this.#scheduled) return;
    this.#out.at = 0;
    this.#written = 0;
    // Who takes over, or did, has changes of its own.
    const withUpdates = !this.learning && !this.peer.spec.isLocal;
    const more = this.sender.fill(this.#out, withUpdates);
    if (this.#out.at > 0) this.#flush();
    if (!more || this.closed || this.#waiting) return;
    this.#scheduled = true;
    this.#runtime.clock.soon(() => {
      this.#scheduled = false;
      this.#owner.begin();
      this.push();
    });
  }

  #flush(): void {
    const { bytes, at } = this.#out;
    this.#written += this.socket.write(bytes, this.#written, at);
    this.#waiting = this.#written < at;
    this.heartbeatAtMs = this.#owner.begin() + HEARTBEAT_MS;
  }

  onConnect(): void {}

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    if (this.closed) return;
    this.#deadAtMs = this.#owner.begin() + SILENCE_MS;
    if (this.#unread.length > 0 || bytes.length > SLICE_BYTES) return this.#readInTurns(bytes);
    this.#reader.take(bytes, this);
    this.push();
  }

  /** A peer that tells a lot at once is read in turns with the traffic. */
  #readInTurns(bytes: ByteBuffer): void {
    const isReading = this.#unread.length > 0;
    this.#unread = this.#runtime.bytes.concat([this.#unread, bytes]);
    if (isReading) return;
    this.socket.pause();
    this.#readSlice();
  }

  #readSlice(): void {
    if (this.closed) return;
    this.#owner.begin();
    const slice = this.#unread.subarray(0, SLICE_BYTES);
    this.#unread = this.#unread.subarray(slice.length);
    this.#reader.take(slice, this);
    this.push();
    if (this.#unread.length > 0) this.#runtime.clock.soon(() => this.#readSlice());
    else if (!this.closed) this.socket.resume();
  }

  onDrain(): void {
    if (this.closed || !this.#waiting) return;
    this.#flush();
    if (!this.#waiting) this.push();
  }

  onEnd(): void {
    this.socket.close();
  }

  onClose(_socket: ByteSocket, _error: SocketError | null): void {
    if (this.closed) return;
    this.closed = true;
    this.#owner.begin();
    this.#owner.sessionClosed(this);
  }

  message(messageClass: number, type: number, body: WireReader | null): boolean {
    if (messageClass === MessageClass.control) this.#control(type);
    else if (messageClass === MessageClass.error) this.peer.counts.protocolErrors++;
    else if (messageClass === MessageClass.table && body !== null) {
      if (!this.receiver.take(type, body)) this.#fail(ErrorType.protocol);
    }
    return !this.closed;
  }

  tooLarge(): void {
    this.#fail(ErrorType.sizeLimit);
  }

  #control(type: number): void {
    switch (type) {
      case Control.resyncRequest:
        return this.sender.teach(this.#owner.upToDate);
      case Control.resyncFinished:
      case Control.resyncPartial:
        this.sender.owe(MessageClass.control, Control.resyncConfirm);
        if (!this.learning && !this.peer.spec.isLocal) return;
        this.learning = false;
        return this.#owner.lessonEnded(this, type === Control.resyncFinished);
      case Control.resyncConfirm:
        return this.#owner.lessonConfirmed(this);
      case Control.heartbeat:
        this.peer.counts.heartbeatsReceived++;
    }
  }

  /** Tells the peer what it did wrong and hangs up. */
  #fail(error: number): void {
    this.peer.counts.protocolErrors++;
    if (!this.#waiting) {
      this.#out.bytes[0] = MessageClass.error;
      this.#out.bytes[1] = error;
      this.socket.write(this.#out.bytes, 0, 2);
    }
    this.closed = true;
    this.socket.close();
    this.#owner.sessionClosed(this);
  }
}
