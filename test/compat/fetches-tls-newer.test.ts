/** Fetches of TLS that only a newer HAProxy knows, on both sides; of what is random, the lengths. */
import assert from "node:assert/strict";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { okResponse } from "../support/origin.ts";
import { compareArea, type Case } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** Expressions about the client's connection over TLS 1.3, each with what it gives. */
const ofClient: Readonly<Record<string, string>> = {
  "ssl_fc_client_random,hex,length": "64",
  ssl_fc_client_early_traffic_secret: "",
  "ssl_fc_client_handshake_traffic_secret,length": "64",
  "ssl_fc_server_handshake_traffic_secret,length": "64",
  "ssl_fc_client_traffic_secret_0,length": "64",
  "ssl_fc_server_traffic_secret_0,length": "64",
  "ssl_fc_exporter_secret,length": "64",
  ssl_fc_early_exporter_secret: "",
  "ssl_fc_sigalgs_bin,hex": "0403080408050806",
  "ssl_fc_sigalgs_bin(1),hex": "0403080408050806",
  "ssl_fc_supported_versions_bin,hex": "0304",
  ssl_c_r_dn: "",
  ssl_c_san: "",
  ssl_fc_early_rcvd: "0",
};
/** Of the server's, over TLS 1.2. */
const ofServer: Readonly<Record<string, string>> = {
  "ssl_bc_client_random,hex,length": "64",
  ssl_bc_client_handshake_traffic_secret: "",
  ssl_bc_exporter_secret: "",
  "ssl_bc_session_id,hex,length": "64",
};
/** Over TLS 1.3: each library prefers another cipher, so the lengths differ, in whole hashes. */
const ofModernServer: Readonly<Record<string, string>> = {
  "ssl_bc_client_random,hex,length": "64",
  ssl_bc_client_early_traffic_secret: "",
  "ssl_bc_client_handshake_traffic_secret,length,mod(32)": "0",
  "ssl_bc_server_handshake_traffic_secret,length,mod(32)": "0",
  "ssl_bc_client_traffic_secret_0,length,mod(32)": "0",
  "ssl_bc_server_traffic_secret_0,length,mod(32)": "0",
  "ssl_bc_exporter_secret,length,mod(32)": "0",
  ssl_bc_early_exporter_secret: "",
};

function lines(expressions: Readonly<Record<string, string>>): string {
  return Object.keys(expressions)
    .map((expression, at) => `    http-response set-header X-${at} "<%[${expression}]>"`)
    .join("\n");
}

/** The told values are those expected; also where no newer HAProxy is there to compare with. */
function gives(port: string, expressions: Readonly<Record<string, string>>, tls: object): Case {
  return async (side) => {
    using client = await side.connect(port, { tls });
    const { fields } = await client.exchange(get("/", "Connection: close\r\n"));
    const told = fields.filter(([name]) => name.startsWith("x-")).map(([, value]) => value);
    assert.deepEqual(
      told,
      Object.values(expressions).map((value) => `<${value}>`),
    );
    return told;
  };
}

if (hasOpenssl) {
  const authority = makeAuthority("root");
  process.once("exit", () => authority.remove());
  const site = authority.issue(["newer.example"]);
  const origin = authority.issue(["origin.example"]);
  const { cert, key } = authority.issue(["known client"]);
  const fixed = {
    servername: "newer.example",
    minVersion: "TLSv1.3",
    ciphers: "TLS_AES_128_GCM_SHA256",
    sigalgs: "ecdsa_secp256r1_sha256:rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512",
  };
  const config = (keyLog: string): string => `global
    tune.ssl.capture-buffer-size 4096
    tune.ssl.keylog ${keyLog}
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe} ssl crt ${site.combinedPath} ca-file ${authority.caPath} verify optional
${lines(ofClient)}
    default_backend be
frontend onward
    bind 127.0.0.1:\${P:onward} ssl crt ${site.combinedPath}
${lines(ofServer)}
    default_backend be
frontend modern
    bind 127.0.0.1:\${P:modern} ssl crt ${site.combinedPath}
${lines(ofModernServer)}
    default_backend modern
backend modern
    server web 127.0.0.1:\${P:web} ssl verify none ssl-min-ver TLSv1.3
frontend root
    bind 127.0.0.1:\${P:root} ssl crt ${site.combinedPath} ca-file ${authority.caPath} verify optional
    http-response set-header X-0 "<%[ssl_c_r_dn]>"
    http-response set-header X-1 "<%[ssl_c_r_dn(CN)]>"
    http-response set-header X-2 "<%[ssl_c_r_dn(OU)]>"
    http-response set-header X-3 "<%[ssl_c_r_dn(,0,rfc2253)]>"
    default_backend be
backend be
    server web 127.0.0.1:\${P:web} ssl verify none ssl-max-ver TLSv1.2
`;
  const origins = { web: okResponse("secret") };
  const originOptions = { tls: { cert: origin.cert, key: origin.key } };
  const rootName = { whole: "/CN=root CA", cn: "root CA", ou: "", ldap: "CN=root CA" };
  compareArea(
    "newer TLS fetches",
    { since: "3.2", config: config("on"), origins, originOptions },
    {
      "the client's side": gives("fe", ofClient, fixed),
      "the server's side": gives("onward", ofServer, { servername: "newer.example" }),
      "the server's side over TLS 1.3": gives("modern", ofModernServer, fixed),
      "the root of a client's certificate": gives("root", rootName, { ...fixed, cert, key }),
      "no certificate": gives("root", { ...rootName, whole: "", cn: "", ldap: "" }, fixed),
    },
  );
  const silent = Object.fromEntries(
    Object.entries(ofClient).map(([name, value]) => [name, name.includes("secret") ? "" : value]),
  );
  compareArea(
    "newer TLS fetches without a key log",
    { since: "3.2", config: config("off"), origins, originOptions },
    {
      "the client's side": gives("fe", silent, fixed),
      "the server's side": gives("onward", ofServer, { servername: "newer.example" }),
    },
  );
}
