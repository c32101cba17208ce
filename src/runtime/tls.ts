/**
 * TLS as the core asks for it: contexts made from PEM text, a choice of certificate by SNI on the
 * server side, verification on the client side. What a runtime cannot do is in `Capabilities`.
 */

/** One certificate chain with its key, both PEM. */
export interface CertificatePem {
  readonly chain: string;
  readonly key: string;
}

export type TlsVersion = "TLSv1.0" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";

/** What all certificates of one bind line share. */
export interface ServerTlsOptions {
  readonly minVersion: TlsVersion | null;
  readonly maxVersion: TlsVersion | null;
  /** OpenSSL cipher list for TLS 1.2 and below. */
  readonly ciphers: string | null;
  /** TLS 1.3 suites, colon separated. Needs the capability `tls13Suites`. */
  readonly cipherSuites: string | null;
  /** OpenSSL's lists, colon separated. Need the capability `tlsGroupChoice`. */
  readonly groups: string | null;
  readonly signatureAlgorithms: string | null;
  /** Protocols offered by ALPN, in order; empty for none. */
  readonly alpn: readonly string[];
  readonly sessionTickets: boolean;
  /**
   * Client certificates: not asked for; asked for, and judged by the core from `TlsInfo`; or
   * demanded, so that the handshake fails without one or with one that `ca` does not vouch for.
   */
  readonly verify: "none" | "optional" | "required";
  /** CA certificates (PEM) that client certificates are checked against. */
  readonly ca: string | null;
  /** Lists of revoked certificates (PEM). Needs the capability `revocationLists`. */
  readonly crl: string | null;
  /** Client certificates are asked for and told of, whatever their verification says. */
  readonly ignoresErrors: boolean;
  /** Of `ciphers` that both sides have, the client's first one is taken, not the server's. */
  readonly prefersClientCiphers: boolean;
  /** Keeps the connections' key logs. Needs the capability `tlsKeyLog`. */
  readonly keyLog: boolean;
}

/** An opaque set of certificates (one per key type) that answers for one name. */
export interface ServerTlsContext {
  readonly kind: "server-tls-context";
}

/** Server side TLS of a listener. */
export interface ServerTls {
  readonly options: ServerTlsOptions;
  readonly defaultContext: ServerTlsContext;
  /**
   * The context for a lower-case SNI; null refuses the handshake (strict-sni). Called once a
   * handshake, also with null when the client sent no name.
   */
  select(serverName: string | null): ServerTlsContext | null;
}

export interface ClientTlsOptions {
  /** Check the peer against `ca`; false accepts any certificate. */
  readonly verify: boolean;
  readonly ca: string | null;
  /** As of `ServerTlsOptions`. */
  readonly crl: string | null;
  readonly certificate: CertificatePem | null;
  readonly ciphers: string | null;
  readonly cipherSuites: string | null;
  readonly groups: string | null;
  readonly signatureAlgorithms: string | null;
  readonly minVersion: TlsVersion | null;
  readonly maxVersion: TlsVersion | null;
  readonly alpn: readonly string[];
  /** Name to check the certificate against instead of the SNI (`verifyhost`); null for the SNI. */
  readonly verifyHost: string | null;
  /** Asked with each dial: keeps the connection's key log. Needs the capability `tlsKeyLog`. */
  readonly keyLog: () => boolean;
}

export interface ClientTlsContext {
  readonly kind: "client-tls-context";
}

/** Facts of an established TLS connection. */
export interface TlsInfo {
  /** e.g. "TLSv1.3" */
  readonly version: string;
  /** OpenSSL's or IANA's name, as HAProxy's ssl_fc_cipher gives it where the runtime tells. */
  readonly cipher: string;
  /** Negotiated protocol, "" for none. */
  readonly alpn: string;
  /** The SNI the client sent, "" for none. */
  readonly serverName: string;
  readonly resumed: boolean;
  /** 0, or the X509_V_ERR number of the client certificate's verification. */
  readonly verifyError: number;
  /** The peer's certificate, null when it sent none. First read while the connection is open. */
  readonly peerCertificate: PeerCertificate | null;
  /**
   * DER of the last certificate of the chain that the peer's own was verified by: the root's where
   * it was found. Null without a certificate of the peer. First read while the connection is open.
   */
  readonly peerRootDer: Uint8Array | null;
  /** DER of the certificate this side presented, null for none. First read while it is open. */
  readonly ownCertificateDer: Uint8Array | null;
  /**
   * The session, as OpenSSL's i2d_SSL_SESSION writes it; null where there is none. Read while it is
   * open. Needs the capability `tlsSession`.
   */
  readonly sessionDer: Uint8Array | null;
  /**
   * The first Finished message of the handshake (RFC 5929 section 3); null where there is none, as
   * in TLS 1.3 on Bun. Read while it is open. Needs the capability `tlsSession`.
   */
  readonly firstFinished: Uint8Array | null;
  /** Null unless the options ask for it. Some lines come a moment after the handshake. */
  readonly keyLog: TlsKeyLog | null;
  /**
   * OpenSSL's name of the key agreement's group; null on the server's side and without the
   * capability `tlsGroup`. Read while it is open.
   */
  readonly group: string | null;
}

/** What the TLS library tells for a key log in NSS's format. */
export interface TlsKeyLog {
  /** Null before the first line. */
  readonly clientRandom: Uint8Array | null;
  /** A secret by its label, such as "EXPORTER_SECRET". */
  secretHex(label: string): string | undefined;
}

export interface PeerCertificate {
  /** Distinguished names as OpenSSL's one-line form: /C=FR/CN=x */
  readonly subject: string;
  readonly issuer: string;
  readonly serialHex: string;
  readonly sha1Hex: string;
  /** YYMMDDhhmmssZ */
  readonly notBefore: string;
  /** YYMMDDhhmmssZ */
  readonly notAfter: string;
  readonly der: Uint8Array;
}

/** What a certificate says about itself. */
export interface CertificateFacts {
  /** DNS names, lower case: those of the SAN, or the CN when there is none. */
  readonly names: readonly string[];
  readonly keyType: "rsa" | "ecdsa" | "dsa" | "other";
  /** Distinguished names as OpenSSL's one-line form: /C=FR/CN=x */
  readonly subject: string;
  readonly issuer: string;
}

export interface TlsFactory {
  /** Throws an Error with OpenSSL's reason for an unusable certificate or option. */
  serverContext(
    certificates: readonly CertificatePem[],
    options: ServerTlsOptions,
  ): ServerTlsContext;
  clientContext(options: ClientTlsOptions): ClientTlsContext;
  /** Reads a PEM certificate. Throws when it is none. */
  describe(pem: string): CertificateFacts;
}
