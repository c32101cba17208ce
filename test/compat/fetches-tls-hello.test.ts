/**
 * Fetches of the ClientHello of a connection whose TLS ends here. Scripted hellos go no further
 * than the handshake, so that their facts are told by an error-log-format; whole handshakes with
 * fixed options by an answer.
 */
import { connect } from "node:net";
import { until } from "../support/deadline.ts";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { clientHello, extension } from "../support/client-hello.ts";
import { compareArea, type Case } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** Known to HAProxy 2.6. */
const LISTS = [
  "ssl_fc_cipherlist_bin,hex",
  "ssl_fc_cipherlist_bin(0),hex",
  "ssl_fc_cipherlist_bin(1),hex",
  "ssl_fc_cipherlist_bin(2),hex",
  "ssl_fc_cipherlist_hex",
  "ssl_fc_cipherlist_hex(1)",
  "ssl_fc_cipherlist_str",
  "ssl_fc_cipherlist_str(1)",
  "ssl_fc_cipherlist_xxh",
  "ssl_fc_extlist_bin,hex",
  "ssl_fc_extlist_bin(1),hex",
  "ssl_fc_eclist_bin,hex",
  "ssl_fc_eclist_bin(1),hex",
  "ssl_fc_ecformats_bin,hex",
  "ssl_fc_protocol_hello_id",
];

const told = LISTS.map((expression) => `%[${expression}]`).join(" ");

/** Sends bytes in pieces and leaves; the line that is logged of it. */
function logged(...pieces: readonly string[]): Case {
  return async (side) => {
    const from = side.syslog.lines.length;
    const socket = connect(side.proxy.port("logged"), "127.0.0.1");
    socket.on("error", () => {});
    for (const piece of pieces) {
      socket.write(Buffer.from(piece, "latin1"));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    socket.end();
    socket.resume();
    const line = await until(() => side.syslog.lines[from], "the line of the handshake");
    socket.destroy();
    return line.slice(line.indexOf("HELLO"));
  };
}

const whole = clientHello();
const grease = "\x0a\x0a\x13\x01\0\xff\x56\0\xc0\x2f\x12\x34\0\0\xba\xba\x1a\x2a";
const last = extension(0x7777, "x");

/** Extensions that no handshake accepts, and some that it would. */
const extensions: Readonly<Record<string, string>> = {
  "GREASE among the extensions":
    extension(0x1a1a, "") + extension(0x1a2a, "") + extension(10, "\0\x04\x2a\x2a\0\x1d") + last,
  "a repeated extension": extension(10, "\0\x02\0\x1d") + extension(10, "\0\x02\0\x17") + last,
  "a list of odd size": extension(10, "\0\x03\0\x1d\0") + last,
  "a list longer than its extension": extension(10, "\0\x05\0\x1d") + last + last,
  "a list shorter than its extension": extension(11, "\x01\0\x66\x66\0\0") + last,
  "an empty list": extension(10, "\0\0") + extension(11, "\0") + last,
  "extensions without content": extension(10, "") + extension(11, "\x01\0") + last,
  "an extension without end": `${extension(11, "\x01\0")}\0\x0a\0\x20\0\x02`,
  "an empty extension at the end": extension(10, "\0\x02\0\x1d") + extension(11, ""),
};

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const site = authority.issue(["hello.example"]);
  const answer = `http-request return status 200 content-type text/plain lf-string "${told.replaceAll('"', "")}"`;
  const shake =
    (options: object): Case =>
    (side) =>
      side.ask("shaken", get("/"), { tls: { servername: "hello.example", ...options } });

  for (const sizeBytes of [4096, 21]) {
    compareArea(
      `TLS hellos, room for ${sizeBytes} bytes`,
      {
        config: `global
    tune.ssl.capture-buffer-size ${sizeBytes}
${httpDefaults}
frontend logged
    bind 127.0.0.1:\${P:logged} ssl crt ${site.combinedPath}
    log 127.0.0.1:\${P:log} len 8192 local0
    error-log-format "HELLO ${told}"
frontend shaken
    bind 127.0.0.1:\${P:shaken} ssl crt ${site.combinedPath}
    ${answer}
`,
      },
      {
        "the usual extensions": logged(clientHello()),
        "in pieces": logged(whole.slice(0, 3), whole.slice(3, 60), whole.slice(60)),
        "no extensions": logged(clientHello({ extensions: null })),
        "no cipher suites": logged(clientHello({ ciphers: "" })),
        "GREASE, signals and unknown suites": logged(clientHello({ ciphers: grease })),
        "half a suite": logged(clientHello({ ciphers: "\x13\x01\x13" })),
        "an old version": logged(clientHello({ version: "\x03\x01" })),
        "a long session id": logged(clientHello({ sessionId: "s".repeat(33) })),
        "no TLS at all": logged("GET / HTTP/1.1\r\n\r\n"),
        ...Object.fromEntries(
          Object.entries(extensions).map(([title, block]) => [
            title,
            logged(clientHello({ extensions: block })),
          ]),
        ),
        "a handshake of TLS 1.3": shake({ minVersion: "TLSv1.3" }),
        "a handshake of TLS 1.2": shake({
          maxVersion: "TLSv1.2",
          ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256",
        }),
      },
    );
  }

  compareArea(
    "TLS hellos without room",
    {
      config: `${httpDefaults}
frontend shaken
    bind 127.0.0.1:\${P:shaken} ssl crt ${site.combinedPath}
    http-request return status 200 content-type text/plain lf-string "${told} %[ssl_fc_client_random,hex,length]"
frontend plain
    bind 127.0.0.1:\${P:plain}
    http-request return status 200 content-type text/plain lf-string "${told} %[ssl_fc_client_random]"
`,
    },
    {
      "the random alone": shake({}),
      "no TLS": (side) => side.ask("plain", get("/")),
    },
  );
}
