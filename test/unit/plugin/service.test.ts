import assert from "node:assert/strict";
import { test } from "node:test";
import type { TlsInfo } from "../../../src/runtime/tls.ts";
import type { Txn } from "../../../src/sample/txn.ts";
import { requestTxn } from "../support/txn.ts";
import { FakeExchange } from "./fake-exchange.ts";
import { settled, World } from "./world.ts";

type Handler = (request: Request) => Response | Promise<Response>;

interface Served {
  readonly world: World;
  readonly exchange: FakeExchange;
}

async function serve(
  handler: Handler,
  txn: Txn = get("/"),
  room: number = Infinity,
): Promise<Served> {
  const world = await World.with((core) => core.registerService("s", handler));
  const exchange = new FakeExchange(txn);
  exchange.room = room;
  world.host.service("lua.s")!.serve(exchange);
  await settled();
  return { world, exchange };
}

function get(target: string, ...fields: readonly string[]): Txn {
  return requestTxn(`GET ${target} HTTP/1.1`, ["Host: h:8080", ...fields]);
}

function post(...fields: readonly string[]): Txn {
  return requestTxn("POST /up HTTP/1.1", ["Host: h", ...fields]);
}

/** A body whose pieces the test gives, with a count of how many were asked for. */
function source(pieces: readonly string[]): {
  readonly stream: ReadableStream<Uint8Array>;
  asked: number;
  cancelled: boolean;
} {
  const state = {
    asked: 0,
    cancelled: false,
    stream: new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const piece = pieces[state.asked++];
          if (piece === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(piece));
        },
        cancel() {
          state.cancelled = true;
        },
      },
      { highWaterMark: 0 },
    ),
  };
  return state;
}

test("a handler gets method, URL and headers, and its response is sent", async () => {
  let seen: unknown = null;
  const { exchange } = await serve(
    (request) => {
      seen = [
        request.method,
        request.url,
        request.headers.get("x-a"),
        request.headers.get("cookie"),
        request.headers.get("connection"),
      ];
      return new Response("hello", {
        status: 201,
        headers: { "X-B": "2", "content-type": "text/plain" },
      });
    },
    get("/a%20b?c=d", "X-A: 1", "X-A: 2", "Cookie: a=1", "Cookie: b=2", "Connection: close"),
  );
  assert.deepEqual(seen, ["GET", "http://h:8080/a%20b?c=d", "1, 2", "a=1; b=2", null]);
  assert.deepEqual(
    [exchange.status, exchange.sizeBytes, exchange.body, exchange.ended],
    [201, null, "hello", true],
  );
  assert.deepEqual(Object.fromEntries(exchange.fields), {
    "content-type": "text/plain",
    "x-b": "2",
  });
});

test("the URL is https over TLS, and an absolute target names the host", async () => {
  const tls: TlsInfo = {
    version: "TLSv1.3",
    cipher: "",
    alpn: "",
    serverName: "",
    resumed: false,
    verifyError: 0,
    peerCertificate: null,
    ownCertificateDer: null,
    sessionDer: null,
    firstFinished: null,
    peerRootDer: null,
    keyLog: null,
    group: null,
  };
  const txn = requestTxn("GET http://other/x HTTP/1.1", ["Host: other"]);
  let url = "";
  const overTls: Txn = { ...txn, session: { ...txn.session, tls } };
  await serve((request) => ((url = request.url), new Response()), overTls);
  assert.equal(url, "https://other/x");
});

test("a host that is none is refused with 400, a method that no Request has with 501", async () => {
  for (const host of ["a/b", "a?b", "a b", "a@b", "[::1", "h:99999"]) {
    const txn = get("/");
    txn.request!.fields.setValueAt(0, host);
    const { exchange, world } = await serve(() => new Response("no"), txn);
    assert.deepEqual(
      [exchange.status, exchange.body, exchange.ended, world.reports],
      [400, "", true, []],
      host,
    );
  }
  for (const method of ["TRACE", "CONNECT", "track"]) {
    const txn = get("/");
    txn.request!.setMethod(method);
    assert.equal((await serve(() => new Response("no"), txn)).exchange.status, 501, method);
  }
});

test("a path that a rule made odd stays a path of the same host", async () => {
  const txn = get("/");
  txn.request!.setTarget("/\xff#x");
  let url = "";
  await serve((request) => ((url = request.url), new Response()), txn);
  assert.equal(url, "http://h:8080/%FF%23x");
});

