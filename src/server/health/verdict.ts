/** What a check found, and the words for what the system said of its connection. */
import {
  NOT_SERVER_NAME,
  NOT_VERIFY_HOST,
  type SocketError,
  type SocketErrorCode,
} from "../../runtime/transport.ts";
import { type CheckStatus, Status } from "../check-status.ts";
import { SOCKS4_DENIED } from "../connect/socks4.ts";

/** What a check found, before its duration is known. */
export interface Verdict {
  readonly status: CheckStatus;
  /** HTTP status or what `status-code` gave, 0 for none. */
  readonly code: number;
  readonly info: string;
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

/** The system's words for an error. */
export function errorText(error: SocketError | null): string {
  return error === null ? "" : (ERROR_TEXT[error.code] ?? error.message);
}

/** What a failed connection attempt means, on the network or to a socket of this machine. */
export function connectFailure(
  error: SocketError | null,
  isLocal: boolean,
  isTls: boolean,
): Verdict {
  if (error?.code === "ETLS") {
    const isOtherName = error === NOT_VERIFY_HOST || error === NOT_SERVER_NAME;
    const info = isOtherName ? error.message : "SSL handshake failure";
    return { status: Status.l6Response, code: 0, info };
  }
  if (isTls && error === SOCKS4_DENIED)
    return { status: Status.l6Response, code: 0, info: error.message };
  const text = errorText(error);
  if (isLocal)
    return { status: Status.socketError, code: 0, info: `General socket error (${text})` };
  const status = error === SOCKS4_DENIED ? Status.socketError : Status.l4Connection;
  return { status, code: 0, info: text };
}
