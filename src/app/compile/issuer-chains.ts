/**
 * What servers' certificates are sent with (manual 3.1): `issuers-chain-path` completes those that
 * come without their issuers, `ssl-skip-self-issued-ca` leaves out roots, which clients have anyway.
 */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { GlobalModel } from "../../config/model.ts";
import type { CertificatePem, TlsFactory } from "../../runtime/tls.ts";
import type { ThreadEnv } from "./thread-env.ts";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, in order. */
export function certificatesIn(pem: string): readonly string[] {
  return pem.match(CERTIFICATE) ?? [];
}

/** Does to a certificate's chain what the configuration wants. */
export type CompleteChain = (certificate: CertificatePem) => CertificatePem;

export function chainCompletion(
  { process: { issuersChainPath, skipsSelfIssued } }: GlobalModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): CompleteChain {
  if (issuersChainPath === null && !skipsSelfIssued) return (certificate) => certificate;
  const { tls } = env.runtime;
  const chains =
    issuersChainPath === null
      ? new Map<string, readonly string[]>()
      : readChains(issuersChainPath, env, diagnostics);
  return ({ chain, key }) => {
    const [own = "", ...issuers] = certificatesIn(chain);
    const found = issuers.length > 0 ? issuers : (chains.get(tls.describe(own).issuer) ?? []);
    const sent = skipsSelfIssued ? found.filter((each: string) => !isSelfIssued(each, tls)) : found;
    return { chain: [own, ...sent].join("\n"), key };
  };
}

function isSelfIssued(pem: string, tls: TlsFactory): boolean {
  const { subject, issuer } = tls.describe(pem);
  return subject === issuer;
}

/** The chains in a folder by the subject of their first certificate; of the same one the first file's. */
function readChains(
  folder: string,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): Map<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>();
  if (env.files.kind(folder) !== "directory") {
    diagnostics.error(null, `issuers-chain-path: '${folder}' is no folder`);
    return chains;
  }
  for (const name of env.files.list(folder)) {
    const path = `${folder}/${name}`;
    if (name.startsWith(".") || env.files.kind(path) !== "file") continue;
    try {
      const bytes = env.files.readBytes(path);
      const chain = certificatesIn(bytes.latin1Slice(0, bytes.length));
      const { subject } = env.runtime.tls.describe(chain[0] ?? "");
      if (!chains.has(subject)) chains.set(subject, chain);
    } catch {
      diagnostics.warn(null, `issuers-chain-path: '${path}' holds no certificate`);
    }
  }
  return chains;
}
