/** Facts read from X.509 certificates with node:crypto, in the forms HAProxy prints them. */
import { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate } from "node:tls";
import type { CertificateFacts, PeerCertificate } from "../../src/runtime/tls.ts";

/** "C=FR\nCN=x" as OpenSSL's one-line form "/C=FR/CN=x". */
function oneLine(name: string | undefined): string {
  return name === undefined || name === "" ? "" : `/${name.split("\n").join("/")}`;
}

/** ASN.1 UTCTime, YYMMDDhhmmssZ (HAProxy's ssl_c_notbefore). */
function utcTime(date: string): string {
  const digits = new Date(date).toISOString().replace(/\.\d+Z$|\D/g, "");
  return `${digits.slice(2)}Z`;
}

/** The certificate of a peer from its DER bytes. */
export function peerCertificate(der: Uint8Array): PeerCertificate {
  const x509 = new X509Certificate(der);
  return {
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    serialHex: x509.serialNumber,
    sha1Hex: x509.fingerprint.replaceAll(":", ""),
    notBefore: utcTime(x509.validFrom),
    notAfter: utcTime(x509.validTo),
    der,
  };
}

/** The DER bytes at the end of a certificate's chain of issuers. */
export function rootOf(certificate: DetailedPeerCertificate): Uint8Array {
  let last = certificate;
  while (last.issuerCertificate && last.issuerCertificate !== last) last = last.issuerCertificate;
  return last.raw;
}

function commonName(subject: string | undefined): readonly string[] {
  const line = subject?.split("\n").find((part) => part.startsWith("CN="));
  return line === undefined ? [] : [line.slice("CN=".length)];
}

function keyTypeOf(name: string | undefined): CertificateFacts["keyType"] {
  if (name === "rsa" || name === "rsa-pss") return "rsa";
  if (name === "ec") return "ecdsa";
  return name === "dsa" ? "dsa" : "other";
}

/** The names a PEM certificate answers for, and its key type. Throws when it is none. */
export function describeCertificate(pem: string): CertificateFacts {
  const x509 = new X509Certificate(pem);
  const names = (x509.subjectAltName ?? "")
    .split(", ")
    .filter((entry) => entry.startsWith("DNS:"))
    .map((entry) => entry.slice("DNS:".length).toLowerCase());
  return {
    names: names.length > 0 ? names : commonName(x509.subject),
    keyType: keyTypeOf(x509.publicKey.asymmetricKeyType),
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
  };
}
