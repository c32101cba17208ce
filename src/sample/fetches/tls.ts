/** Fetches of TLS on the client's side (manual 7.3.4), as far as every runtime tells. */
import type { PeerCertificate, TlsInfo } from "../../runtime/tls.ts";
import { argInt, argText, simpleFetch } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";
import { distinguishedName } from "./distinguished-name.ts";

const MANUAL = "7.3.4";

function ofTls(
  name: string,
  type: SampleType,
  summary: string,
  read: (tls: TlsInfo) => SampleValue | undefined,
): FetchRow {
  return simpleFetch(name, type, Where.client, MANUAL, summary, ({ session: { tls } }) =>
    tls === null ? undefined : read(tls),
  );
}

function certificateOf({ session: { tls } }: Txn): PeerCertificate | null {
  return tls === null ? null : tls.peerCertificate;
}

function ofCertificate(
  name: string,
  type: SampleType,
  summary: string,
  read: (certificate: PeerCertificate) => SampleValue,
): FetchRow {
  return simpleFetch(name, type, Where.client, MANUAL, summary, (txn) => {
    const certificate = certificateOf(txn);
    return certificate === null ? undefined : read(certificate);
  });
}

function dnFetch(
  name: string,
  summary: string,
  read: (certificate: PeerCertificate) => string,
): FetchRow {
  return {
    name,
    type: "str",
    where: Where.client,
    manual: MANUAL,
    summary,
    args: [
      { name: "entry", type: "str", optional: true },
      { name: "occ", type: "int", optional: true },
    ],
    syntax: `${name}([<entry>[,<occ>]]) : string`,
    compile: (args) => {
      const entry = argText(args, 0);
      const occurrence = argInt(args, 1, 1);
      return {
        type: "str",
        eval: (txn) => {
          const certificate = certificateOf(txn);
          if (certificate === null) return undefined;
          const dn = read(certificate);
          return entry === "" ? dn : distinguishedName(dn, entry, occurrence);
        },
      };
    },
  };
}

function hexBytes(hex: string): string {
  const digits = hex.replaceAll(":", "");
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return even.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

function latin1(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) out += String.fromCharCode(bytes[i]!);
  return out;
}

export const tlsFetches: readonly FetchRow[] = [
  simpleFetch(
    "ssl_fc",
    "bool",
    Where.client,
    MANUAL,
    "True if the client came over TLS.",
    ({ session }) => session.tls !== null,
  ),
  ofTls(
    "ssl_fc_sni",
    "str",
    "Server name the client asked for.",
    (tls) => tls.serverName || undefined,
  ),
  ofTls(
    "ssl_fc_has_sni",
    "bool",
    "True if the client sent a server name.",
    (tls) => tls.serverName !== "",
  ),
  ofTls("ssl_fc_protocol", "str", "Version of TLS.", (tls) => tls.version),
  ofTls("ssl_fc_cipher", "str", "Name of the cipher.", (tls) => tls.cipher),
  ofTls("ssl_fc_alpn", "str", "Protocol that ALPN agreed on.", (tls) => tls.alpn || undefined),
  ofTls("ssl_fc_is_resumed", "bool", "True if the session was resumed.", (tls) => tls.resumed),
  ofTls("ssl_fc_err", "int", "Last TLS error of the connection, 0 for none.", () => 0),
  ofTls(
    "ssl_fc_has_crt",
    "bool",
    "True if the client sent a certificate.",
    (tls) => tls.peerCertificate !== null,
  ),
  ofTls(
    "ssl_c_used",
    "bool",
    "True if the client sent a certificate.",
    (tls) => tls.peerCertificate !== null,
  ),
  ofTls(
    "ssl_c_verify",
    "int",
    "Result of the certificate's verification, 0 for good.",
    (tls) => tls.verifyError,
  ),
  ofTls(
    "ssl_c_err",
    "int",
    "Error of verification of the client's certificate.",
    (tls) => tls.verifyError,
  ),
  ofTls("ssl_c_ca_err", "int", "Error of verification of the CA's certificates.", () => 0),
  ofCertificate("ssl_c_sha1", "bin", "SHA-1 of the client's certificate.", (crt) =>
    hexBytes(crt.sha1Hex),
  ),
  ofCertificate("ssl_c_serial", "bin", "Serial number of the certificate.", (crt) =>
    hexBytes(crt.serialHex),
  ),
  ofCertificate(
    "ssl_c_notbefore",
    "str",
    "Start of validity, YYMMDDhhmmss[Z].",
    (crt) => crt.notBefore,
  ),
  ofCertificate(
    "ssl_c_notafter",
    "str",
    "End of validity, YYMMDDhhmmss[Z].",
    (crt) => crt.notAfter,
  ),
  ofCertificate("ssl_c_der", "bin", "The client's certificate.", (crt) => latin1(crt.der)),
  dnFetch(
    "ssl_c_s_dn",
    "Subject of the client's certificate, or an entry of it.",
    (crt) => crt.subject,
  ),
  dnFetch(
    "ssl_c_i_dn",
    "Issuer of the client's certificate, or an entry of it.",
    (crt) => crt.issuer,
  ),
];
