/**
 * Errno names as the port knows them. What a runtime reports is mapped here, once; a name that
 * the port does not list becomes EOTHER and stays readable in the message.
 */
import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";
import type { SocketError, SocketErrorCode } from "../../src/runtime/transport.ts";

const codes: ReadonlyMap<string, SocketErrorCode> = new Map<string, SocketErrorCode>(
  (
    [
      "ECONNREFUSED",
      "ECONNRESET",
      "EHOSTUNREACH",
      "ENETUNREACH",
      "ETIMEDOUT",
      "EPIPE",
      "EADDRINUSE",
      "EADDRNOTAVAIL",
      "EACCES",
      "ENOENT",
      "EMFILE",
      "ETLS",
      "EOTHER",
    ] satisfies SocketErrorCode[]
  ).map((code) => [code, code]),
);

const namesByNumber: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.errno).map(([name, value]) => [value, name]),
);

/** The port's code for an errno name; EPERM is EACCES and ENFILE is EMFILE, as callers treat them alike. */
function socketErrorCode(errnoName: string): SocketErrorCode {
  if (errnoName === "EPERM") return "EACCES";
  if (errnoName === "ENFILE") return "EMFILE";
  return codes.get(errnoName) ?? "EOTHER";
}

/** A socket error from a positive errno. */
export function errnoError(errno: number): SocketError {
  const name = namesByNumber.get(errno) ?? `errno ${errno}`;
  return { code: socketErrorCode(name), message: errnoReason(errno) };
}

/** The system's words for a positive errno ("connection refused"). */
export function errnoReason(errno: number): string {
  return getSystemErrorMap().get(-errno)?.[1] ?? `errno ${errno}`;
}

/** The errno name an exception of the runtime carries, "" when it has none. */
export function errnoNameOf(thrown: unknown): string {
  if (thrown instanceof Error && "code" in thrown && typeof thrown.code === "string")
    return thrown.code;
  return "";
}

/** A socket error from an exception of the runtime. TLS failures (EPROTO, ERR_SSL_*) are ETLS. */
export function thrownError(thrown: unknown): SocketError {
  const name = errnoNameOf(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (name === "EPROTO" || name.startsWith("ERR_SSL") || name.startsWith("ERR_TLS")) {
    return { code: "ETLS", message };
  }
  const errno = constants.errno[name as keyof typeof constants.errno];
  return {
    code: socketErrorCode(name),
    message: errno === undefined ? message : errnoReason(errno),
  };
}
