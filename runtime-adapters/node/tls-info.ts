/** What a finished handshake tells, read at once; the certificate of the peer when asked for. */
import type { TLSSocket } from "node:tls";
import type { PeerCertificate, TlsInfo, TlsKeyLog } from "../../src/runtime/tls.ts";
import { peerCertificate, rootOf } from "../shared/certificate.ts";
import { verifyErrorNumber } from "../shared/verify-errors.ts";

export class NodeTlsInfo implements TlsInfo {
  readonly version: string;
  readonly cipher: string;
  readonly alpn: string;
  readonly serverName: string;
  readonly resumed: boolean;
  readonly verifyError: number;
  readonly ownCertificateDer: Uint8Array | null;
  readonly keyLog: TlsKeyLog | null;
  readonly #der: Uint8Array | undefined;
  readonly #socket: TLSSocket;
  readonly #side: "server" | "client";
  #root: Uint8Array | null | undefined;
  #peer: PeerCertificate | null = null;

  /** `asksPeer` is false on a server that wants no client certificate. */
  constructor(
    socket: TLSSocket,
    serverName: string,
    side: "server" | "client",
    asksPeer: boolean,
    ownCertificateDer: Uint8Array | null,
    keyLog: TlsKeyLog | null,
  ) {
    this.ownCertificateDer = ownCertificateDer;
    this.keyLog = keyLog;
    this.#socket = socket;
    this.#side = side;
    this.version = socket.getProtocol() ?? "";
    this.cipher = socket.getCipher()?.name ?? "";
    this.alpn = socket.alpnProtocol || "";
    this.serverName = serverName;
    this.resumed = socket.isSessionReused();
    this.#der = asksPeer ? socket.getPeerCertificate()?.raw : undefined;
    this.verifyError =
      this.#der === undefined ? 0 : verifyErrorNumber(verification(socket)?.code ?? "");
  }

  get peerRootDer(): Uint8Array | null {
    if (this.#root === undefined) {
      this.#root = this.#der === undefined ? null : rootOf(this.#socket.getPeerCertificate(true));
    }
    return this.#root;
  }

  get sessionDer(): Uint8Array | null {
    return openEnvelope(this.#socket.getSession());
  }

  get firstFinished(): Uint8Array | null {
    // The client's comes first in a full handshake, the server's when a session is resumed.
    const isOwn = (this.#side === "client") !== this.resumed;
    return (isOwn ? this.#socket.getFinished() : this.#socket.getPeerFinished()) ?? null;
  }

  get group(): string | null {
    const info = this.#side === "client" ? this.#socket.getEphemeralKeyInfo() : null;
    return info !== null && "name" in info && typeof info.name === "string" ? info.name : null;
  }

  get peerCertificate(): PeerCertificate | null {
    if (this.#peer === null && this.#der !== undefined) this.#peer = peerCertificate(this.#der);
    return this.#peer;
  }
}

/**
 * The session's own bytes: a client's come in an envelope of Node's, a NUL, "nodejs:tls:session:1",
 * a NUL and the server's name behind its length in two bytes.
 */
function openEnvelope(session: Uint8Array | undefined): Uint8Array | null {
  if (session === undefined) return null;
  if (session[0] !== 0) return session;
  const nameAt = session.indexOf(0, 1) + 3;
  return session.subarray(nameAt + session[nameAt - 2]! * 256 + session[nameAt - 1]!);
}

/** What verifying the peer's certificate ended with, null when it is good. Deno tells the code alone. */
export function verification(
  socket: TLSSocket,
): { readonly code: string; readonly message: string } | null {
  const error = socket.ssl.verifyError();
  if (typeof error === "string") return error === "" ? null : { code: error, message: error };
  return error ?? null;
}
