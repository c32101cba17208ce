/** The server side of HTTP/1: responses out of bytes, reuse of the connection, failures, time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { HOST } from "../../../src/http/header-name.ts";
import { CONNECTION_UPGRADE, type HttpMessage } from "../../../src/http/message.ts";
import { H1Back } from "../../../src/mux/h1/back.ts";
import type { Failure, ResponseSink } from "../../../src/mux/mux.ts";
import type { ByteBuffer } from "../../../src/runtime/bytes.ts";
import { type Loop, type LoopSocket, makeLoop } from "./loop.ts";

class Sink implements ResponseSink {
  connected: boolean = false;
  interim: number[] = [];
  status: number = 0;
  body: string = "";
  ended: boolean = false;
  failures: Failure[] = [];
  isSilent: boolean = false;

  onServerConnected(): void {
    this.connected = true;
  }
  onInterim(response: HttpMessage): void {
    this.interim.push(response.status);
  }
  onResponseHead(response: HttpMessage): void {
    this.status = response.status;
  }
  onResponseBody(bytes: ByteBuffer, start: number, end: number): void {
    this.body += bytes.latin1Slice(start, end);
  }
  onResponseEnd(): void {
    this.ended = true;
  }
  onServerSilence(): void {
    this.isSilent = true;
  }
  onServerDrain(): void {}
  onServerFailure(failure: Failure): void {
    this.failures.push(failure);
  }
}

interface Bench extends Loop {
  readonly sink: Sink;
  readonly mux: H1Back;
  readonly socket: LoopSocket;
  /** Idle connections that were lost. */
  readonly lost: H1Back[];
}

async function back(preface: string = ""): Promise<Bench> {
  const loop = await makeLoop();
  const sink = new Sink();
  const lost: H1Back[] = [];
  const target = {
    address: { kind: "ip", host: "127.0.0.1", port: 1 },
    via: null,
    localAddress: null,
    localPort: 0,
    tls: null,
    serverName: null,
  } as const;
  const mux = new H1Back(
    loop.io,
    target,
    400,
    preface,
    { lost: (gone) => void lost.push(gone) },
    sink,
  );
  return { ...loop, sink, mux, socket: loop.dialed[0]!, lost };
}

function send(bench: Bench, keepAlive: boolean = true): void {
  const request = bench.io.takeMessage();
  request.setMethod("GET");
  request.setTarget("/");
  request.fields.add(HOST, "h");
  bench.mux.wantKeepAlive(keepAlive, false);
  bench.mux.setTimeout(1000);
  bench.mux.sendHead(request, null);
  bench.mux.endBody(null);
  bench.clock.endTurn();
}

async function connected(): Promise<Bench> {
  const bench = await back();
  bench.socket.handler.onConnect(bench.socket);
  send(bench);
  return bench;
}

test("the preface comes before the request, and the request asks for what the exchange wants", async () => {
  const bench = await back("PROXY UNKNOWN\r\n");
  bench.socket.handler.onConnect(bench.socket);
  assert.equal(bench.sink.connected, true);
  send(bench, false);
  assert.equal(
    bench.socket.sent,
    "PROXY UNKNOWN\r\nGET / HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n",
  );
});

