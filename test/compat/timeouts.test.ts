/** Timeouts and queues: the status the client gets, and that it gets it in time. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, oneToOne } from "./configs.ts";
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";

const lines = `
    timeout http-request 300ms
    timeout http-keep-alive 200ms
    timeout client 400ms`;

/** An answer with the time it took, in steps wide enough for a busy machine. */
async function timed<T>(answer: Promise<T>): Promise<[T, string]> {
  const start = performance.now();
  const value = await answer;
  const tookMs = performance.now() - start;
  return [value, tookMs < 100 ? "at once" : tookMs < 2000 ? "after the timeout" : "late"];
}

const cases: Readonly<Record<string, Case>> = {
  "nothing sent": (side) => timed(side.sendAll("fe", "")),
  "half a head": (side) => timed(side.sendAll("fe", "GET / HTTP/1.1\r\nHost: a\r\n")),
  "half a body": (side) =>
    timed(side.sendAll("fe", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")),
  "an idle keep-alive connection": (side) => timed(side.sendAll("fe", get("/ok"))),
  "the server hangs": (side) => timed(side.ask("fe", get("/hang"))),
  "the server stops inside the body": (side) => timed(side.sendAll("fe", get("/stuck"))),
  "half a second request": (side) => timed(side.sendAll("fe", `${get("/ok")}GET /`)),
};

compareArea(
  "timeouts",
  {
    config: oneToOne(lines, "timeout server 300ms"),
    origins: {
      web: ({ request, send }) => {
        if (request.target === "/ok") return okResponse("ok");
        if (request.target === "/stuck") send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
        return undefined;
      },
    },
  },
  cases,
);

compareArea(
  "timeout client shorter than timeout http-request",
  {
    config: oneToOne("timeout http-request 10s\n    timeout client 300ms", "timeout server 300ms"),
    origins: { web: okResponse("ok") },
  },
  {
    "nothing sent": cases["nothing sent"]!,
    "half a head": cases["half a head"]!,
    "half a second request": cases["half a second request"]!,
  },
);

compareArea(
  "queue",
  {
    config: oneToOne("", "timeout queue 300ms\n    timeout server 3s", "maxconn 1"),
    origins: {
      web: ({ request, send }) => {
        if (request.target === "/hold") return new Promise(() => undefined);
        send(okResponse("ok"));
        return undefined;
      },
    },
  },
  {
    "a request waits in the queue and gives up": async (side) => {
      using holder = await side.connect("fe");
      holder.send(get("/hold"));
      const before = side.origin("web").requests.length;
      await side.origin("web").waitForRequests(Math.max(1, before));
      return await timed(side.ask("fe", get("/second")));
    },
  },
);

compareArea(
  "queue order",
  {
    config: oneToOne("", "timeout queue 5s", "maxconn 1"),
    origins: { web: okResponse() },
  },
  {
    "the queue is served in order of arrival": async (side) => {
      const gate = Promise.withResolvers<void>();
      side.origin("web").script = async ({ request }) => {
        await gate.promise;
        return okResponse(request.target);
      };
      const clients = [];
      for (const target of ["/0", "/1", "/2", "/3", "/4"]) {
        const client = await side.connect("fe");
        client.send(get(target, "Connection: close\r\n"));
        await until(() => waitingOrServed(side, clients.length), `request ${target} in the queue`);
        clients.push(client);
      }
      gate.resolve();
      for (const client of clients) await client.readFinal();
      return side.seen("web");
    },
  },
);

/** True when the server holds one request and `queued` more wait in the backend's queue. */
async function waitingOrServed(side: Side, queued: number): Promise<boolean> {
  const rows = (await side.proxy.cli("show stat")).split("\n");
  const columns = (name: string): string[] =>
    rows.find((row) => row.startsWith(`be,${name},`))?.split(",") ?? [];
  return columns("BACKEND")[2] === String(queued) && columns("web")[4] === "1";
}

compareArea(
  "half-closed tunnels",
  {
    config: `
defaults
    mode tcp
    timeout connect 2s
    timeout client 20s
    timeout server 20s
    timeout client-fin 300ms
    timeout server-fin 300ms
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be
backend be
    server web 127.0.0.1:\${P:web}
`,
    origins: { web: () => new Promise(() => undefined) },
  },
  {
    "the server stays silent after the client's last word": async (side) => {
      using client = await side.connect("fe");
      client.send("GET /silent HTTP/1.1\r\n\r\n");
      await until(() => side.origin("web").requests.at(-1)?.target === "/silent", "the request");
      client.shutdown();
      return await timed(client.readAll());
    },
  },
);
