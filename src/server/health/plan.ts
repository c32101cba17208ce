/**
 * What a check of one server does, laid down when the configuration is compiled: its steps, how
 * each of its connections is made, and how long it may take.
 */
import type { ServerModel } from "../../config/model.ts";
import type { ByteFactory } from "../../runtime/bytes.ts";
import type { ClientTlsContext } from "../../runtime/tls.ts";
import type { Address, ByteSocket } from "../../runtime/transport.ts";
import type { BackendFacts } from "../../sample/txn.ts";
import { type Checked, checkHost, checkPort } from "../check-target.ts";
import type { Server } from "../server.ts";
import type { SourceEnd } from "../connect/source-ports.ts";
import type { CheckTxn } from "./check-txn.ts";
import type { ConnectStep, Sequence } from "./sequence.ts";

/** How a connection of a check is made. */
export interface CheckConnection {
  /** TLS for the connection; null for plain. */
  readonly tls: ClientTlsContext | null;
  /** SNI to send; null for none. */
  readonly serverName: string | null;
  /** The PROXY header to send first, as latin1; null for none. */
  readonly proxyHeader: ((socket: ByteSocket) => string) | null;
  /** The SOCKS4 proxy on its way; null for none. */
  readonly via: Address | null;
}

export interface CheckPlan {
  readonly server: Server;
  readonly checked: Checked;
  readonly backend: BackendFacts;
  readonly sequence: Sequence;
  /** For each connect step of the sequence. */
  readonly connections: ReadonlyMap<ConnectStep, CheckConnection>;
  /** Addresses of the hosts that it goes to by name; found before it first runs. */
  readonly hosts: Map<string, string>;
  /** Where its connections come from. */
  readonly source: SourceEnd;
  readonly bytes: ByteFactory;
  /** So much of an answer is looked at. */
  readonly limitBytes: number;
  /** `timeout connect` and `timeout check` of the backend, null when not set. */
  readonly connectTimeoutMs: number | null;
  readonly checkTimeoutMs: number | null;
}

/** Where a step connects to: the server's address unless it or `addr` or `port` say otherwise; null if unknown. */
export function checkAddress(
  step: ConnectStep,
  txn: CheckTxn,
  { checked, hosts }: CheckPlan,
): Address | null {
  const { server } = txn;
  const target = step.address ?? checkTarget(server, checked);
  if (target?.kind !== "ip") return target;
  const host = hosts.get(target.host) ?? target.host;
  const port = portOf(step, txn) || portIn(step.address) || checkPort(server, checked);
  return { kind: "ip", host, port: port || server.port };
}

/** Where the server's checks go when the step names no address; the port is told apart. */
function checkTarget(server: Server, checked: Checked): Address | null {
  const host = checkHost(server, checked);
  if (host !== null) return { kind: "ip", host, port: 0 };
  return server.model.checkSocket ?? server.target(server.port);
}

function portIn(address: Address | null): number {
  return address?.kind === "ip" ? address.port : 0;
}

/** What the step's expression gives, cut to 16 bits as HAProxy does; 0 when it gives nothing. */
function portOf(step: ConnectStep, txn: CheckTxn): number {
  const value = step.port?.(txn);
  return value === undefined ? 0 : Number(value) & 0xffff;
}

/** Whether checks go to another place than the traffic. */
export function checksGoElsewhere(model: ServerModel): boolean {
  const { checkAddr, checkSocket, checkPort: port } = model;
  return checkAddr !== null || checkSocket !== null || port !== null;
}

/** Whether a check speaks TLS: as the traffic does while it goes to the same place, or as told. */
export function usesTls(server: Server): boolean {
  return server.model.checkSsl || (server.model.ssl && !checksGoElsewhere(server.model));
}
