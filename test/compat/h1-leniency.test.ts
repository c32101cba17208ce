/**
 * Bodies of HTTP/1.0 requests and messages with two lengths, refused or let pass by `global`. To such
 * a body HAProxy 2.6 answers 413, as the manual says; 3.2 closes the connection without a word.
 */
import assert from "node:assert/strict";
import { type Case, compareArea, type Side } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const twoLengths = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n";
const origins = {
  web: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
  two: `HTTP/1.1 200 OK\r\n${twoLengths}\r\n2\r\nok\r\n0\r\n\r\n`,
};

const config = (global: string): string => `
global
    ${global}
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend two if { path /two }
    default_backend be

backend be
    server web 127.0.0.1:\${P:web}

backend two
    server two 127.0.0.1:\${P:two}
`;

/** An HTTP/1.0 request with a body of three bytes. */
const body =
  (method: string, fields = ""): Case =>
  async (side) => [
    await side.ask("fe", `${method} / HTTP/1.0\r\n${fields}Content-Length: 3\r\n\r\nabc`),
    side.seen("web"),
  ];

const bodies: Readonly<Record<string, Case>> = {
  GET: body("GET"),
  DELETE: body("DELETE"),
  POST: body("POST"),
  PUT: body("PUT"),
  OPTIONS: body("OPTIONS"),
  FOO: body("FOO"),
  "GET, kept alive": body("GET", "Host: a\r\nConnection: keep-alive\r\n"),
  "GET with a length of nothing": (side) =>
    side.ask("fe", "GET / HTTP/1.0\r\nContent-Length: 0\r\n\r\n"),
  "GET of HTTP/1.1": (side) =>
    side.ask("fe", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"),
};

compareArea("bodies of HTTP/1.0 requests", { config: config("maxconn 100"), origins }, bodies);
compareArea(
  "bodies of HTTP/1.0 requests with any method",
  { config: config("h1-accept-payload-with-any-method"), origins },
  bodies,
);

/** A request with two lengths, and whether another may follow it. */
const twice = async (side: Side): Promise<readonly unknown[]> => {
  using client = await side.connect("fe");
  const { startLine, fields } = await client.exchange(
    `POST / HTTP/1.1\r\nHost: a\r\n${twoLengths}\r\n3\r\nabc\r\n0\r\n\r\n`,
  );
  const next = await client
    .exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    .then((response) => response.status)
    .catch(() => "closed");
  return [startLine, fields, next, side.seen("web")];
};

/** Whether the connection to a server is used again after a response with two lengths. */
const answeredTwice = async (side: Side): Promise<number[]> => {
  using client = await side.connect("fe");
  for (let round = 0; round < 2; round++)
    await client.exchange("GET /two HTTP/1.1\r\nHost: a\r\n\r\n");
  return side.origin("two").requests.map(({ connection }) => connection);
};

compareArea(
  "two lengths",
  { config: config("maxconn 100"), origins },
  { "of a request": twice, "of a response": answeredTwice },
);
compareArea(
  "two lengths, connections kept",
  { config: config("h1-do-not-close-on-insecure-transfer-encoding"), origins, since: "3.0" },
  {
    "of a request": async (side) => {
      const seen = await twice(side);
      assert.equal(seen[2], 200);
      return seen;
    },
    "of a response": async (side) => {
      const [first, second] = await answeredTwice(side);
      assert.equal(second, first);
      return [first, second];
    },
  },
);
