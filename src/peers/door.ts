/**
 * Where a section is called on: who comes says which peer it is, is answered, and is let in or
 * sent away. At most so many wait there at once.
 */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import type { ByteSocket } from "../runtime/transport.ts";
import { type HelloAnswer, HelloStatus, judgeHello } from "./hello.ts";
import type { Peer } from "./peer.ts";
import { Visitor, type VisitorOwner } from "./visitor.ts";

/** Connections at once that have not said who they are. */
const MOST_VISITORS = 64;

/** What is behind the door. */
export interface House {
  readonly peers: readonly Peer[];
  /** Begins an I/O event; the time. */
  begin(): number;
  /** A peer is about to be told that it may come in: what else there is with it ends now. */
  makeRoom(peer: Peer): void;
  /** The peer is in; `rest` came behind its hello. */
  meet(peer: Peer, socket: ByteSocket, rest: ByteBuffer): void;
}

export class Door implements VisitorOwner {
  readonly #house: House;
  /** Name of the local peer. */
  readonly #local: string;
  readonly #bytes: ByteFactory;
  readonly #visitors: Set<Visitor> = new Set();

  constructor(house: House, local: string, bytes: ByteFactory) {
    this.#house = house;
    this.#local = local;
    this.#bytes = bytes;
  }

  begin(): number {
    return this.#house.begin();
  }

  tick(nowMs: number): void {
    for (const visitor of this.#visitors) visitor.tick(nowMs);
  }

  /** Sends all away. */
  close(): void {
    for (const visitor of this.#visitors) visitor.socket.close();
  }

  /** Somebody has connected to where the local peer listens. */
  accept(socket: ByteSocket): Visitor {
    const visitor = new Visitor(socket, this, this.#bytes);
    if (this.#visitors.size >= MOST_VISITORS) socket.close();
    else this.#visitors.add(visitor);
    return visitor;
  }

  hello(visitor: Visitor, text: string, rest: ByteBuffer): void {
    const { status, remote } = judgeHello(
      text,
      this.#local,
      (name) => this.#known(name) !== undefined,
    );
    if (status !== HelloStatus.ok) return this.refuse(visitor, status);
    const peer = this.#known(remote)!;
    this.#visitors.delete(visitor);
    this.#house.makeRoom(peer);
    this.#say(visitor.socket, HelloStatus.ok);
    this.#house.meet(peer, visitor.socket, rest);
  }

  refuse({ socket }: Visitor, status: HelloAnswer): void {
    this.#say(socket, status);
    socket.close();
  }

  left(visitor: Visitor): void {
    this.#visitors.delete(visitor);
  }

  #known(name: string): Peer | undefined {
    return this.#house.peers.find(({ spec }) => spec.name === name);
  }

  #say(socket: ByteSocket, status: HelloAnswer): void {
    const line = this.#bytes.latin1(`${status}\n`);
    socket.write(line, 0, line.length);
  }
}
