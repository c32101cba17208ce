/** What a finished handshake tells, read at once; the certificate of the peer only when asked for. */
import type { PeerCertificate, TlsInfo, TlsKeyLog } from "../../src/runtime/tls.ts";
import { peerCertificate, rootOf } from "../shared/certificate.ts";
import { errnoNameOf } from "../shared/errors.ts";
import { verifyErrorNumber } from "../shared/verify-errors.ts";
import type { NativeSocket } from "./native-socket.ts";

export class BunTlsInfo implements TlsInfo {
  readonly version: string;
  readonly cipher: string;
  readonly alpn: string;
  readonly serverName: string;
  readonly resumed: boolean;
  readonly verifyError: number;
  readonly keyLog: TlsKeyLog | null;
  /** Bun tells it below TLS 1.3 alone. */
  readonly group: null = null;
  readonly #open: NativeSocket;
  readonly #side: "server" | "client";
  #own: Uint8Array | null | undefined;
  #root: Uint8Array | null | undefined;
  #native: NativeSocket | null;
  #peer: PeerCertificate | null = null;

  /** `asksPeer` is false on a server that wants no client certificate. */
  constructor(
    native: NativeSocket,
    verification: Error | null,
    side: "server" | "client",
    asksPeer: boolean,
    keyLog: TlsKeyLog | null,
  ) {
    this.keyLog = keyLog;
    this.#open = native;
    this.#side = side;
    this.version = native.getTLSVersion();
    this.cipher = native.getCipher().name;
    this.alpn = native.alpnProtocol || "";
    this.serverName = native.getServername() || "";
    this.resumed = native.isSessionReused();
    this.#native = asksPeer ? native : null;
    // Bun reports a verification error also when the peer sent nothing to verify.
    const failed = asksPeer && verification !== null && this.peerCertificate !== null;
    this.verifyError = failed ? verifyErrorNumber(errnoNameOf(verification)) : 0;
  }

  get peerRootDer(): Uint8Array | null {
    if (this.#root === undefined) {
      this.#root =
        this.peerCertificate === null ? null : rootOf(this.#open.getPeerCertificate(false));
    }
    return this.#root;
  }

  get ownCertificateDer(): Uint8Array | null {
    if (this.#own === undefined) {
      const certificate = this.#open.getCertificate();
      // Undefined where there is none, which its types do not say.
      this.#own = certificate && "raw" in certificate ? certificate.raw : null;
    }
    return this.#own;
  }

  get sessionDer(): Uint8Array | null {
    return this.#open.getSession() ?? null;
  }

  get firstFinished(): Uint8Array | null {
    // The client's comes first in a full handshake, the server's when a session is resumed.
    const isOwn = (this.#side === "client") !== this.resumed;
    const message = isOwn
      ? this.#open.getTLSFinishedMessage()
      : this.#open.getTLSPeerFinishedMessage();
    return message ?? null;
  }

  get peerCertificate(): PeerCertificate | null {
    if (this.#native !== null) {
      const raw: Uint8Array | undefined = this.#native.getPeerCertificate()?.raw;
      this.#peer = raw === undefined ? null : peerCertificate(raw);
      this.#native = null;
    }
    return this.#peer;
  }
}
