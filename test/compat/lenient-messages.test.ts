/**
 * `option accept-unsafe-violations-in-http-request` and `-response`: what passes with them, and what
 * does not, as haproxy 3.2. Versions are written as what they were taken for, which haproxy does not.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosticsOf } from "../support/verdicts.ts";
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okOrigin } from "./rule-table.ts";

const config = `${httpDefaults}
    http-reuse never
frontend lenient
    bind 127.0.0.1:\${P:lenient}
    option accept-unsafe-violations-in-http-request
    default_backend be
frontend strict
    bind 127.0.0.1:\${P:strict}
    default_backend be
backend be
    server web 127.0.0.1:\${P:web}
listen answers
    bind 127.0.0.1:\${P:answers}
    option accept-unsafe-violations-in-http-response
    server raw 127.0.0.1:\${P:raw}
listen checked
    bind 127.0.0.1:\${P:checked}
    server raw 127.0.0.1:\${P:raw}
`;

/** Ends a request with these lines, to a line and the fields that the server gets; null for 400. */
type RequestRow = readonly [name: string, lines: string, forwarded: string | null];

const requests: readonly RequestRow[] = [
  [
    "a control byte in a name",
    "GET / HTTP/1.1\r\nHost: a\r\nX\x01Y: 1\r\nZ: 1",
    "GET / HTTP/1.1|host: a|z: 1",
  ],
  ["a blank in a name", "GET / HTTP/1.1\r\nHost: a\r\nX Y: 1", "GET / HTTP/1.1|host: a"],
  ["a blank behind a name", "GET / HTTP/1.1\r\nXY : 1\r\nHost: a", "GET / HTTP/1.1|host: a"],
  [
    "NUL in a name",
    "GET / HTTP/1.1\r\nHost: a\r\nX\0Y: a\0b\r\nZ: 1",
    "GET / HTTP/1.1|host: a|z: 1",
  ],
  ["a bad first byte of a name", "GET / HTTP/1.1\r\nHost: a\r\n\xe9: 1", "GET / HTTP/1.1|host: a"],
  ["no name", "GET / HTTP/1.1\r\nHost: a\r\n: 1", null],
  ["no colon", "GET / HTTP/1.1\r\nHost: a\r\nXY", null],
  ["no colon behind a bad byte", "GET / HTTP/1.1\r\nHost: a\r\nX Y\r\nZ: 1", null],
  [
    "NUL in a value",
    "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b \r\nZ: 1",
    "GET / HTTP/1.1|host: a|x: a\0b|z: 1",
  ],
  ["a byte above 127 in the target", "GET /\xe9 HTTP/1.1\r\nHost: a", "GET /\xe9 HTTP/1.1|host: a"],
  ["a fragment", "GET /a#b HTTP/1.1\r\nHost: a", "GET /a#b HTTP/1.1|host: a"],
  ["DEL in the target", "GET /\x7f HTTP/1.1\r\nHost: a", null],
  ["a control byte in the target", "GET /\x01 HTTP/1.1\r\nHost: a", null],
  ["a target that is no path", "GET foo HTTP/1.1\r\nHost: a", null],
  [
    "another host than the target's",
    "GET http://a/ HTTP/1.1\r\nHost: b",
    "GET http://a/ HTTP/1.1|host: b",
  ],
  [
    "another protocol",
    "GET / RTSP/1.0\r\nHost: a",
    "GET / RTSP/1.0|host: a|connection: keep-alive",
  ],
  ["another protocol of 1.1", "GET / ICAP/1.1\r\nHost: a", "GET / HTTP/1.1|host: a"],
  ["a protocol in small letters", "GET / http/1.1\r\nHost: a", null],
  ["a bad method", "G(T / HTTP/1.1\r\nHost: a", null],
];

const heading: (row: RequestRow) => readonly [string, Case] = ([name, lines, forwarded]) => [
  `request: ${name}`,
  async (side) => {
    const from = side.origin("web").received.length;
    const seen = (): string => side.origin("web").received.slice(from);
    using client = await side.connect("lenient");
    client.send(`${lines}\r\n\r\n`);
    const { status } = await client.readFinal();
    assert.equal(status, forwarded === null ? 400 : 200);
    const expected = forwarded === null ? "" : `${forwarded.replaceAll("|", "\r\n")}\r\n\r\n`;
    await until(() => seen().length >= expected.length, "the request");
    assert.equal(seen(), expected);
    if (forwarded !== null && !lines.includes("RTSP")) {
      using other = await side.connect("strict");
      other.send(`${lines}\r\n\r\n`);
      assert.equal((await other.readFinal()).status, 400);
    }
    return status;
  },
];

