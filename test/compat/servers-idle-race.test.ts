/**
 * A pooled connection that the server closes in the very moment a request is sent on it: who is
 * told what. HAProxy leaves a client that sent something before on the same connection to try
 * again by itself: it closes without an answer. Not compared: requests that are idempotent,
 * which go out again on another connection here, with their body as far as it is kept; and what HAProxy 2.6 does to connections
 * that were not idle, and newer ones to a client's first request: both close, where 502 is given here.
 */
import { type ServedConnection, startRawServer } from "../support/raw-server.ts";
import { after } from "node:test";
import { haproxyVersion } from "../support/programs.ts";
import { compareArea, type Side, viewOf } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

/** Answers the first request of each connection; ends the connection at the second. */
const serve =
  (end: "end" | "reset") =>
  async (connection: ServedConnection): Promise<void> => {
    let requests = 0;
    for await (const piece of connection.socket) {
      if (!(piece as Buffer).toString("latin1").includes("HTTP/1.1\r\n")) continue;
      requests++;
      if (requests > 1) return connection[end]();
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
  };
const closes = await startRawServer(serve("end"));
const resets = await startRawServer(serve("reset"));
after(() => Promise.all([closes.stop(), resets.stop()]));

const config = `
global
    log 127.0.0.1:\${P:log} local0
    log-tag proxy
${httpDefaults}
    log global
    log-format "%[var(txn.name)] %ST %ts %rc %B"
    http-reuse always
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(txn.name) req.hdr(x-name)
    use_backend %[path,field(2,/)]
backend closes
    server s 127.0.0.1:${closes.port}
backend patches
    server s 127.0.0.1:${closes.port}
backend takes
    server s 127.0.0.1:${closes.port}
backend resets
    server s 127.0.0.1:${resets.port}
backend retries
    retry-on empty-response conn-failure
    server s 127.0.0.1:${closes.port}
`;

const request = (backend: string, name: string, method = "POST", body = "body"): string =>
  `${method} /${backend} HTTP/1.1\r\nHost: a\r\nX-Name: ${name}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** The second request of a client's connection meets the end of the server's; logged as it ends. */
const second =
  (backend: string, name: string, method?: string) =>
  async (side: Side): Promise<unknown> => {
    using client = await side.connect("fe");
    const answer = await client.exchange(request(backend, "first", method));
    client.send(request(backend, name, method));
    const rest =
      backend === "retries" ? viewOf(await client.readResponse()) : await client.readAll();
    // Whatever the one before had to log is there by now.
    const last = `after ${name}`;
    await side.ask("fe", request(backend, last));
    await side.syslog.waitFor(last);
    const lines = side.syslog.lines.filter((line) => line.includes(`]: ${name} `));
    return [answer.startLine, rest, lines.map((line) => line.replace(/^.*?\]: /, ""))];
  };

/** The first request of a client's connection takes over the one that another client left. */
const first =
  (backend: string) =>
  async (side: Side): Promise<unknown> => {
    const other = await side.connect("fe");
    await other.exchange(request(backend, "other"));
    other.close();
    using client = await side.connect("fe");
    const name = `taken-${backend}`;
    const answer = await client.exchange(request(backend, name));
    const line = await side.syslog.waitFor(name);
    return [answer.startLine, line.replace(/^.*?\]: /, "")];
  };

const isOld = (haproxyVersion()?.[0] ?? 2) < 3;

compareArea(
  "idle connections that end as they are used",
  { config },
  {
    "the second request of a client": second("closes", "closed"),
    "a reset": second("resets", "reset"),
    "a method that is no safe one": second("patches", "patched", "PATCH"),
    ...(isOld ? { "the first request of a client": first("takes") } : {}),
    "retry-on empty-response": second("retries", "retried", "PUT"),
  },
);
