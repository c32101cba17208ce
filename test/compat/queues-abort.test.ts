/**
 * Clients that leave while they wait for a server's only slot: with and without `abortonclose`, by
 * shutting down, closing or resetting, with requests that are complete and that are not, and in
 * TCP mode. HAProxy 2.6 looks for the option in the proxy that the client came to, 3.2 in the
 * backend, as the manual says; here both have it or have it not, except in the newer cases.
 */
import { until } from "../support/deadline.ts";
import { RawClient } from "../support/raw-client.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";
import { gated } from "./gated-origin.ts";
import { normaliseLog } from "./normalise.ts";

function proxies(name: string, mode: "http" | "tcp", both: string, backend = ""): string {
  return `
defaults
    mode ${mode}
    timeout connect 2s
    timeout client 5s
    timeout server 5s
    timeout queue 2s
    log 127.0.0.1:\${P:log} local0
    option ${mode}log
    ${both}
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    default_backend ${name}-be
backend ${name}-be
    ${backend}
    server s 127.0.0.1:\${P:web} maxconn 1
`;
}

const config = [
  proxies("plain", "http", ""),
  proxies("abort", "http", "option abortonclose"),
  proxies("tcp", "tcp", ""),
  proxies("tcp-abort", "tcp", "", "option abortonclose"),
].join("");

async function waiting(side: Side, backend: string): Promise<number> {
  const [header = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
  const row = rows.find((one) => one.startsWith(`${backend},BACKEND,`)) ?? "";
  return Number(row.split(",")[header.split(",").indexOf("qcur")]);
}

const requests = {
  whole: get("/late"),
  "whole body": "POST /late HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
  "whole chunks":
    "POST /late HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  "half a body": "POST /late HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel",
  "half a chunk": "POST /late HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
} as const;

const leaves = {
  "shuts down": (client: RawClient) => client.shutdown(),
  closes: (client: RawClient) => client.close(),
  resets: (client: RawClient) => client.reset(),
} as const;

/** The log line of a client that leaves while another one has the slot; what then still waits. */
function left(port: string, what: keyof typeof requests, how: keyof typeof leaves): Case {
  return async (side) => {
    const before = side.origin("web").requests.length;
    using first = await side.connect(port);
    first.send(get("/hold"));
    await side.origin("web").waitForRequests(before + 1);
    const from = side.syslog.lines.length;
    using second = await side.connect(port);
    second.send(requests[what]);
    await until(async () => (await waiting(side, `${port}-be`)) === 1, "a stream in the queue");
    leaves[how](second);
    const line = await until(() => side.syslog.lines[from], "its log line");
    const stillWaiting = await waiting(side, `${port}-be`);
    first.shutdown();
    using release = await RawClient.connect(side.origin("web").port);
    await release.exchange(get("/go"));
    await first.readAll();
    await until(() => side.syslog.lines[from + 1], "the first client's log line");
    // Of a 400 that nobody gets, 3.2 counts the bytes.
    return [normaliseLog(line).replace(/ -1 \d+ - - CQ/, " -1 n - - CQ"), stillWaiting];
  };
}

compareArea(
  "clients that leave the queue",
  { config, origins: { web: gated("ok") } },
  {
    "without the option: shuts down": left("plain", "whole", "shuts down"),
    "without the option: closes behind chunks": left("plain", "whole chunks", "closes"),
    "without the option: shuts down in a body": left("plain", "half a body", "shuts down"),
    "without the option: closes in a body": left("plain", "half a body", "closes"),
    "without the option: closes in a chunk": left("plain", "half a chunk", "closes"),
    "with the option: shuts down": left("abort", "whole", "shuts down"),
    "with the option: closes": left("abort", "whole", "closes"),
    "with the option: resets": left("abort", "whole", "resets"),
    "with the option: shuts down behind a body": left("abort", "whole body", "shuts down"),
    "with the option: closes behind chunks": left("abort", "whole chunks", "closes"),
    "with the option: closes in a body": left("abort", "half a body", "closes"),
    "tcp: shuts down": left("tcp", "whole", "shuts down"),
    "tcp: resets": left("tcp", "whole", "resets"),
    "tcp with the option: shuts down": left("tcp-abort", "whole", "shuts down"),
    "tcp with the option: closes": left("tcp-abort", "whole", "closes"),
    "tcp with the option: resets": left("tcp-abort", "whole", "resets"),
    "tcp: what comes while it waits does not queue it again": async (side) => {
      const before = side.origin("web").requests.length;
      using first = await side.connect("tcp");
      first.send(get("/hold", "Connection: close\r\n"));
      await side.origin("web").waitForRequests(before + 1);
      using second = await side.connect("tcp");
      await until(async () => (await waiting(side, "tcp-be")) === 1, "a stream in the queue");
      const [head = "", rest = ""] = get("/late").split("Host");
      second.send(head);
      second.send(`Host${rest}`);
      first.shutdown();
      using release = await RawClient.connect(side.origin("web").port);
      await release.exchange(get("/go"));
      const { status } = await second.readFinal();
      return [status, await waiting(side, "tcp-be")];
    },
  },
);

compareArea(
  "clients that leave the queue of a backend with abortonclose",
  {
    since: "3.2",
    config: proxies("newer", "http", "", "option abortonclose"),
    origins: { web: gated("ok") },
  },
  {
    "shuts down": left("newer", "whole", "shuts down"),
    "closes behind a body": left("newer", "whole body", "closes"),
  },
);
