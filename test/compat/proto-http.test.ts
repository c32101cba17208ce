/** The predefined ACLs HTTP and RDP_COOKIE over raw content: HTTP is whole and valid heads only. */
import { until } from "../support/deadline.ts";
import { type Case, compareArea } from "./compare.ts";

const config = `
defaults
    mode tcp
    log 127.0.0.1:\${P:log} local0
    log-format "%[var(sess.yes)]%[var(sess.no)]%[var(sess.value)]%[var(sess.rdp)]."
    timeout connect 2s
    timeout client 3s
    timeout server 3s
frontend fe
    bind 127.0.0.1:\${P:fe}
    tcp-request inspect-delay 100ms
    tcp-request content set-var(sess.yes) str(yes) if HTTP
    tcp-request content set-var(sess.no) str(no) if !HTTP
    tcp-request content set-var(sess.rdp) str(rdp) if RDP_COOKIE
    tcp-request content set-var(sess.value) req.proto_http
    tcp-request content reject
    default_backend none
backend none
    server s 127.0.0.1:1
`;

const contents: readonly string[] = [
  "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
  "GET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\n",
  "GET / HTTP/1.1\r\nHost: h\r\n",
  "GET / HTTP/1.1\r\nHo st: h\r\n\r\n",
  "GET / HTTP/1.1\r\n: h\r\n\r\n",
  "GET / HTTP/1.1\r\nnocolon\r\n",
  "GET / HTTP/1.1\r\nnocolon",
  "GET / HTTP/1.1\r\na\x01: b\r\n\r\n",
  "GET / HTTP/1.1\nHost: h\n\n",
  "GET / HTTP/1.0\r\n",
  "GET / HTTP/1.1",
  "GET / HTTP/1.1 \r\n\r\n",
  "GET / HTTP/1.1x\r\n\r\n",
  "GET / HTTP/2.0\r\n\r\n",
  "GET / HTTP/3.7\r\nbad\r\n\r\n",
  "GET / XTTP/1.1\r\n\r\n",
  "GET / XTTP/1.1\r\nbad",
  "GET /",
  "GET /\r\n",
  "GET\r\n",
  "G(T / HTTP/1.1\r\n",
  "get / HTTP/1.1\r\n\r\n",
  "GET  / HTTP/1.1\r\n\r\n",
  "GET /\x80 HTTP/1.1\r\n\r\n",
  "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "\x16\x03\x01\x00",
  "\x03\0\0\x2b\x26\xe0\0\0\0\0\0Cookie: mstshash=somebody here\r\n",
  "\x03\0\0\x2b\x26\xe0\0\0\0\0\0Kookie: mstshash=somebody here\r\n",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
  "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: nope\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
  "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: h\r\n\r\nrest",
];

const probing =
  (content: string): Case =>
  async (side) => {
    const lines = side.syslog.lines.length;
    using client = await side.connect("fe");
    client.send(content);
    await client.readAll().catch(() => "");
    const line = await until(() => side.syslog.lines[lines], "the line of the connection");
    return line.slice(line.indexOf("]: ") + 3);
  };

compareArea(
  "req.proto_http",
  { config },
  Object.fromEntries(contents.map((content) => [JSON.stringify(content), probing(content)])),
);
