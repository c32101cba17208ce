/** TLS on both sides: certificate choice, versions, client certificates, verified servers. */
import type { TLSSocket } from "node:tls";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { okResponse } from "../support/origin.ts";
import type { RawClient } from "../support/raw-client.ts";
import { compareArea, type Side, viewOf } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** What the client sees of a handshake and one request, or the word "refused". */
async function shake(side: Side, port: string, tls: object): Promise<unknown> {
  let client: RawClient;
  try {
    client = await side.connect(port, { tls });
  } catch {
    return "refused";
  }
  try {
    const socket = client.socket as TLSSocket;
    const { subject } = socket.getPeerCertificate();
    const answer = viewOf(await client.exchange(get("/", "Connection: close\r\n")));
    const { asn1Curve } = socket.getPeerCertificate();
    return [subject.CN, asn1Curve ?? "no curve", socket.getProtocol(), socket.alpnProtocol, answer];
  } catch {
    return "refused after the handshake";
  } finally {
    client.close();
  }
}

if (hasOpenssl) {
  const authority = makeAuthority();
  const clients = makeAuthority("client");
  process.once("exit", () => {
    authority.remove();
    clients.remove();
  });
  const main = authority.issue(["main.example"]);
  const wild = authority.issue(["*.wild.example"]);
  const rsa = authority.issue(["both.example"], "rsa");
  const kinds = {
    ec: authority.issue(["kinds.example"]),
    rsa: authority.issue(["kinds.example"], "rsa"),
  };
  const internal = authority.issue(["internal.example"]);
  const known = clients.issue(["known client"]);
  const { cert, key } = known;

  compareArea(
    "TLS",
    {
      config: `${httpDefaults}
frontend sni
    bind 127.0.0.1:\${P:sni} ssl crt ${main.combinedPath} crt ${wild.combinedPath} crt ${rsa.combinedPath} alpn http/1.1
    http-request return status 200 content-type text/plain lf-string "%[ssl_fc] %[ssl_fc_protocol] %[ssl_fc_sni] %[ssl_fc_alpn]"
frontend kinds
    bind 127.0.0.1:\${P:kinds} ssl crt ${kinds.ec.combinedPath} crt ${kinds.rsa.combinedPath}
    http-request return status 200
frontend strict
    bind 127.0.0.1:\${P:strict} ssl strict-sni crt ${main.combinedPath}
    http-request return status 200
frontend min
    bind 127.0.0.1:\${P:min} ssl crt ${main.combinedPath} ssl-min-ver TLSv1.3
    http-request return status 200
frontend max
    bind 127.0.0.1:\${P:max} ssl crt ${main.combinedPath} ssl-max-ver TLSv1.2
    http-request return status 200
frontend required
    bind 127.0.0.1:\${P:required} ssl crt ${main.combinedPath} ca-file ${clients.caPath} verify required
    http-request return status 200 content-type text/plain lf-string "%[ssl_c_used] %[ssl_c_verify] %[ssl_c_s_dn(cn)]"
frontend optional
    bind 127.0.0.1:\${P:optional} ssl crt ${main.combinedPath} ca-file ${clients.caPath} verify optional
    http-request return status 200 content-type text/plain lf-string "%[ssl_c_used] %[ssl_c_verify] %[ssl_c_s_dn] %[ssl_c_i_dn] %[ssl_c_i_dn(CN)] %[ssl_c_serial,hex] %[ssl_c_sha1,hex] %[ssl_c_notbefore] %[ssl_c_notafter] %[ssl_fc_has_crt]"
frontend onward
    bind 127.0.0.1:\${P:onward}
    use_backend %[path,field(2,/)]
backend verified
    server web 127.0.0.1:\${P:web} ssl verify required ca-file ${authority.caPath} sni str(internal.example)
backend wrongname
    retries 0
    server web 127.0.0.1:\${P:web} ssl verify required ca-file ${authority.caPath} sni str(other.example)
backend wrongca
    retries 0
    server web 127.0.0.1:\${P:web} ssl verify required ca-file ${clients.caPath}
backend unverified
    server web 127.0.0.1:\${P:web} ssl verify none
`,
      origins: { web: okResponse("secret") },
      originOptions: { tls: { cert: internal.cert, key: internal.key } },
    },
    {
      "the default certificate": (side) => shake(side, "sni", {}),
      "by name": (side) => shake(side, "sni", { servername: "main.example" }),
      "by wildcard": (side) => shake(side, "sni", { servername: "x.wild.example" }),
      "a wildcard is one label": (side) => shake(side, "sni", { servername: "x.y.wild.example" }),
      "an RSA certificate": (side) => shake(side, "sni", { servername: "both.example" }),
      "TLS 1.2": (side) => shake(side, "sni", { maxVersion: "TLSv1.2" }),
      "ALPN agreed": (side) => shake(side, "sni", { ALPNProtocols: ["http/1.1"] }),
      "several key types, a client of both": (side) =>
        shake(side, "kinds", { servername: "kinds.example" }),
      "several key types, a client of RSA": (side) =>
        shake(side, "kinds", {
          servername: "kinds.example",
          sigalgs: "rsa_pss_rsae_sha256:RSA+SHA256",
        }),
      "several key types, a client of ECDSA": (side) =>
        shake(side, "kinds", { servername: "kinds.example", sigalgs: "ECDSA+SHA256" }),
      "several key types, an old client of RSA": (side) =>
        shake(side, "kinds", {
          servername: "kinds.example",
          maxVersion: "TLSv1.2",
          ciphers: "ECDHE-RSA-AES128-GCM-SHA256",
        }),
      "strict-sni, known": (side) => shake(side, "strict", { servername: "main.example" }),
      "strict-sni, unknown": (side) => shake(side, "strict", { servername: "z.example" }),
      "strict-sni, none": (side) => shake(side, "strict", {}),
      "below ssl-min-ver": (side) => shake(side, "min", { maxVersion: "TLSv1.2" }),
      "at ssl-min-ver": (side) => shake(side, "min", {}),
      "above ssl-max-ver": (side) => shake(side, "max", { minVersion: "TLSv1.3" }),
      "client certificate required and absent": (side) =>
        shake(side, "required", { maxVersion: "TLSv1.2" }),
      "client certificate required and given": (side) => shake(side, "required", { cert, key }),
      "client certificate of another authority": (side) =>
        shake(side, "required", { cert: main.cert, key: main.key, maxVersion: "TLSv1.2" }),
      "client certificate optional and absent": (side) => shake(side, "optional", {}),
      "client certificate optional and given": (side) => shake(side, "optional", { cert, key }),
      "a verified server": (side) => side.ask("onward", get("/verified")),
      "a server with another name": (side) => side.ask("onward", get("/wrongname")),
      "a server of another authority": (side) => side.ask("onward", get("/wrongca")),
      "an unverified server": (side) => side.ask("onward", get("/unverified")),
    },
  );
}
