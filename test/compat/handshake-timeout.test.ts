/** `timeout client-hs` (newer than 2.6): how long a PROXY header and TLS may take. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { type Case, compareArea } from "./compare.ts";
import { okOrigin } from "./rule-table.ts";

/** Milliseconds until a connection that sends no more than `text` is closed, and what was answered. */
function untilClosed(port: number, text: string): Promise<{ tookMs: number; answer: string }> {
  return new Promise((resolve) => {
    const startMs = performance.now();
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (bytes) => (answer += bytes.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => resolve({ tookMs: performance.now() - startMs, answer }));
  });
}

/** It ends at the time of `timeout client-hs`, far before that of `timeout client`. */
const early =
  (port: string, text = ""): Case =>
  async (side) => {
    const { tookMs, answer } = await untilClosed(side.proxy.port(port), text);
    assert.ok(tookMs > 150 && tookMs < 2500, `it took ${tookMs} ms`);
    assert.equal(answer, "");
  };

/** It ends at the time of `timeout client`. */
const late =
  (port: string): Case =>
  async (side) => {
    const { tookMs } = await untilClosed(side.proxy.port(port), "");
    assert.ok(tookMs > 550, `it took ${tookMs} ms`);
  };

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const { cert, key } = authority.issue(["site.example"]);
  const listen = (name: string, options: string, timeouts: string): string => `
listen ${name}
    bind 127.0.0.1:\${P:${name}} ${options}
    ${timeouts}
    server web 127.0.0.1:\${P:web}
`;
  const own = "timeout client 20s\n    timeout client-hs 200ms";
  const config = `defaults
    mode http
    timeout connect 2s
    timeout client 600ms
    timeout server 2s
${listen("tls", "ssl crt site.pem", own)}
${listen("proxied", "accept-proxy", own)}
${listen("both", "accept-proxy ssl crt site.pem", own)}
${listen("unsaid", "ssl crt site.pem", "")}
${listen("zero", "ssl crt site.pem", "timeout client-hs 0")}
`;
  compareArea(
    "timeout client-hs",
    { config, origins: okOrigin, files: { "site.pem": cert + key }, since: "3.1" },
    {
      "TLS that does not begin": early("tls"),
      "TLS that does not go on": early("tls", "\x16\x03\x01\x02\x00"),
      "a PROXY header that does not come": early("proxied"),
      "TLS that does not begin behind a header": early("both", "PROXY UNKNOWN\r\n"),
      "without it the client's timeout counts": late("unsaid"),
      "0 is as if it was not said": late("zero"),
    },
  );
}