test("an object with a fetch method serves, as a Hono app does", async () => {
  const app = {
    answer: "app",
    fetch(): Response {
      return new Response(this.answer);
    },
  };
  const world = await World.with((core) => core.registerService("s", app));
  const exchange = new FakeExchange(get("/"));
  world.host.service("s")!.serve(exchange);
  await settled();
  assert.equal(exchange.body, "app");
});

test("Content-Length is kept when given, hop-by-hop fields are dropped, Set-Cookie stays apart", async () => {
  const { exchange } = await serve(
    () =>
      new Response("four", {
        headers: [
          ["content-length", "4"],
          ["connection", "x-hop"],
          ["x-hop", "1"],
          ["keep-alive", "5"],
          ["transfer-encoding", "chunked"],
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
          ["content-type", "a/b"],
        ],
      }),
  );
  assert.equal(exchange.sizeBytes, 4);
  assert.deepEqual(
    exchange.fields.toSorted((a, b) => a.join().localeCompare(b.join())),
    [
      ["content-type", "a/b"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ],
  );
});

test("responses without a body: length 0, none with 204, what is given with HEAD", async () => {
  assert.equal((await serve(() => new Response(null))).exchange.sizeBytes, 0);
  assert.equal((await serve(() => new Response(null, { status: 204 }))).exchange.sizeBytes, null);
  const body = source(["x"]);
  const head = requestTxn("HEAD / HTTP/1.1", ["Host: h"]);
  const { exchange } = await serve(
    () => new Response(body.stream, { headers: { "content-length": "9" } }),
    head,
  );
  assert.deepEqual([exchange.sizeBytes, exchange.pieces, exchange.ended], [9, [], true]);
  assert.equal(body.cancelled, true);
});

test("a body that is not as long as promised fails", async () => {
  const headers = { "content-length": "3" };
  const long = await serve(() => new Response(source(["ab", "cd"]).stream, { headers }));
  assert.deepEqual(
    [long.exchange.body, long.exchange.failure],
    ["ab", "plugin '/p.ts': service 's' gave more than its Content-Length"],
  );
  const short = await serve(() => new Response(source(["ab"]).stream, { headers }));
  assert.equal(
    short.exchange.failure,
    "plugin '/p.ts': service 's' gave less than its Content-Length",
  );
});

test("the response is read no faster than the client takes it", async () => {
  const body = source(["a", "b", "c"]);
  const { exchange } = await serve(() => new Response(body.stream), get("/"), 1);
  assert.deepEqual([exchange.pieces, body.asked], [["a"], 1]);
  await settled();
  assert.equal(body.asked, 1);
  exchange.drain(2);
  await settled();
  assert.deepEqual([exchange.pieces, body.asked, exchange.ended], [["a", "b", "c"], 3, false]);
  exchange.drain(1);
  await settled();
  assert.equal(exchange.ended, true);
  exchange.drain(1);
});

test("a client that has room while nothing waits for it changes nothing", async () => {
  let give: (piece: string) => void = () => {};
  let reads = 0;
  const { exchange } = await serve(
    () =>
      new Response(
        new ReadableStream<Uint8Array>(
          {
            pull: (controller) =>
              new Promise((resolve) => {
                reads++;
                give = (piece) => {
                  controller.enqueue(new TextEncoder().encode(piece));
                  resolve();
                };
              }),
          },
          { highWaterMark: 0 },
        ),
      ),
  );
  exchange.drain(1);
  give("a");
  await settled();
  // The one piece made the client slow again, so no second read may be under way.
  assert.deepEqual([exchange.pieces, reads], [["a"], 1]);
});

test("the handler keeps its pieces of the request whatever becomes of the connection's buffer", async () => {
  const { exchange } = await serve(
    async (request) => new Response(await request.text()),
    post("Content-Length: 2"),
  );
  const piece = new Uint8Array([104, 105]);
  exchange.receive!(piece);
  piece.fill(120);
  exchange.receive!(null);
  await settled();
  assert.equal(exchange.body, "hi");
});

test("the body of a response that cannot be sent is cancelled", async () => {
  const body = source(["x"]);
  const { exchange } = await serve(
    () => new Response(body.stream, { headers: { "content-length": "many" } }),
  );
  await settled();
  assert.match(exchange.failure!, /'many' is no Content-Length/);
  assert.equal(body.cancelled, true);
});

test("the request's body streams in while the response streams out", async () => {
  const { exchange } = await serve(
    async (request) => new Response(request.body),
    post("Content-Length: 5"),
  );
  exchange.send("he");
  await settled();
  assert.deepEqual([exchange.status, exchange.body, exchange.ended], [200, "he", false]);
  exchange.send("llo");
  exchange.receive!(null);
  await settled();
  assert.deepEqual([exchange.body, exchange.ended], ["hello", true]);
});

test("a handler that answers before the request's body is complete ends the exchange", async () => {
  const { exchange } = await serve(
    () => new Response("enough"),
    post("Transfer-Encoding: chunked"),
  );
  assert.deepEqual([exchange.body, exchange.ended], ["enough", true]);
  exchange.send("more");
  exchange.receive!(null);
});

test("a body with GET is dropped, as no Request can have it", async () => {
  const { exchange } = await serve(() => new Response("ok"), get("/", "Content-Length: 3"));
  assert.deepEqual([exchange.body, exchange.receive], ["ok", null]);
});

test("a throw, a rejection and what is no Response fail before the head", async () => {
  const failing: [() => unknown, string][] = [
    [
      () => {
        throw new Error("boom");
      },
      "failed: boom",
    ],
    [() => Promise.reject(new TypeError("later")), "failed: TypeError: later"],
    [() => "text", "gave no Response"],
    [() => Promise.resolve(undefined), "gave no Response"],
    [
      () => Response.error(),
      "gave a response that cannot be sent: TypeError: 0 is no status of a response",
    ],
  ];
  for (const [handler, failure] of failing) {
    const world = await World.with(
      (core) => void Reflect.apply(core.registerService, core, ["s", handler]),
    );
    const exchange = new FakeExchange(get("/"));
    world.host.service("s")!.serve(exchange);
    await settled();
    assert.deepEqual(
      [exchange.status, exchange.failure],
      [0, `plugin '/p.ts': service 's' ${failure}`],
    );
  }
});

test("a body that fails midway aborts the response", async () => {
  const { exchange } = await serve(
    () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            controller.error(new Error("disk"));
          },
        }),
      ),
  );
  assert.deepEqual([exchange.status, exchange.ended], [200, false]);
  assert.equal(exchange.failure, "plugin '/p.ts': service 's' failed in its body: disk");
});

