/** A peer of a section: where it is, how far we are with it, and the connection there is to it. */
import type { ClientTlsContext } from "../runtime/tls.ts";
import type { Address, DialSpec, SocketOptions } from "../runtime/transport.ts";
import type { Call } from "./call.ts";
import { HelloStatus } from "./hello.ts";
import type { Session } from "./session.ts";
import type { Shard } from "./shard.ts";
import type { SharedTable } from "./shared-table.ts";
import { TableLink } from "./table-link.ts";

export interface PeerSpec {
  readonly name: string;
  /** This process, or the one before or after it of the same name. */
  readonly isLocal: boolean;
  /** Null for the local peer of a section at work, which is not connected to. */
  readonly address: Address | null;
  /** The address for people. */
  readonly shown: string;
  readonly tls: ClientTlsContext | null;
  /** Where connections to it come from, and what is set on them. */
  readonly source: Pick<DialSpec, "localAddress" | "localPort" | "localPorts" | "interfaceName">;
  readonly options: SocketOptions | null;
  /** The share of keys that it is sent; null for all. */
  readonly shard: Shard | null;
}

/** What happened with a peer since the start. */
export interface PeerCounts {
  heartbeatsSent: number;
  heartbeatsReceived: number;
  noHeartbeat: number;
  connections: number;
  protocolErrors: number;
  collisions: number;
}

/** How far the last attempt to meet came, or what the hello was answered with. */
export type PeerStatus =
  | "NONE"
  | "CONN"
  | "HSHK"
  | "ESTA"
  | "RETR"
  | "PROT"
  | "VERS"
  | "NAME"
  | "UNKN";

/** What the last handshake came to, in the words of `show peers`. */
const STATUS_NAMES: ReadonlyMap<number, PeerStatus> = new Map([
  [HelloStatus.ok, "ESTA"],
  [HelloStatus.tryLater, "RETR"],
  [HelloStatus.protocolError, "PROT"],
  [HelloStatus.badVersion, "VERS"],
  [HelloStatus.wrongLocalName, "NAME"],
  [HelloStatus.unknownRemoteName, "UNKN"],
]);

/** The state of a handshake that was answered with `status`. */
export function statusOf(status: number): PeerStatus {
  return STATUS_NAMES.get(status) ?? "NONE";
}

export class Peer {
  readonly spec: PeerSpec;
  readonly links: readonly TableLink[];
  readonly counts: PeerCounts = {
    heartbeatsSent: 0,
    heartbeatsReceived: 0,
    noHeartbeat: 0,
    connections: 0,
    protocolErrors: 0,
    collisions: 0,
  };
  status: PeerStatus = "NONE";
  session: Session | null = null;
  /** A connection of ours on which the peer has not answered the hello. */
  call: Call | null = null;
  /** When to connect; Infinity while connected, or for the local peer. */
  connectAtMs: number = Infinity;
  /** When we connected, unless the peer came by itself since. */
  calledAtMs: number = -Infinity;
  /** When they last began to meet; null for never. */
  metAtMs: number | null = null;
  /** Whether it was asked for what it knows and did not know all itself. */
  asked: boolean = false;

  constructor(spec: PeerSpec, tables: readonly SharedTable[]) {
    this.spec = spec;
    this.links = tables.map((shared, at) => new TableLink(shared, at + 1, spec.shard));
  }

  /** Goes on where the peer of that name was before a reload. */
  goOnFrom(before: Peer): void {
    for (const link of this.links) {
      const same = before.links.find(({ shared }) => shared === link.shared);
      if (same !== undefined) link.goOnFrom(same);
    }
  }
}
