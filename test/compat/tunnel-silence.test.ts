/**
 * Time limits of tunnels: who says nothing for its time is taken to have ended its half, and the
 * other side is told so by a FIN. What each side sees, in its order, and the log line.
 */
import assert from "node:assert/strict";
import { until } from "../support/deadline.ts";
import type { ServedConnection } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";

const SHORT = "200ms";
const LONG = "700ms";

const limits = (client: string, server: string, more = ""): string =>
  `timeout client ${client}\n    timeout server ${server}\n    ${more}`;

const proxies: Readonly<Record<string, string>> = {
  client: limits(SHORT, LONG),
  server: limits(LONG, SHORT),
  tunnel: limits("50ms", "50ms", `timeout tunnel ${SHORT}`),
  clientFin: limits(SHORT, LONG, `timeout client-fin ${SHORT}`),
  serverFin: limits(SHORT, LONG, `timeout server-fin ${SHORT}`),
};

const SERVERS = ["closing", "staying", "leaving"];

const config = (mode: string): string => `
defaults
    mode ${mode}
    log 127.0.0.1:\${P:log} local0
    log-format "ended %ts"
    timeout connect 2s
${Object.entries(proxies)
  .flatMap(([name, lines]) =>
    SERVERS.map(
      (server) => `listen ${name}-${server}
    bind 127.0.0.1:\${P:${name}-${server}}
    ${lines}
    server s 127.0.0.1:\${P:${server}}
`,
    ),
  )
  .join("")}`;

/** What happened on connections to the server that listens there, and to its clients. */
const events = new Map<number, string[]>();

function note(port: number, event: string): void {
  events.set(port, [...(events.get(port) ?? []), event]);
}

const SWITCH =
  "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
const REQUEST =
  "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/** Answers once; then waits, and does the same as its peer or not, or leaves first. */
const serving =
  (kind: string) =>
  ({ socket, send, end }: ServedConnection): void => {
    const port = socket.localPort!;
    socket.once("data", () => {
      send(SWITCH);
      if (kind === "leaving") end();
    });
    socket.on("end", () => {
      note(port, "the server sees FIN");
      if (kind === "closing") end();
    });
    socket.on("error", () => note(port, "the server sees RST"));
  };

const servers = Object.fromEntries(SERVERS.map((kind) => [kind, serving(kind)]));

/** The events of one connection through `proxy`, and its line in the log. */
async function ended(side: Side, proxy: string, clientLeaves: boolean): Promise<string[]> {
  const { port } = side.server(proxy.split("-")[1]!);
  events.set(port, []);
  const logged = side.syslog.lines.length;
  using client = await side.connect(proxy);
  client.send(REQUEST);
  await client.readResponse();
  const end = client.inbox.waitForEnd().then(
    () => note(port, "the client sees FIN"),
    () => note(port, "the client sees RST"),
  );
  if (clientLeaves) client.shutdown();
  await end;
  const line = await until(() => side.syslog.lines[logged], "the log line");
  return [...(events.get(port) ?? []), line.replace(/^.*ended/s, "ended")];
}

const silent =
  (proxy: string, clientLeaves = false): Case =>
  (side) =>
    ended(side, proxy, clientLeaves);

const inTunnels: Readonly<Record<string, Case>> = {
  "a silent client, its server follows": silent("client-closing"),
  "a silent client, its server stays": silent("client-staying"),
  "the client left, its server is silent": silent("client-staying", true),
  "timeout server-fin": silent("serverFin-staying", true),
};

compareArea(
  "silence in TCP mode",
  { config: config("tcp"), servers },
  {
    ...inTunnels,
    "timeout tunnel": silent("tunnel-closing"),
    "the server left, its client is silent": silent("server-leaving"),
    "timeout client-fin": silent("clientFin-leaving"),
    "a silent server, its client stays": silent("server-staying"),
    "a silent server and its connection": silent("server-closing"),
  },
);

compareArea("silence in tunnels of HTTP", { config: config("http"), servers }, inTunnels);

// 2.6 resets the connection to a silent server, and ends with the server that leaves first.
compareArea(
  "silence of servers in tunnels of HTTP",
  { config: config("http"), servers, since: "3.0" },
  {
    "a silent server, its client stays": async (side) => {
      const seen = await ended(side, "server-staying", false);
      assert.deepEqual(seen, ["the client sees FIN", "the server sees FIN", "ended sD\n"]);
      return seen;
    },
  },
);
