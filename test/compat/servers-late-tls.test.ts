/**
 * TLS to servers on connections that speak before it: behind a SOCKS4 proxy, after a PROXY header,
 * after both; what the handshake says, how it fails, checks. One scripted server is proxy and
 * server at once and answers with all that it was told.
 */
import { type SecureContextOptions, TLSSocket } from "node:tls";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";
import { ruleDefaults } from "./rule-table.ts";

const GRANTED = "\0\x5a\x01\x02\x03\x04\x05\x06";

/** The request to the proxy or the PROXY header that the text begins with; "" while it is not whole. */
function speechOf(text: string): string {
  if (text.startsWith("\x04")) return text.slice(0, text.indexOf("\0", 8) + 1);
  if (text.startsWith("PROXY ")) return text.slice(0, text.indexOf("\r\n") + 2);
  const sizeBytes = 16 + text.charCodeAt(14) * 256 + text.charCodeAt(15);
  return text.length < sizeBytes ? "" : text.slice(0, sizeBytes);
}

/** A header of version 2 is told by its command and family. */
function shown(speech: string): string {
  if (speech.startsWith("\r\n")) return JSON.stringify(speech.slice(12, 14));
  return JSON.stringify(speech.replace(/ \d+ \d+\r/, " <ports>\r"));
}

function serveTls(secure: TLSSocket, before: readonly string[]): void {
  let text = "";
  secure.on("error", () => {});
  secure.on("data", (piece: Buffer) => {
    text += piece.toString("latin1");
    if (!text.endsWith("\r\n\r\n")) return;
    text = "";
    const { servername, alpnProtocol } = secure as TLSSocket & { servername?: string | false };
    const client: { readonly subject?: { readonly CN?: unknown } } = secure.getPeerCertificate();
    const body = JSON.stringify([before, servername, alpnProtocol, client.subject?.CN ?? null]);
    secure.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
}

const speaking =
  (context: SecureContextOptions, answer: string): ServeConnection =>
  async ({ socket, send }) => {
    const before: string[] = [];
    let text = "";
    const onData = (piece: Buffer): void => {
      text += piece.toString("latin1");
      while (text !== "" && !text.startsWith("\x16")) {
        const speech = speechOf(text);
        if (speech === "") return;
        text = text.slice(speech.length);
        before.push(shown(speech));
        if (speech.startsWith("\x04")) send(answer);
      }
      if (text === "") return;
      socket.off("data", onData);
      socket.pause();
      socket.unshift(Buffer.from(text, "latin1"));
      const options = { ALPNProtocols: ["http/1.1"], requestCert: true, rejectUnauthorized: false };
      serveTls(new TLSSocket(socket, { isServer: true, ...context, ...options }), before);
    };
    socket.on("data", onData);
    await new Promise((resolve) => socket.once("close", resolve));
  };

const told = (side: Side, server: string): Promise<string> =>
  until(
    () => side.syslog.lines.find((line) => line.includes(`check for server ${server} `)),
    `a check of ${server}`,
  );

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const { cert, key } = authority.issue(["main.example"]);
  const client = authority.issue(["a client"]);
  const via = "socks4 127.0.0.1:${P:grants}";
  const behind = `10.1.2.3:8443 ${via}`;
  const direct = "127.0.0.1:${P:grants}";
  const verified = `verify required ca-file ${authority.caPath}`;
  const backends: Readonly<Record<string, string>> = {
    bare: `${behind} verify none`,
    verified: `${behind} ${verified} sni str(main.example)`,
    unverified: `${behind} ${verified} sni str(other.example)`,
    host: `${behind} ${verified} verifyhost main.example`,
    alpn: `${behind} verify none alpn http/1.1`,
    client: `${behind} verify none crt ${client.combinedPath}`,
    header: `${behind} verify none send-proxy`,
    direct: `${direct} verify none send-proxy`,
    direct2: `${direct} ${verified} verifyhost main.example send-proxy-v2 alpn http/1.1`,
    denied: "10.1.2.3:8443 socks4 127.0.0.1:${P:denies} verify none",
    talks: "10.1.2.3:8443 socks4 127.0.0.1:${P:talks} verify none",
  };
  const checks: Readonly<Record<string, string>> = {
    good: `${behind} ${verified} check-sni main.example check-via-socks4`,
    bad: `${behind} ${verified} verifyhost other.example check-via-socks4`,
    badSni: `${behind} ${verified} check-sni other.example check-via-socks4`,
    directBad: `${direct} ${verified} verifyhost other.example`,
    directSni: `${direct} ${verified} check-sni other.example`,
    untrusted: `${direct} verify required ca-file ${client.combinedPath}`,
    denied: "10.1.2.3:8443 socks4 127.0.0.1:${P:denies} verify none check-via-socks4",
    header: `${direct} verify none send-proxy`,
    local: `${direct} verify none send-proxy-v2 check-send-proxy`,
  };
  const config = `
${ruleDefaults.replace("%hr %hs", "%rc")}
    retries 0
    timeout connect 2s
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
frontend raw
    mode tcp
    bind 127.0.0.1:\${P:raw}
    default_backend tcp
backend tcp
    mode tcp
    server s ${behind} ssl verify none send-proxy
${Object.entries(backends)
  .map(([name, text]) => `backend ${name}\n    server s ${text} ssl\n`)
  .join("")}
backend checked
    option log-health-checks
    option httpchk
${Object.entries(checks)
  .map(([name, text]) => `    server ${name} ${text} ssl check inter 1s fall 1\n`)
  .join("")}
`;
  const servers = {
    grants: speaking({ cert, key }, GRANTED),
    denies: speaking({ cert, key }, GRANTED.replace("\x5a", "\x5b")),
    talks: speaking({ cert, key }, `${GRANTED}hello`),
  };
  const asking =
    (name: string): Case =>
    async (side: Side) => {
      const answers: string[] = [];
      for (const connection of ["keep-alive", "close"]) {
        const head = get(`/${name}`, `Connection: ${connection}\r\n`);
        const answer = await side.ask("fe", head);
        answers.push(answer.startLine, answer.body);
      }
      const line = await side.syslog.waitFor(` ${name}/`);
      return [...answers, line.replace(/^.*?\]: /s, "").trim()];
    };
  compareArea(
    "late TLS",
    { config, servers },
    {
      ...Object.fromEntries(Object.keys(backends).map((name) => [name, asking(name)])),
      "a request in TCP mode": (side) => side.ask("raw", get("/tcp")),
      ...Object.fromEntries(
        Object.keys(checks).map((name): [string, Case] => [
          `check, ${name}`,
          async (side) =>
            (await told(side, `checked/${name}`))
              .replace(/^.*?\]: /s, "")
              .replace(/\d+ms/, "<n>ms")
              // HAProxy adds the words of whatever error its thread met last.
              .replace(/ \([^)]*\)"/, '"'),
        ]),
      ),
    },
  );
}
