/** Fetches of TLS on the client's side (manual 7.3.4), as far as every runtime tells. */
import type { TlsInfo } from "../../runtime/tls.ts";
import { simpleFetch } from "../rows.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";

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
  ofTls("ssl_c_ca_err_depth", "int", "Depth of the CA at fault, 0 for none.", () => 0),
];
