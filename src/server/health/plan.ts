/**
 * What a check of one server does, laid down when the configuration is compiled: its steps, how
 * each of its connections is made, and how long it may take.
 */
import type { ByteFactory } from "../../runtime/bytes.ts";
import type { ClientTlsContext } from "../../runtime/tls.ts";
import type { Address, ByteSocket } from "../../runtime/transport.ts";
import type { BackendFacts } from "../../sample/txn.ts";
import { type Checked, checkHost, checkPort } from "../check-target.ts";
import type { Server } from "../server.ts";
import type { SourceEnd } from "../source-ports.ts";
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
export function checkAddress(step: ConnectStep, txn: CheckTxn, checked: Checked): Address | null {
  const { server } = txn;
  const target = server.target(server.port);
  if (step.host === null && target !== null && target.kind !== "ip") return target;
  const own = target?.kind === "ip" ? target.host : undefined;
  const host = step.host ?? checkHost(server, checked) ?? own;
  if (host === undefined) return null;
  const port = portOf(step, txn) ?? checkPort(server, checked) ?? server.port;
  return { kind: "ip", host, port };
}

/** What the step's expression gives, cut to 16 bits as HAProxy does; undefined when it gives nothing. */
function portOf(step: ConnectStep, txn: CheckTxn): number | undefined {
  const value = step.port?.(txn);
  return value === undefined ? undefined : Number(value) & 0xffff;
}

/** Whether a check speaks TLS: as the traffic does while it goes to the same place, or as told. */
export function usesTls(server: Server): boolean {
  const { ssl, checkSsl, checkAddr, checkPort: port } = server.model;
  return checkSsl || (ssl && checkAddr === null && port === null);
}
