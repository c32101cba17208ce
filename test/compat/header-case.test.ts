/** `h1-case-adjust` and `option h1-case-adjust-bogus-*`: names of fields on the wire, as HAProxy's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/deadline.ts";
import { haproxyVerdict, loaderTakes, withoutHaproxy } from "../support/verdicts.ts";
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { getting, observed, ruleDefaults, sending } from "./rule-table.ts";
import { type OriginScript, okResponse } from "../support/origin.ts";

const config = `
    h1-case-adjust host Host
    h1-case-adjust connection CONNection
    h1-case-adjust x-foo X-Foo
    h1-case-adjust X-Bar X-BAR
    h1-case-adjust content-length Content-Length
    h1-case-adjust transfer-encoding Transfer-ENCODING
    h1-case-adjust location LOCATION
    h1-case-adjust set-cookie Set-COOKIE
    h1-case-adjust-file cases
${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    option h1-case-adjust-bogus-client
    http-request redirect location /x if { path /redirect }
    http-request return status 200 content-type text/plain string hi hdr x-added 1 if { path /return }
    http-request deny if { path /deny }
    http-request early-hint link foo if { path /hint }
    http-response set-header X-Added 1
    capture request header x-foo len 10
    use_backend none if { path /none }
    use_backend plain if { path_beg /plain }
    default_backend be

frontend off
    bind 127.0.0.1:\${P:off}
    default_backend be

backend checked
    option h1-case-adjust-bogus-server
    option httpchk
    http-check send ver HTTP/1.1 hdr host a hdr X-FOO b
    server checked 127.0.0.1:\${P:checked} check inter 100ms

backend none
backend plain
    server web 127.0.0.1:\${P:web}

backend be
    option h1-case-adjust-bogus-server
    option forwardfor
    http-request set-header x-added %[req.hdr(X-FOO)]
    cookie SRV insert nocache indirect
    server web 127.0.0.1:\${P:web} cookie s1
`;

const cases = "# of a file\n\nx-added X-ADDED\n  x-forwarded-for\tX-FORWARDED-FOR  \nlink LINK";

const web: OriginScript = ({ request }) => {
  switch (request.target) {
    case "/trailers":
      return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Foo: 1\r\n\r\n3\r\nabc\r\n0\r\nX-Bar: 1\r\nx-foo: 2\r\n\r\n";
    case "/early":
      return "HTTP/1.1 103 Early Hints\r\nx-foo: 1\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nX-Foo: 1\r\nContent-Length: 0\r\n\r\n";
    default:
      return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-FOO: 1\r\nX-Bar: 2\r\nx-other: 3\r\n\r\nok";
  }
};

const checked = { checked: okResponse("ok") };

const chunked =
  "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";

const through =
  (port: string, fields = ""): Case =>
  (side) =>
    observed(side, port, [get("/", `Connection: close\r\n${fields}`)]);

compareArea(
  "names of fields in another case",
  { config, origins: { web, ...checked }, files: { cases } },
  {
    "both sides": getting("/", "x-foo: 1\r\nX-BAR: 2\r\nX-BaZ: 3\r\n"),
    "servers only": through("off", "x-foo: 1\r\n"),
    "clients only": getting("/plain", "x-foo: 1\r\n"),
    "trailers of a response": getting("/trailers"),
    "trailers of a request": sending(`${chunked}2\r\nab\r\n0\r\nx-foo: 1\r\nX-BAR: 1\r\n\r\n`),
    "an interim response": getting("/early"),
    "an early hint": getting("/hint"),
    "a redirect": getting("/redirect"),
    "a return": getting("/return"),
    "a deny": getting("/deny"),
    "no server": getting("/none"),
    "a check": async (side) => {
      const { requests } = side.origin("checked");
      return (await until(() => requests[0], "a check")).fields;
    },
    "a request that is none is answered as ever": sending("BAD\r\n\r\n"),
  },
);

const inGlobal: readonly string[] = [
  "h1-case-adjust host",
  "h1-case-adjust host Host",
  "h1-case-adjust host host",
  "h1-case-adjust Host HOST",
  "h1-case-adjust x-foo X-BAR",
  "h1-case-adjust x-foo X-Foo more",
  "h1-case-adjust",
  "h1-case-adjust x-foo X-Foo\n h1-case-adjust x-foo X-FOO",
  "no h1-case-adjust x-foo X-Foo",
  "h1-case-adjust-file",
  "h1-case-adjust-file a b",
];

for (const line of inGlobal) {
  test(`global: ${line}`, { skip: withoutHaproxy }, () => {
    const text = `global\n ${line}\ndefaults\n mode http\n timeout connect 1s\n timeout server 1s\nbackend b\n server s 127.0.0.1:1\n`;
    assert.equal(loaderTakes(text), !haproxyVerdict(text).said.includes("ALERT"));
  });
}
