/**
 * TLS contexts of Deno: Node's, but refusing what Deno's rustls would silently ignore, so that no
 * configuration is accepted and then not kept.
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import type {
  CertificatePem,
  ClientTlsContext,
  ClientTlsOptions,
  ServerTlsContext,
  ServerTlsOptions,
  TlsFactory,
} from "../../src/runtime/tls.ts";
import { tlsFactory as nodeTlsFactory } from "../node/tls-context.ts";
import type { TlsProtocol } from "../node/tls-context.ts";

function refuseUnsupported(options: TlsProtocol): void {
  if (options.ciphers !== null || options.cipherSuites !== null)
    throw new Error("Deno cannot choose TLS ciphers");
  if (options.groups !== null || options.signatureAlgorithms !== null)
    throw new Error("Deno cannot choose TLS groups and signature algorithms");
  for (const version of [options.minVersion, options.maxVersion]) {
    if (version === "TLSv1.0" || version === "TLSv1.1")
      throw new Error(`Deno cannot speak ${version}`);
  }
}

export const tlsFactory: TlsFactory = {
  serverContext(
    certificates: readonly CertificatePem[],
    options: ServerTlsOptions,
  ): ServerTlsContext {
    refuseUnsupported(options);
    if (!options.sessionTickets) throw new Error("Deno cannot turn TLS tickets off");
    if (options.verify !== "none")
      throw new Error("Deno cannot be trusted to verify client certificates");
    for (const { chain, key } of certificates) {
      // Deno would find out in the first handshake.
      const fits = new X509Certificate(chain).checkPrivateKey(createPrivateKey(key));
      if (!fits) throw new Error("the key does not belong to the certificate");
    }
    return nodeTlsFactory.serverContext(certificates, options);
  },
  clientContext(options: ClientTlsOptions): ClientTlsContext {
    refuseUnsupported(options);
    return nodeTlsFactory.clientContext(options);
  },
  describe: nodeTlsFactory.describe,
};
