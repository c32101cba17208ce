/** expect-proxy for some clients of a TLS listener: the header comes before the handshake. */
import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
import { ByteInbox } from "../support/byte-inbox.ts";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** A request over TLS that begins behind a clear text header. */
async function askBehind(port: number, header: string): Promise<string> {
  const plain = connectTcp({ host: "127.0.0.1", port, localAddress: "127.0.0.2" });
  plain.write(header);
  const inbox = new ByteInbox();
  const secure = connectTls({ socket: plain, rejectUnauthorized: false });
  secure.on("data", (bytes: Buffer) => inbox.push(bytes));
  secure.on("end", () => inbox.end());
  secure.on("error", (error) => inbox.fail(error.message));
  secure.write(get("/", "Connection: close\r\n"));
  try {
    return await inbox.takeAll();
  } finally {
    secure.destroy();
  }
}

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const { key, cert } = authority.issue(["a.example"]);
  compareArea(
    "expect-proxy before TLS",
    {
      config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe} ssl crt site.pem
    tcp-request connection expect-proxy layer4 if { src 127.0.0.2 }
    http-request set-src-port int(1) if { src 127.0.0.0/8 }
    http-request return status 200 content-type text/plain lf-string "%[src]:%[src_port] %[ssl_fc]"
`,
      files: { "site.pem": `${cert}\n${key}` },
    },
    {
      "a client that is not expected to": async (side) =>
        side.ask("fe", get("/"), { tls: { servername: "a.example" } }),
      "one that is, and does": (side) =>
        askBehind(side.proxy.port("fe"), "PROXY TCP4 192.0.2.1 198.51.100.2 1234 80\r\n"),
    },
  );
}
