/** TLS contexts of Node, made from PEM text once and shared by every connection that uses them. */
import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { SecureContext, SecureContextOptions, SecureVersion } from "node:tls";
import type {
  CertificatePem,
  ClientTlsContext,
  ClientTlsOptions,
  ServerTlsContext,
  ServerTlsOptions,
  TlsFactory,
  TlsVersion,
} from "../../src/runtime/tls.ts";
import { describeCertificate } from "../shared/certificate.ts";

/** SSL_OP_NO_TICKET */
const NO_TICKET = 0x4000;

/** The first certificate of the chain. */
function derOf(certificate: CertificatePem | null): Uint8Array | null {
  return certificate === null ? null : new X509Certificate(certificate.chain).raw;
}

export class NodeServerContext implements ServerTlsContext {
  readonly kind = "server-tls-context";
  readonly native: SecureContext;
  /** DER of the certificate it shows; Deno would tell another than the one it showed. */
  readonly certificateDer: Uint8Array | null;
  constructor(native: SecureContext, certificateDer: Uint8Array | null) {
    this.native = native;
    this.certificateDer = certificateDer;
  }
}

export class NodeClientContext implements ClientTlsContext {
  readonly kind = "client-tls-context";
  readonly native: SecureContext;
  readonly options: ClientTlsOptions;
  /** DER of the certificate it shows when asked for one. */
  readonly certificateDer: Uint8Array | null;
  constructor(native: SecureContext, options: ClientTlsOptions) {
    this.native = native;
    this.options = options;
    this.certificateDer = derOf(options.certificate);
  }
}

/** The options that both sides share. */
export interface TlsProtocol {
  readonly minVersion: TlsVersion | null;
  readonly maxVersion: TlsVersion | null;
  readonly ciphers: string | null;
  readonly cipherSuites: string | null;
  readonly groups: string | null;
  readonly signatureAlgorithms: string | null;
}

/** Node's name of a version. */
function versionName(version: TlsVersion): SecureVersion {
  return version === "TLSv1.0" ? "TLSv1" : version;
}

function protocolOptions(options: TlsProtocol): SecureContextOptions {
  const ciphers = [options.cipherSuites, options.ciphers].filter((list) => list !== null).join(":");
  return {
    minVersion: versionName(options.minVersion ?? "TLSv1.2"),
    maxVersion: versionName(options.maxVersion ?? "TLSv1.3"),
    ...(ciphers === "" ? {} : { ciphers }),
    ...(options.groups === null ? {} : { ecdhCurve: options.groups }),
    ...(options.signatureAlgorithms === null ? {} : { sigalgs: options.signatureAlgorithms }),
  };
}

export const tlsFactory: TlsFactory = {
  serverContext(
    certificates: readonly CertificatePem[],
    options: ServerTlsOptions,
  ): ServerTlsContext {
    // Node would take a second one and answer with the last alone.
    if (certificates.length > 1)
      throw new Error("Node cannot hold certificates of several key types for one name");
    const native = createSecureContext({
      ...protocolOptions(options),
      cert: certificates.map(({ chain }) => chain),
      key: certificates.map(({ key }) => key),
      ...(options.ca === null ? {} : { ca: options.ca }),
      ...(options.crl === null ? {} : { crl: options.crl }),
      ...(options.sessionTickets ? {} : { secureOptions: NO_TICKET }),
      honorCipherOrder: options.ciphers !== null && !options.prefersClientCiphers,
    });
    return new NodeServerContext(native, derOf(certificates[0] ?? null));
  },
  clientContext(options: ClientTlsOptions): ClientTlsContext {
    const { certificate } = options;
    const native = createSecureContext({
      ...protocolOptions(options),
      ...(options.ca === null ? {} : { ca: options.ca }),
      ...(options.crl === null ? {} : { crl: options.crl }),
      ...(certificate === null ? {} : { cert: certificate.chain, key: certificate.key }),
    });
    return new NodeClientContext(native, options);
  },
  describe: describeCertificate,
};