test("a whole response leaves a connection that serves the next exchange", async () => {
  const bench = await connected();
  bench.socket.deliver("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
  assert.deepEqual([bench.sink.status, bench.sink.body, bench.sink.ended], [200, "ok", true]);
  assert.equal(bench.mux.release(), true);
  assert.deepEqual([bench.socket.state, bench.mux.reused], ["open", true]);
  const next = new Sink();
  bench.mux.attach(next);
  send(bench);
  bench.socket.deliver("HTTP/1.1 204 No Content\r\n\r\n");
  assert.deepEqual([next.status, next.ended], [204, true]);
});

test("a response split at every byte is the same response", async () => {
  const text =
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1;x\r\nc\r\n0\r\nt: 1\r\n\r\n";
  for (let cut = 1; cut < text.length; cut++) {
    const bench = await connected();
    bench.socket.deliver(text.slice(0, cut));
    bench.socket.deliver(text.slice(cut));
    const { interim, status, body, ended } = bench.sink;
    assert.deepEqual([interim, status, body, ended], [[100], 200, "abc", true], `cut at ${cut}`);
    assert.equal(bench.mux.release(), true);
  }
});

for (const [what, text] of [
  ["says close", "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"],
  ["speaks HTTP/1.0", "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n"],
  ["sends more than its response", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nextra"],
] as const) {
  test(`a server that ${what} is not used again`, async () => {
    const bench = await connected();
    bench.socket.deliver(text);
    assert.equal(bench.sink.ended, true);
    assert.equal(bench.mux.release(), false);
    assert.equal(bench.socket.state, "reset");
  });
}

test("a body without a length ends with the connection", async () => {
  const bench = await connected();
  bench.socket.deliver("HTTP/1.1 200 OK\r\n\r\npart");
  assert.equal(bench.sink.ended, false);
  bench.socket.deliverEnd();
  assert.deepEqual([bench.sink.body, bench.sink.ended, bench.sink.failures], ["part", true, []]);
  assert.equal(bench.mux.release(), false);
});

for (const [what, text, failure] of [
  ["closes before its response", "", "closed"],
  ["closes inside its head", "HTTP/1.1 200 OK\r\nx: y", "closed"],
  [
    "closes inside a body of known length",
    "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc",
    "closed",
  ],
] as const) {
  test(`a server that ${what} failed`, async () => {
    const bench = await connected();
    if (text !== "") bench.socket.deliver(text);
    bench.socket.deliverEnd();
    assert.deepEqual(bench.sink.failures, [failure]);
    assert.equal(bench.sink.ended, false);
  });
}

test("a response that cannot be read is a malformed one, and nothing of it is forwarded", async () => {
  const bench = await connected();
  bench.socket.deliver("HTTP/1.1 200 OK\r\nbad header\r\n\r\nbody");
  assert.deepEqual(
    [bench.sink.failures, bench.sink.status, bench.sink.body],
    [["malformed"], 0, ""],
  );
});

test("time: the connection is made in time, and the server answers in time", async () => {
  const slow = await back();
  slow.clock.endTurn();
  slow.clock.advance(401);
  assert.deepEqual([slow.sink.failures, slow.socket.state], [["timeout"], "reset"]);

  const silent = await connected();
  silent.clock.advance(999);
  assert.deepEqual(silent.sink.failures, []);
  silent.clock.advance(2);
  assert.deepEqual(silent.sink.failures, ["timeout"]);
});

test("a refused connection is told apart from one that broke", async () => {
  const bench = await back();
  bench.socket.deliverClose({ code: "ECONNREFUSED", message: "refused" });
  assert.deepEqual(bench.sink.failures, ["unreachable"]);
});

test("an idle connection that the server closes or talks on is lost, not handed out", async () => {
  for (const end of ["close", "talk"] as const) {
    const bench = await connected();
    bench.socket.deliver("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    assert.equal(bench.mux.release(), true);
    if (end === "close") bench.socket.deliverEnd();
    else bench.socket.deliver("HTTP/1.1 408 Request Time-out\r\n\r\n");
    assert.deepEqual([bench.lost.length, bench.lost[0] === bench.mux], [1, true], end);
    assert.equal(bench.sink.failures.length, 0);
  }
});

test("a paused body stays in the socket", async () => {
  const bench = await connected();
  bench.socket.deliver("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nabc");
  bench.mux.pauseBody();
  assert.equal(bench.socket.paused, true);
  bench.socket.deliver("def");
  assert.equal(bench.sink.body, "abc");
  bench.mux.resumeBody();
  assert.deepEqual(
    [bench.socket.paused, bench.sink.body, bench.sink.ended],
    [false, "abcdef", true],
  );
});

test("a server that is silent in a tunnel has ended its half; the connection ends with a FIN", async () => {
  const bench = await back();
  bench.socket.handler.onConnect(bench.socket);
  const request = bench.io.takeMessage();
  request.setMethod("GET");
  request.setTarget("/");
  request.fields.add(HOST, "h");
  request.flags |= CONNECTION_UPGRADE;
  bench.mux.setTimeout(1000);
  bench.mux.sendHead(request, null);
  bench.socket.deliver("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n");
  bench.clock.advance(999);
  assert.equal(bench.sink.isSilent, false);
  bench.clock.advance(2);
  assert.deepEqual([bench.sink.isSilent, bench.sink.failures], [true, []]);
  bench.socket.deliver("too late");
  assert.equal(bench.sink.body, "");
  bench.mux.endBody(null);
  assert.equal(bench.socket.state, "shut");
  assert.equal(bench.mux.release(), false);
  assert.equal(bench.socket.state, "closed");
});