const BODY = "Content-Length: 2\r\n\r\nok";
const CHUNKS = "\r\n2\r\nok\r\n0\r\n\r\n";
const CLOSE = "connection: close\r\n\r\n";

/** What the server sends, and what of it the client gets; null for 502. */
const responses: readonly (readonly [name: string, sent: string, given: string | null])[] = [
  [
    "four digits",
    `HTTP/1.1 2000 OK\r\n${BODY}`,
    `HTTP/1.1 2000 OK\r\ncontent-length: 2\r\n${CLOSE}ok`,
  ],
  ["a status beyond 16 bits", `HTTP/1.1 65536 OK\r\n${BODY}`, null],
  [
    "a bad name",
    `HTTP/1.1 200 OK\r\nX(Y): 1\r\nZ: 1\r\n${BODY}`,
    `HTTP/1.1 200 OK\r\nz: 1\r\ncontent-length: 2\r\n${CLOSE}ok`,
  ],
  ["no colon", `HTTP/1.1 200 OK\r\nXY\r\n${BODY}`, null],
  [
    "NUL in a value",
    `HTTP/1.1 200 OK\r\nX: a\0b\r\n${BODY}`,
    `HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 2\r\n${CLOSE}ok`,
  ],
  [
    "chunked twice in a line",
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n${CHUNKS}`,
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n${CLOSE}2\r\nok\r\n0\r\n\r\n`,
  ],
  [
    "chunked in two lines",
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n${CHUNKS}`,
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n${CLOSE}2\r\nok\r\n0\r\n\r\n`,
  ],
  [
    "an empty coding",
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: \r\n${BODY}`,
    `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n${CLOSE}ok`,
  ],
  [
    "a coding begun by a comma",
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: , chunked\r\n${CHUNKS}`,
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n${CLOSE}2\r\nok\r\n0\r\n\r\n`,
  ],
  ["another coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok", null],
  [
    "another protocol",
    `RTSP/1.0 200 OK\r\n${BODY}`,
    "RTSP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
  ],
  ["no protocol", `foo bar\r\n${BODY}`, null],
  [
    "a bad trailer",
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX(Y): 1\r\nZ: 1\r\n\r\n`,
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n${CLOSE}2\r\nok\r\n0\r\nz: 1\r\n\r\n`,
  ],
];

const raw: ServeConnection = async ({ inbox, send, end }) => {
  const head = await inbox.takeUntil("\r\n\r\n");
  send(responses[Number(/\/(\d+)/.exec(head)![1])]![1]);
  end();
};

const answering: (row: (typeof responses)[number], at: number) => readonly [string, Case] = (
  [name, , given],
  at,
) => [
  `response: ${name}`,
  async (side) => {
    const answer = await side.sendAll("answers", get(`/${at}`, "Connection: close\r\n"));
    if (given === null) assert.match(answer, /^HTTP\/1\.1 502 /);
    else assert.equal(answer, given);
    return answer;
  },
];

/** What passes is kept for `show errors`: requests, and where their fault lies. */
const kept: readonly (readonly [name: string, lines: string, position: number])[] = [
  ["a bad name", "GET / HTTP/1.1\r\nHost: a\r\nX(Y): 1\r\nX Z: 1", 26],
  ["a bad target", "GET /\xe9 HTTP/1.1\r\nHost: a\r\nX(Y): 1", 5],
  ["NUL", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b", 29],
  ["another host", "GET http://a/ HTTP/1.1\r\nHost: b", 30],
];

const keeping: (row: (typeof kept)[number]) => readonly [string, Case] = ([
  name,
  lines,
  position,
]) => [
  `show errors: ${name}`,
  async (side) => {
    await side.ask("lenient", `${lines}\r\n\r\n`);
    const shown = await side.proxy.cli("show errors");
    assert.match(shown, /frontend lenient .*: invalid request/);
    assert.equal(/error at position (\d+)/.exec(shown)?.[1], String(position));
  },
];

compareArea(
  "messages that violate the protocol",
  { config, origins: okOrigin, servers: { raw }, since: "3.2" },
  Object.fromEntries([...requests.map(heading), ...responses.map(answering), ...kept.map(keeping)]),
);

test("the old names are taken with a warning", () => {
  const { all } = diagnosticsOf(
    "defaults\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n mode http\n" +
      "listen l\n bind :1\n option accept-invalid-http-request\n option accept-invalid-http-response\n",
  );
  assert.deepEqual(
    all.map(({ severity, at }) => [severity, at?.line]),
    [
      ["warning", 8],
      ["warning", 9],
    ],
  );
});
