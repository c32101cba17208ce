/** Actions and options newer than 2.6, and where 2.6 was wrong; expected values are 3.2's. */
import assert from "node:assert/strict";
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { type Observed, observed, okOrigin, ruleDefaults } from "./rule-table.ts";
import type { OriginScript } from "../support/origin.ts";

const config = `${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    declare capture response len 5
    http-request set-var(txn.path) path
    http-request pause 40ms if { path /pause }
    http-request pause req.hdr(x-ms) if { path /pause-by }
    http-request redirect location /l?x=1 keep-query if { path /keep }
    http-request redirect location /l keep-query code 308 if { path /keep-none }
    http-request redirect prefix /l keep-query drop-query if { path /keep-prefix }
    http-request redirect location /l set-cookie-fmt "a=%[path]" if { path /cookie }
    http-response pause 40ms if { var(txn.path) -m str /pause-response }
    http-response wait-for-body time 80ms if { var(txn.path) -m str /late }
    http-after-response capture str(captured) id 0 if { var(txn.path) -m str /capture }
    default_backend be

backend be
    option http-drop-request-trailers
    server web 127.0.0.1:\${P:web}
`;

const web: OriginScript = ({ request, send }) => {
  if (request.target !== "/late") return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo");
  return undefined;
};

type Check = (seen: Observed, tookMs: number) => void;

const checked =
  (text: string, check: Check): Case =>
  async (side) => {
    const startMs = performance.now();
    const result = await observed(side, "fe", [text]);
    check(result, performance.now() - startMs);
    return result;
  };

const getting = (target: string, check: Check, fields = ""): Case =>
  checked(get(target, `Connection: close\r\n${fields}`), check);

const location =
  (expected: string): Check =>
  ({ answer }) =>
    assert.match(answer, new RegExp(`\r\nlocation: ${expected.replaceAll("?", "\\?")}\r\n`));

const takes =
  (leastMs: number): Check =>
  ({ answer }, tookMs) => {
    assert.match(answer, /^HTTP\/1\.1 200 OK/);
    assert.ok(tookMs >= leastMs, `it took ${tookMs} ms`);
  };

compareArea(
  "newer actions",
  { config, origins: { ...okOrigin, web }, since: "3.2" },
  {
    "a pause": getting("/pause", takes(40)),
    "a pause by an expression": getting("/pause-by", takes(40), "X-Ms: 40\r\n"),
    "a pause by an expression that says nothing": getting("/pause-by", takes(0)),
    "a pause of a response": getting("/pause-response", takes(40)),
    "keep-query behind a query": getting("/keep?a=1", location("/l?x=1&a=1")),
    "keep-query": getting("/keep-none?a=1", location("/l?a=1")),
    "keep-query without one": getting("/keep-none", location("/l")),
    "keep-query has no effect on a prefix": getting("/keep-prefix?a=1", location("/l/keep-prefix")),
    "set-cookie-fmt": getting("/cookie", ({ answer }) =>
      assert.match(answer, /\r\nset-cookie: a=\/cookie; path=\/;\r\n/),
    ),
    "a response's body is too late": getting("/late", ({ answer, log }) => {
      assert.match(answer, /^HTTP\/1\.1 504 /);
      assert.equal(log, "504 sH-- be/web {}");
    }),
    "a capture after the response": getting("/capture", ({ log }) =>
      assert.equal(log, "200 ---- be/web {captu}"),
    ),
    "no request trailers": checked(
      "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" +
        "3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n",
      ({ seen }) => assert.ok(!JSON.stringify(seen).toLowerCase().includes("x-t")),
    ),
  },
);
