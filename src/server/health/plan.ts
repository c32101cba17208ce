/**
 * What a check of one server does, laid down when the configuration is compiled: where it
 * connects, how long it may take, and what it says and expects once connected. A kind of check
 * (http.ts, later agent and the others) is an `Exchange`; connecting alone needs none.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { ClientTlsContext } from "../../runtime/tls.ts";
import type { Address, SocketError, SocketErrorCode } from "../../runtime/transport.ts";
import { type CheckStatus, Status } from "../check-status.ts";
import { checkHost, checkPort } from "../check-target.ts";
import type { Server } from "../server.ts";

/** What a check found, before its duration is known. */
export interface Verdict {
  readonly status: CheckStatus;
  /** HTTP status, 0 for none. */
  readonly code: number;
  readonly info: string;
}

/** Judges one answer as it arrives; undefined while more is needed. */
export interface Judge {
  /** Bytes arrived; they are the judge's to keep. */
  onBytes(bytes: ByteBuffer): Verdict | undefined;
  /** The server closed its side. */
  onEnd(): Verdict;
}

/** A question and how to judge the answer. */
export interface Exchange {
  readonly request: ByteBuffer;
  judge(server: Server): Judge;
}

export interface CheckPlan {
  readonly server: Server;
  /** TLS for the check; null for plain. */
  readonly tls: ClientTlsContext | null;
  /** Null when connecting is all there is to check. */
  readonly exchange: Exchange | null;
  /** `timeout connect` and `timeout check` of the backend, null when not set. */
  readonly connectTimeoutMs: number | null;
  readonly checkTimeoutMs: number | null;
}

/** Where to connect: the server's address unless `addr` or `port` say otherwise; null if unknown. */
export function checkAddress(server: Server): Address | null {
  const target = server.target(server.port);
  if (target !== null && target.kind !== "ip") return target;
  const host = checkHost(server) ?? target?.host;
  return host === undefined ? null : { kind: "ip", host, port: checkPort(server) ?? server.port };
}

/** Whether a check speaks TLS: as the traffic does while it goes to the same place, or as told. */
export function usesTls(server: Server): boolean {
  const { ssl, checkSsl, checkAddr, checkPort } = server.model;
  return checkSsl || (ssl && checkAddr === null && checkPort === null);
}

const ERROR_TEXT: Readonly<Partial<Record<SocketErrorCode, string>>> = {
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  ETIMEDOUT: "Connection timed out",
  EPIPE: "Broken pipe",
  EADDRNOTAVAIL: "Cannot assign requested address",
  EACCES: "Permission denied",
  ENOENT: "No such file or directory",
  EMFILE: "Too many open files",
};

/** What a failed connection attempt means. */
export function connectFailure(error: SocketError | null): Verdict {
  if (error?.code === "ETLS") {
    return { status: Status.l6Response, code: 0, info: "SSL handshake failure" };
  }
  return { status: Status.l4Connection, code: 0, info: errorText(error) };
}

/** The system's words for an error. */
export function errorText(error: SocketError | null): string {
  return error === null ? "" : (ERROR_TEXT[error.code] ?? error.message);
}
