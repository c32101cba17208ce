/** Compression at work: bytes leave as they come, what is cut is seen to be, and all is counted. */
import { randomUUID } from "node:crypto";
import { type Case, compareArea, type Side } from "./compare.ts";
import { codedView, dechunked, readableGzip } from "./coded-answer.ts";
import { get, httpDefaults } from "./configs.ts";
import { until } from "../support/deadline.ts";
import type { RawClient } from "../support/raw-client.ts";
import type { ServedConnection } from "../support/raw-server.ts";

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    compression algo gzip
    default_backend be

frontend plain
    bind 127.0.0.1:\${P:plain}
    default_backend coding

backend be
    server web 127.0.0.1:\${P:web}

backend coding
    compression algo identity
    server web 127.0.0.1:\${P:web}
`;

/** Who waits for the server's connection with a request of that target. */
const awaited = new Map<string, (connection: ServedConnection) => void>();

async function serve(connection: ServedConnection): Promise<void> {
  for (;;) {
    const request = await connection.inbox.takeUntil("\r\n\r\n");
    awaited.get(request.split(" ")[1]!)?.(connection);
  }
}

interface Exchange {
  readonly client: RawClient;
  readonly server: ServedConnection;
}

/** Asks for something that only this exchange asks for; its server is in the script's hands. */
async function exchange(side: Side, run: (both: Exchange) => Promise<unknown>): Promise<unknown> {
  const target = `/${randomUUID()}`;
  const reached = new Promise<ServedConnection>((settle) => awaited.set(target, settle));
  using client = await side.connect("fe");
  client.send(get(target, "Accept-Encoding: gzip\r\n"));
  return await run({ client, server: await reached });
}

const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`;
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const letters = (letter: string): string => letter.repeat(300);

/** What can be read of the answer so far. */
function readable({ inbox }: RawClient): string {
  const { pending } = inbox;
  const headEnd = pending.indexOf("\r\n\r\n") + 4;
  const { payload } = dechunked(headEnd < 4 ? "" : pending.slice(headEnd));
  return payload.length <= 10 ? "" : readableGzip(payload);
}

/** What is left of an answer that ended before its time. */
async function cutAnswer({ client, server }: Exchange, how: "end" | "reset"): Promise<unknown> {
  await until(() => client.inbox.pending.includes("\r\n\r\n"), "the head");
  server[how]();
  await until(() => client.inbox.state !== "open", "the end of the connection");
  const { pending } = client.inbox;
  const headEnd = pending.indexOf("\r\n\r\n") + 4;
  return [pending.slice(0, headEnd), dechunked(pending.slice(headEnd)).rest];
}

const cut =
  (start: string, how: "end" | "reset"): Case =>
  (side) =>
    exchange(side, (both) => {
      both.server.send(start);
      return cutAnswer(both, how);
    });

/** The columns of compression of a proxy's own line. */
async function counts(side: Side, proxy: string): Promise<Record<string, string>> {
  const lines = (await side.proxy.cli("show stat")).trim().split("\n");
  const names = lines[0]!.split(",");
  const values = lines.find((line) => /^\w+,(FRONT|BACK)END,/.test(line) && line.startsWith(proxy));
  const columns = ["comp_in", "comp_byp", "comp_rsp"];
  return Object.fromEntries(
    columns.map((name) => [name, values!.split(",")[names.indexOf(name)] ?? ""]),
  );
}

const info = async (side: Side): Promise<string[]> =>
  (await side.proxy.cli("show info"))
    .split("\n")
    .filter((line) => line.startsWith("CompressBpsRa"));

const body = "some text ".repeat(700);
const whole = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;

/** Whole answers on one connection that stays open. */
async function keptAlive(side: Side): Promise<unknown> {
  using client = await side.connect("fe");
  const codings: unknown[] = [];
  for (const start of [whole, `${chunked}${chunk("a")}0\r\n\r\n`, `${chunked}0\r\n\r\n`, whole]) {
    const target = `/${randomUUID()}`;
    const reached = new Promise<ServedConnection>((settle) => awaited.set(target, settle));
    client.send(get(target, "Accept-Encoding: gzip\r\n"));
    const server = await reached;
    server.send(start);
    await until(() => client.inbox.pending.endsWith("0\r\n\r\n"), "the last chunk");
    codings.push(codedView(await client.inbox.takeUntil("\r\n0\r\n\r\n")));
  }
  return codings;
}

compareArea(
  "compression: the flow",
  { config, servers: { web: serve } },
  {
    // First, for HAProxy adds a byte for each body that came in chunks.
    "counters of both sides": (side) =>
      exchange(side, async ({ client, server }) => {
        server.send(whole);
        await until(() => client.inbox.pending.endsWith("0\r\n\r\n"), "the last chunk");
        await until(async () => (await counts(side, "fe"))["comp_rsp"] === "1", "the count");
        return [await counts(side, "fe"), await counts(side, "be"), await counts(side, "coding")];
      }),
    "answers on one connection": keptAlive,
    "a server that ends in mid-chunk": cut(`${chunked}${chunk("whole")}64\r\nhalf`, "end"),
    "a server that ends before the last chunk": cut(`${chunked}${chunk("whole")}`, "end"),
    "a server that sends less than it said": cut(`${head}Content-Length: 100\r\n\r\nless`, "end"),
    "a server that resets": cut(`${chunked}${chunk("whole")}`, "reset"),
    "identity is counted as passed by": async (side) => {
      const target = `/${randomUUID()}`;
      const reached = new Promise<ServedConnection>((settle) => awaited.set(target, settle));
      using client = await side.connect("plain");
      client.send(get(target, "Connection: close\r\n"));
      (await reached).send(whole);
      return [codedView(await client.readAll()), await counts(side, "plain")];
    },
  },
);

compareArea(
  "compression: pieces arrive as they are sent",
  { config, servers: { web: serve }, since: "3.2" },
  {
    "each can be read at once": (side) =>
      exchange(side, async ({ client, server }) => {
        server.send(chunked);
        let expected = "";
        for (const letter of "abc") {
          server.send(chunk(letters(letter)));
          expected += letters(letter);
          await until(() => readable(client) === expected, `the piece of ${letter}`);
        }
        server.send("0\r\nX-After: 1\r\n\r\n");
        await until(() => client.inbox.pending.endsWith("\r\n\r\n"), "the trailers");
        return codedView(client.inbox.pending);
      }),
  },
);

compareArea(
  "compression: the limit of the process",
  { config, servers: { web: serve } },
  {
    "set rate-limit": async (side) => {
      const answers: unknown[] = [];
      for (const words of ["global 1", "global", "global x", "foo 3", "global -1", "global 1"]) {
        answers.push(await side.proxy.cli(`set rate-limit http-compression ${words}`));
        answers.push(await info(side));
      }
      return answers;
    },
    "beyond it bodies pass as they are": (side) =>
      exchange(side, async ({ client, server }) => {
        server.send(whole);
        await until(() => client.inbox.pending.endsWith("0\r\n\r\n"), "the first");
        return exchange(side, async (second) => {
          second.server.send(whole);
          await until(() => second.client.inbox.pending.endsWith(body), "the second");
          return second.client.inbox.pending;
        });
      }),
  },
);
