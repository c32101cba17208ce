/** What is logged of TLS handshakes that come to nothing; the library's own words are left out. */
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { clientHello } from "../support/client-hello.ts";
import { until } from "../support/deadline.ts";
import { compareArea, type Case, type Side } from "./compare.ts";

/** The next line, without what only one library says. */
async function nextLine(side: Side, act: (port: number) => () => void): Promise<string> {
  const from = side.syslog.lines.length;
  const leave = act(side.proxy.port("fe"));
  const line = await until(() => side.syslog.lines[from], "the line of the handshake");
  leave();
  return line
    .slice(line.indexOf("] fe"))
    .replace(/ \(.*\)/, "")
    .trim();
}

/** Sends some bytes; leaves at once by a FIN or an RST, or stays. */
function sending(text: string, then: "leave" | "reset" | "stay"): Case {
  return (side) =>
    nextLine(side, (port) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(Buffer.from(text, "latin1"), () => {
        if (then === "leave") socket.end();
        if (then === "reset") socket.resetAndDestroy();
      });
      socket.resume();
      return () => socket.destroy();
    });
}

function shaking(options: object): Case {
  return (side) =>
    nextLine(side, (port) => {
      const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
      socket.on("error", () => {});
      socket.resume();
      return () => socket.destroy();
    });
}

if (hasOpenssl) {
  const authority = makeAuthority();
  const stranger = makeAuthority("stranger");
  process.once("exit", () => {
    authority.remove();
    stranger.remove();
  });
  const site = authority.issue(["site.example"]);
  const { cert, key } = stranger.issue(["unknown client"]);
  const servername = "site.example";
  // With a fetch of the hello the same is told of connections that come plain.
  for (const [title, hello] of [
    ["failed TLS handshakes", ""],
    [
      "failed TLS handshakes behind a look at the hello",
      "http-request set-var(txn.r) ssl_fc_client_random",
    ],
  ] as const) {
    compareArea(
      title,
      {
        config: `defaults
    mode http
    timeout connect 2s
    timeout client 300ms
    timeout server 5s
frontend fe
    bind 127.0.0.1:\${P:fe} ssl crt ${site.combinedPath} ca-file ${authority.caPath} verify optional
    log 127.0.0.1:\${P:log} local0
    option httplog
    ${hello}
    http-request return status 200
`,
      },
      {
        "no TLS at all": sending("GET / HTTP/1.1\r\n\r\n", "leave"),
        "part of a hello": sending(clientHello().slice(0, 30), "leave"),
        "a hello that nothing answers": sending(clientHello({ ciphers: "\x12\x34" }), "leave"),
        "part of a hello, then a reset": sending(clientHello().slice(0, 30), "reset"),
        "nothing for too long": sending("", "stay"),
        "part of a hello for too long": sending(clientHello().slice(0, 30), "stay"),
        "no cipher in common": shaking({
          servername,
          maxVersion: "TLSv1.2",
          ciphers: "ECDHE-RSA-AES128-GCM-SHA256",
        }),
        "an untrusted certificate": shaking({ servername, cert, key }),
        "an untrusted certificate, TLS 1.2": shaking({
          servername,
          cert,
          key,
          maxVersion: "TLSv1.2",
        }),
      },
    );
  }
}