test("no response in time fails; one that comes late is cancelled and touches nothing", async () => {
  const body = source(["x"]);
  let respond: (response: Response) => void = () => {};
  const { world, exchange } = await serve(() => new Promise((resolve) => (respond = resolve)));
  world.clock.advance(3999);
  assert.equal(exchange.failure, null);
  world.clock.advance(2);
  assert.equal(
    exchange.failure,
    "plugin '/p.ts': service 's' gave no response in time, the limit is 4000 ms",
  );
  respond(new Response(body.stream));
  await settled();
  assert.deepEqual([exchange.status, body.cancelled], [0, true]);
});

test("once the head is sent a body may take its time", async () => {
  const { world, exchange } = await serve(
    (request) => new Response(request.body),
    post("Content-Length: 1"),
  );
  world.clock.advance(60_000);
  exchange.send("x");
  exchange.receive!(null);
  await settled();
  assert.deepEqual([exchange.body, exchange.ended, exchange.failure], ["x", true, null]);
});

test("a handler that held the thread beyond the limit fails", async () => {
  const world: World = await World.with((core) =>
    core.registerService("s", () => {
      world.clock.stall(4500);
      return new Response("late");
    }),
  );
  const exchange = new FakeExchange(get("/"));
  world.host.service("s")!.serve(exchange);
  assert.equal(
    exchange.failure,
    "plugin '/p.ts': service 's' held the thread for 4500 ms, the limit is 4000 ms",
  );
});

test("a client that leaves cancels the response and fails the request's body", async () => {
  const body = source(["a", "b"]);
  const out = await serve(() => new Response(body.stream), get("/"), 1);
  out.exchange.leave();
  await settled();
  assert.deepEqual([body.cancelled, out.exchange.ended, out.exchange.failure], [true, false, null]);
  out.exchange.drain(9);
  await settled();
  assert.deepEqual(out.exchange.pieces, ["a"]);

  let failure: unknown = null;
  const inward = await serve(async (request) => {
    try {
      await request.text();
    } catch (thrown) {
      failure = thrown;
    }
    return new Response("unsent");
  }, post("Content-Length: 9"));
  inward.exchange.leave();
  await settled();
  assert.ok(failure instanceof Error);
  assert.deepEqual([inward.exchange.status, inward.exchange.failure], [0, null]);
  inward.world.clock.advance(10_000);
  assert.equal(inward.exchange.failure, null);
});
