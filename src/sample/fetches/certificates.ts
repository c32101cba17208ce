/**
 * Fetches of certificates (manual 7.3.4), the same for three of them: the client's (ssl_c_*), the
 * one this side presented to it (ssl_f_*) and the server's (ssl_s_*).
 */
import { hasNul, ldapName, nameEntry, oneLineName } from "../x509/distinguished-names.ts";
import type { DistinguishedName } from "../x509/distinguished-names.ts";
import { argInt, argText, simpleFetch } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";
import { readX509 } from "../x509/certificate.ts";
import type { X509 } from "../x509/certificate.ts";

const MANUAL = "7.3.4";

/** Whose certificate. */
interface Owner {
  readonly prefix: "ssl_c" | "ssl_f" | "ssl_s";
  readonly noun: string;
  readonly where: number;
  readonly der: (txn: Txn) => Uint8Array | null | undefined;
}

const owners: readonly Owner[] = [
  {
    prefix: "ssl_c",
    noun: "the client's certificate",
    where: Where.client,
    der: ({ session }) => session.tls?.peerCertificate?.der,
  },
  {
    prefix: "ssl_f",
    noun: "the certificate shown to the client",
    where: Where.client,
    der: ({ session }) => session.tls?.ownCertificateDer,
  },
  {
    prefix: "ssl_s",
    noun: "the server's certificate",
    where: Where.connected,
    der: ({ exchange }) => exchange?.server?.tls?.peerCertificate?.der,
  },
];

const root: Owner = {
  prefix: "ssl_c",
  noun: "the root that the client's certificate was verified by",
  where: Where.client,
  der: ({ session }) => session.tls?.peerRootDer,
};

function certificateOf(owner: Owner, txn: Txn): X509 | null {
  const der = owner.der(txn);
  return der === undefined || der === null ? null : readX509(der);
}

function row(
  owner: Owner,
  name: string,
  type: SampleType,
  what: string,
  read: (certificate: X509) => SampleValue | undefined,
): FetchRow {
  const summary = `${what} of ${owner.noun}.`;
  return simpleFetch(`${owner.prefix}_${name}`, type, owner.where, MANUAL, summary, (txn) => {
    const certificate = certificateOf(owner, txn);
    return certificate === null ? undefined : read(certificate);
  });
}

function nameRow(
  owner: Owner,
  suffix: string,
  what: string,
  read: (certificate: X509) => DistinguishedName,
): FetchRow {
  const name = `${owner.prefix}_${suffix}`;
  return {
    name,
    type: "str",
    where: owner.where,
    manual: MANUAL,
    summary: `${what} of ${owner.noun}, or an entry of it.`,
    args: [
      { name: "entry", type: "str", optional: true },
      { name: "occ", type: "int", optional: true },
      { name: "format", type: "str", optional: true },
    ],
    syntax: `${name}([<entry>[,<occ>[,<format>]]]) : string`,
    compile: (args, scope) => {
      const entry = argText(args, 0);
      const occurrence = argInt(args, 1, 1);
      const format = argText(args, 2);
      if (format !== "" && format !== "rfc2253") {
        const message = `fetch method '${name}': '${format}' is not a format`;
        scope.diagnostics.error(args[2]!.at, message, "the only one is 'rfc2253'");
        return undefined;
      }
      const whole = format === "" ? oneLineName : ldapName;
      return {
        type: "str",
        eval: (txn) => {
          const certificate = certificateOf(owner, txn);
          if (certificate === null) return undefined;
          const dn = read(certificate);
          if (hasNul(dn)) return undefined;
          return entry === "" ? whole(dn) : nameEntry(dn, entry, occurrence);
        },
      };
    },
  };
}

function family(owner: Owner): readonly FetchRow[] {
  return [
    row(owner, "der", "bin", "The bytes", ({ der }) => der),
    row(owner, "version", "int", "Version", ({ version }) => version),
    row(owner, "serial", "bin", "Serial number", ({ serial }) => serial),
    row(owner, "sig_alg", "str", "Algorithm of the signature", (crt) => crt.signatureAlgorithm),
    row(owner, "key_alg", "str", "Algorithm of the key", (crt) => crt.keyAlgorithm),
    row(owner, "notbefore", "str", "Start of validity, YYMMDDhhmmss[Z],", (crt) => crt.notBefore),
    row(owner, "notafter", "str", "End of validity, YYMMDDhhmmss[Z],", (crt) => crt.notAfter),
    nameRow(owner, "s_dn", "Subject", ({ subject }) => subject),
    nameRow(owner, "i_dn", "Issuer", ({ issuer }) => issuer),
    {
      ...row(owner, "sha1", "bin", "SHA-1", ({ der }) => der),
      compile: (_args, { process }) => ({
        type: "bin",
        eval: (txn) => {
          const certificate = certificateOf(owner, txn);
          return certificate === null ? undefined : process.digest("sha1", certificate.der);
        },
      }),
    },
  ];
}

export const certificateFetches: readonly FetchRow[] = [
  ...owners.flatMap(family),
  nameRow(root, "r_dn", "Name", ({ subject }) => subject),
  row(owners[0]!, "san", "str", "Alternative names", ({ subjectAltNames }) => subjectAltNames),
];
