/**
 * The proxy's own answers to requests with bodies: the connection stays when the body is here to its
 * end, and closes when more of it would have to be waited for. Behind redirects it stays as with
 * haproxy 3.2.
 */
import assert from "node:assert/strict";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okOrigin } from "./rule-table.ts";

const config = `${httpDefaults}
userlist users
    user a insecure-password b
frontend fe
    bind 127.0.0.1:\${P:fe}
    timeout tarpit 20ms
    http-request deny if { path /deny }
    http-request return status 200 if { path /return }
    http-request redirect location / if { path /redirect }
    http-request auth if { path /auth }
    http-request tarpit if { path /tarpit }
    use_backend none if { path /none }
    use_backend refused if { path /refused }
    use_backend denying if { path /denying }
    default_backend be
backend none
backend refused
    retries 0
    server s 127.0.0.1:1
backend denying
    http-response deny
    server s 127.0.0.1:\${P:web}
backend be
    server s 127.0.0.1:\${P:web}
`;

const bodies: Readonly<Record<string, string>> = {
  none: "Content-Length: 0\r\n\r\n",
  whole: "Content-Length: 3\r\n\r\nabc",
  chunked: "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
  trailers: "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n",
  part: "Content-Length: 5\r\n\r\nabc",
  chunk: "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
  nothing: "Content-Length: 3\r\n\r\n",
};

/** Two requests in one piece: the second is answered if the first leaves the connection open. */
const asking =
  (path: string, body: string): Case =>
  async (side) => {
    using client = await side.connect("fe");
    const isHere = !["part", "chunk", "nothing"].includes(body);
    const next = isHere ? get("/next", "Connection: close\r\n") : "";
    client.send(`POST /${path} HTTP/1.1\r\nHost: h\r\n${bodies[body]!}${next}`);
    return await client.readAll();
  };

compareArea(
  "redirects of requests with bodies",
  { config, origins: okOrigin, since: "3.2" },
  Object.fromEntries(
    ["none", "whole", "chunked", "trailers"].map((body) => [
      body,
      async (side: Side) => {
        const answers = String(await asking("redirect", body)(side));
        assert.match(answers, /^HTTP\/1\.1 302 .*HTTP\/1\.1 200 OK\r\n/s);
        return answers;
      },
    ]),
  ),
);

compareArea(
  "replies to requests with bodies",
  { config, origins: okOrigin },
  Object.fromEntries(
    ["deny", "return", "auth", "tarpit", "none", "refused", "denying"].flatMap((path) =>
      Object.keys(bodies)
        // A server that is asked gets the body first.
        .filter((body) => path !== "denying" || !["part", "chunk", "nothing"].includes(body))
        .map((body) => [`${path}, ${body}`, asking(path, body)] as const),
    ),
  ),
);
