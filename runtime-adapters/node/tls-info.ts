/** What a finished handshake tells, read at once; the certificate of the peer when asked for. */
import type { TLSSocket } from "node:tls";
import type { PeerCertificate, TlsInfo } from "../../src/runtime/tls.ts";
import { peerCertificate } from "../shared/certificate.ts";
import { verifyErrorNumber } from "../shared/verify-errors.ts";

export class NodeTlsInfo implements TlsInfo {
  readonly version: string;
  readonly cipher: string;
  readonly alpn: string;
  readonly serverName: string;
  readonly resumed: boolean;
  readonly verifyError: number;
  readonly #der: Uint8Array | undefined;
  #peer: PeerCertificate | null = null;

  /** `asksPeer` is false on a server that wants no client certificate. */
  constructor(socket: TLSSocket, serverName: string, asksPeer: boolean) {
    this.version = socket.getProtocol() ?? "";
    this.cipher = socket.getCipher()?.name ?? "";
    this.alpn = socket.alpnProtocol || "";
    this.serverName = serverName;
    this.resumed = socket.isSessionReused();
    this.#der = asksPeer ? socket.getPeerCertificate()?.raw : undefined;
    this.verifyError = this.#der === undefined ? 0 : verifyErrorNumber(verification(socket)?.code ?? "");
  }

  get peerCertificate(): PeerCertificate | null {
    if (this.#peer === null && this.#der !== undefined) this.#peer = peerCertificate(this.#der);
    return this.#peer;
  }
}

/** The error that verifying the peer's certificate ended with, null for none. */
export function verification(socket: TLSSocket): (Error & { readonly code: string }) | null {
  return socket.ssl.verifyError() ?? null;
}
