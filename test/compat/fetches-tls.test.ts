/** Fetches of TLS on both sides and of the certificates there; what depends on the library is left out. */
import type { TLSSocket } from "node:tls";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { okResponse } from "../support/origin.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** Fetches of any certificate, behind ssl_c_, ssl_f_ or ssl_s_. */
const ofCertificate: readonly string[] = [
  "version",
  "serial,hex",
  "sha1,hex",
  "sig_alg",
  "key_alg",
  "notbefore",
  "notafter",
  "s_dn",
  "i_dn",
  "s_dn(CN)",
  "s_dn(cn,-1)",
  "s_dn(OU)",
  "s_dn(CN,0)",
  "s_dn(,0,rfc2253)",
  "der,hex",
];
const usual = (prefix: string): string[] => ofCertificate.map((name) => `${prefix}_${name}`);

/** Of the client's connection, where both libraries agree on the cipher. */
const ofClient: readonly string[] = [
  "ssl_fc",
  "ssl_fc_cipher",
  "ssl_fc_alg_keysize",
  "ssl_fc_use_keysize",
  "ssl_fc_protocol",
  "ssl_fc_sni",
  "ssl_fc_has_sni",
  "ssl_fc_alpn",
  "ssl_fc_npn",
  "ssl_fc_err",
  "ssl_fc_err_str",
  "ssl_fc_has_early",
  "ssl_fc_is_resumed",
  "ssl_fc_has_crt",
  "ssl_fc_session_key,hex,length",
  "ssl_fc_unique_id,hex,length",
  "ssl_c_used",
  "ssl_c_verify",
  "ssl_c_err",
  "ssl_c_ca_err",
  "ssl_c_ca_err_depth",
  ...usual("ssl_c"),
  ...usual("ssl_f"),
];
const ofServer: readonly string[] = [
  "ssl_bc",
  "ssl_bc_cipher",
  "ssl_bc_alg_keysize",
  "ssl_bc_use_keysize",
  "ssl_bc_protocol",
  "ssl_bc_alpn",
  "ssl_bc_npn",
  "ssl_bc_err",
  "ssl_bc_err_str",
  "ssl_bc_session_key,hex,length",
  "ssl_bc_unique_id,hex,length",
  ...usual("ssl_s"),
];

function lines(expressions: readonly string[]): string {
  return expressions
    .map(
      (expression, index) =>
        `    http-response set-header X-${index} "${expression.replaceAll('"', "")} <%[${expression}]>"`,
    )
    .join("\n");
}

/** What one request over such a connection was told. */
async function told(side: Side, port: string, tls: object): Promise<unknown> {
  using client = await side.connect(port, { tls });
  const { fields } = await client.exchange(get("/", "Connection: close\r\n"));
  const protocol = (client.socket as TLSSocket).getProtocol();
  return [protocol, fields.filter(([name]) => name.startsWith("x-"))];
}

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const main = authority.issue(["main.example"]);
  const rsa = authority.issue(["rsa.example"], "rsa");
  const origin = authority.issue(["origin.example"]);
  const { cert, key } = authority.issue(["known client"], "rsa");
  const cipher = {
    maxVersion: "TLSv1.2",
    ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
  };

  compareArea(
    "TLS fetches",
    {
      config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe} ssl crt ${main.combinedPath} crt ${rsa.combinedPath} ca-file ${authority.caPath} verify optional alpn http/1.1
${lines(ofClient)}
    default_backend be
backend be
    server web 127.0.0.1:\${P:web} ssl verify none ssl-max-ver TLSv1.2 ciphers ECDHE-ECDSA-AES256-GCM-SHA384
frontend onward
    bind 127.0.0.1:\${P:onward} ssl crt ${main.combinedPath}
${lines(ofServer)}
    default_backend be
frontend plain
    bind 127.0.0.1:\${P:plain}
    http-request return status 200 content-type text/plain lf-string "%[ssl_fc] %[ssl_fc_cipher] %[ssl_c_used] %[ssl_f_s_dn] %[ssl_fc_alg_keysize]"
frontend clear
    bind 127.0.0.1:\${P:clear}
    http-response set-header X-Back "%[ssl_bc] %[ssl_bc_cipher] %[ssl_s_s_dn]"
    default_backend near
backend near
    server plain 127.0.0.1:\${P:plain}
`,
      origins: { web: okResponse("secret") },
      originOptions: { tls: { cert: origin.cert, key: origin.key } },
    },
    {
      "no client certificate": (side) =>
        told(side, "fe", { servername: "main.example", ...cipher }),
      "a client certificate": (side) =>
        told(side, "fe", { servername: "main.example", cert, key, ...cipher }),
      "another certificate by name": (side) =>
        told(side, "fe", { servername: "rsa.example", ALPNProtocols: ["http/1.1"], ...cipher }),
      "no name": (side) => told(side, "fe", cipher),
      "the server's side": (side) => told(side, "onward", cipher),
      "no TLS": (side) => side.ask("plain", get("/")),
      "no TLS to the server": (side) => side.ask("clear", get("/")),
    },
  );
}
