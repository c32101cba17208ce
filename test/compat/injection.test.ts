/**
 * Line ends, NUL and other control characters that reach a rule's format from a client: wherever
 * the text goes, it stays inside its field. Both programs write them as %XX.
 */
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(txn.v) req.hdr(x-in),url_dec
    http-request set-header S %[var(txn.v)] if { path /set-header }
    http-request set-header S "<%[req.hdr(x-in),url_dec]>" if { path /set-header }
    http-request add-header A %[var(txn.v)] if { path /add-header }
    http-request replace-header X-In .* %[var(txn.v)] if { path /replace-header }
    http-request replace-value X-In .* %[var(txn.v)] if { path /replace-value }
    http-request set-path /%[var(txn.v)] if { path /set-path }
    http-request set-query a=%[var(txn.v)] if { path /set-query }
    http-request set-uri /u%[var(txn.v)] if { path /set-uri }
    http-request set-method %[var(txn.v)] if { path /set-method }
    http-request replace-path .* /%[var(txn.v)] if { path /replace-path }
    http-request redirect location /l%[var(txn.v)] if { path /location }
    http-request redirect prefix /p%[var(txn.v)] if { path /prefix }
    http-request return status 200 hdr H %[var(txn.v)] if { path /return }
    http-request deny hdr H %[var(txn.v)] if { path /deny }
    http-response set-header R %[var(txn.v)]
    http-request add-header R "%[path,map(static.map),url_dec]" if { path /map }
    http-after-response set-header AR %[var(txn.v)]
    unique-id-format %[var(txn.v)]
    unique-id-header U
    default_backend be
backend be
    server web 127.0.0.1:\${P:web}
`;

const paths: readonly string[] = [
  "set-header",
  "add-header",
  "replace-header",
  "replace-value",
  "set-path",
  "set-query",
  "set-uri",
  "set-method",
  "replace-path",
  "location",
  "prefix",
  "return",
  "deny",
  "map",
];

const cases = paths.map((path): [string, Case] => [
  path,
  async (side) => {
    const request = `GET /${path} HTTP/1.1\r\nHost: a\r\nX-In: ab%0d%0aInj:%20x%0a%0d%00%09%7f%ffz\r\n\r\n`;
    return [await side.ask("fe", request), side.seen("web")];
  },
]);

cases.push([
  "nothing to insert",
  async (side) => [
    await side.ask("fe", "GET /set-header HTTP/1.1\r\nHost: a\r\n\r\n"),
    side.seen("web"),
  ],
]);

compareArea(
  "control characters stay inside their field",
  {
    config,
    origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" },
    files: { "static.map": "/map a%0d%0aInj: x\n" },
  },
  Object.fromEntries(cases),
);
