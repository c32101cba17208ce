/**
 * What Bun 1.4 does but leaves out of its type files. Every hidden API that the adapter leans on
 * is declared here and nowhere else, and the contract suite leans on each of them, so
 * that an upgrade that drops one fails a test and not a user.
 */
import type { DetailedPeerCertificate } from "node:tls";
import type { Socket, SocketHandler } from "bun";

/** The `context` of a `tls.createSecureContext` (typed `any`), which Bun's sockets take as it is. */
export interface NativeSecureContext {
  readonly nativeSecureContext: never;
}

/** Handlers that are told the lines of key logs; without `keylog` none is made. */
export interface TlsHandler<Data> extends SocketHandler<Data> {
  keylog?(socket: Socket<Data>, line: Uint8Array): void;
}

/** Handlers of a TLS server: the choices made during the handshake. */
export interface TlsServerHandler<Data> extends TlsHandler<Data> {
  /**
   * Chooses by SNI: a context, undefined for the listener's own, an Error to refuse. Called only
   * when the client sent a name; `owner` is the listener's `data`.
   */
  serverName?(
    owner: unknown,
    name: string,
    socket: Socket<Data>,
  ): NativeSecureContext | undefined | Error;
  /** Chooses from the client's ALPN list (wire format); false goes on without, undefined refuses. */
  alpnCallback?(socket: Socket<Data>, name: string, wire: Uint8Array): string | false | undefined;
}

/** TLS options that take a finished context. */
export interface ContextTlsOptions {
  readonly secureContext: NativeSecureContext;
  readonly requestCert?: boolean;
  readonly rejectUnauthorized: boolean;
  /** Client: the SNI to send; "" sends none. */
  readonly serverName?: string;
  /** Client: the protocols in wire format. */
  readonly ALPNProtocols?: Uint8Array;
}

export interface FdListenOptions<Data> {
  readonly fd: number;
  readonly allowHalfOpen: true;
  readonly tls?: ContextTlsOptions;
  readonly socket: TlsServerHandler<Data>;
}

/** A listener on a descriptor; it owns the descriptor. */
export interface FdListener {
  /** `false` leaves accepted connections alone. */
  stop(closeConnections: boolean): void;
}

interface FdConnectOptions<Data> {
  readonly fd: number;
  readonly allowHalfOpen: true;
  readonly data: Data;
  readonly tls?: ContextTlsOptions;
  readonly socket: TlsHandler<Data>;
}

interface ClientUpgradeOptions<Data> {
  readonly data: Data;
  readonly tls: ContextTlsOptions;
  readonly socket: TlsHandler<Data>;
}

interface UpgradeOptions<Data> {
  readonly isServer: true;
  readonly initialData?: Uint8Array;
  readonly data: Data;
  readonly tls: ContextTlsOptions;
  readonly socket: TlsServerHandler<Data>;
}

declare module "bun" {
  interface Socket<Data> {
    /** The descriptor, -1 once closed. */
    readonly fd: number;
    /** `false` tells the issuers of the peer's certificate as well. */
    getPeerCertificate(abbreviated: false): DetailedPeerCertificate;
    /** Closes at once, after what was written; over TLS with close_notify. */
    close(): void;
    upgradeTLS(
      options: UpgradeOptions<Data> | ClientUpgradeOptions<Data>,
    ): [raw: Socket<Data>, tls: Socket<Data>];
  }
  function listen<Data>(options: FdListenOptions<Data>): FdListener;
  function connect<Data>(options: FdConnectOptions<Data>): Promise<Socket<Data>>;
}
