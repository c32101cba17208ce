/** TLS contexts of Bun, made from PEM text once and shared by every connection that uses them. */
import { createSecureContext } from "node:tls";
import type { SecureContextOptions, SecureVersion } from "node:tls";
import type {
  CertificatePem,
  ClientTlsContext,
  ClientTlsOptions,
  ServerTlsContext,
  ServerTlsOptions,
  TlsFactory,
  TlsVersion,
} from "../../src/runtime/tls.ts";
import { alpnWire } from "../shared/alpn.ts";
import { describeCertificate } from "../shared/certificate.ts";
import type { NativeSecureContext } from "./hidden.ts";

/** SSL_OP_NO_TICKET, SSL_OP_CIPHER_SERVER_PREFERENCE */
const NO_TICKET = 0x4000;
const SERVER_PREFERENCE = 0x400000;

export class BunServerContext implements ServerTlsContext {
  readonly kind = "server-tls-context";
  readonly native: NativeSecureContext;
  constructor(native: NativeSecureContext) {
    this.native = native;
  }
}

export class BunClientContext implements ClientTlsContext {
  readonly kind = "client-tls-context";
  readonly native: NativeSecureContext;
  readonly verify: boolean;
  readonly verifyHost: string | null;
  readonly keyLog: () => boolean;
  /** The protocols to offer, null for none. */
  readonly alpn: Uint8Array | null;
  constructor(native: NativeSecureContext, options: ClientTlsOptions) {
    this.native = native;
    this.verify = options.verify;
    this.verifyHost = options.verifyHost;
    this.keyLog = options.keyLog;
    this.alpn = options.alpn.length === 0 ? null : alpnWire(options.alpn);
  }
}

/** Bun ends a connection whose certificate is missing or no good. */
export function rejectsUnverified({ verify, ignoresErrors }: ServerTlsOptions): boolean {
  return verify === "required" && !ignoresErrors;
}

/** Node's name of a version. */
function versionName(version: TlsVersion): SecureVersion {
  return version === "TLSv1.0" ? "TLSv1" : version;
}

interface Protocol {
  readonly minVersion: TlsVersion | null;
  readonly maxVersion: TlsVersion | null;
  readonly ciphers: string | null;
  readonly cipherSuites: string | null;
  readonly groups: string | null;
  readonly signatureAlgorithms: string | null;
}

/** The options both sides share. Throws for what Bun cannot do, as Capabilities says. */
function protocolOptions(options: Protocol): SecureContextOptions {
  if (options.cipherSuites !== null) throw new Error("Bun cannot choose TLS 1.3 cipher suites");
  return {
    minVersion: versionName(options.minVersion ?? "TLSv1.2"),
    maxVersion: versionName(options.maxVersion ?? "TLSv1.3"),
    ...(options.ciphers === null ? {} : { ciphers: options.ciphers }),
    ...(options.groups === null ? {} : { ecdhCurve: options.groups }),
    ...(options.signatureAlgorithms === null ? {} : { sigalgs: options.signatureAlgorithms }),
  };
}

export const tlsFactory: TlsFactory = {
  serverContext(
    certificates: readonly CertificatePem[],
    options: ServerTlsOptions,
  ): ServerTlsContext {
    const contextOptions = {
      ...protocolOptions(options),
      cert: certificates.map(({ chain }) => chain),
      key: certificates.map(({ key }) => key),
      ...(options.ca === null ? {} : { ca: options.ca }),
      ...(options.crl === null ? {} : { crl: options.crl }),
      secureOptions:
        (options.sessionTickets ? 0 : NO_TICKET) |
        (options.ciphers === null || options.prefersClientCiphers ? 0 : SERVER_PREFERENCE),
      // Bun keeps these two in the context, and the sockets must agree with it.
      requestCert: options.verify !== "none",
      rejectUnauthorized: rejectsUnverified(options),
    };
    return new BunServerContext(createSecureContext(contextOptions).context as NativeSecureContext);
  },
  clientContext(options: ClientTlsOptions): ClientTlsContext {
    const { certificate } = options;
    const made = createSecureContext({
      ...protocolOptions(options),
      ...(options.ca === null ? {} : { ca: options.ca }),
      ...(options.crl === null ? {} : { crl: options.crl }),
      ...(certificate === null ? {} : { cert: certificate.chain, key: certificate.key }),
    });
    return new BunClientContext(made.context as NativeSecureContext, options);
  },
  describe: describeCertificate,
};
