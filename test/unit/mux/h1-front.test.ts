/** The client side of HTTP/1: exchanges out of bytes, framing of responses, keep-alive, time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BODY_LENGTH, BODY_TUNNEL, type HttpMessage } from "../../../src/http/message.ts";
import { CONTENT_LENGTH } from "../../../src/http/header-name.ts";
import { H1Front } from "../../../src/mux/h1/front.ts";
import type { FrontHost, FrontSettings } from "../../../src/mux/h1/front-host.ts";
import type { ClientMux, Failure, RequestSink } from "../../../src/mux/mux.ts";
import type { ByteBuffer } from "../../../src/runtime/bytes.ts";
import { type Loop, LoopSocket, makeLoop, noHandler } from "./loop.ts";

/** A stream that notes what it is told. */
class Sink implements RequestSink {
  readonly mux: ClientMux;
  target: string = "";
  body: string = "";
  ended: boolean = false;
  failures: Failure[] = [];
  isSilent: boolean = false;
  drained: number = 0;
  halfClosed: boolean = false;
  readonly #onHead: (sink: Sink, request: HttpMessage) => void;

  constructor(mux: ClientMux, onHead: (sink: Sink, request: HttpMessage) => void) {
    this.mux = mux;
    this.#onHead = onHead;
  }

  onRequestHead(request: HttpMessage): void {
    this.target = request.targetText();
    this.#onHead(this, request);
  }
  onRequestBody(bytes: ByteBuffer, start: number, end: number): void {
    this.body += bytes.latin1Slice(start, end);
  }
  onRequestEnd(): void {
    this.ended = true;
  }
  onClientSilence(): void {
    this.isSilent = true;
  }
  onClientDrain(): void {
    this.drained++;
  }
  onClientHalfClose(): void {
    this.halfClosed = true;
  }
  onClientFailure(failure: Failure): void {
    this.failures.push(failure);
  }
}

class Host implements FrontHost {
  readonly sinks: Sink[] = [];
  readonly refused: { status: number; flags: string }[] = [];
  isClosed: boolean = false;
  current: FrontSettings = {
    clientTimeoutMs: 1000,
    httpRequestTimeoutMs: 500,
    keepAliveTimeoutMs: 300,
    closing: false,
    nameCase: null,
    acceptsViolations: false,
  };
  readonly #onHead: (sink: Sink, request: HttpMessage) => void;

  constructor(onHead: (sink: Sink, request: HttpMessage) => void) {
    this.#onHead = onHead;
  }

  settings(): FrontSettings {
    return this.current;
  }
  open(mux: ClientMux): Sink {
    const sink = new Sink(mux, this.#onHead);
    this.sinks.push(sink);
    return sink;
  }
  refuse(mux: ClientMux, _request: HttpMessage, status: number, flags: string): void {
    this.refused.push({ status, flags });
    mux.release();
  }
  closed(): void {
    this.isClosed = true;
  }
}

interface Bench extends Loop {
  readonly host: Host;
  readonly socket: LoopSocket;
}

async function front(
  onHead: (sink: Sink, request: HttpMessage) => void = () => {},
): Promise<Bench> {
  const loop = await makeLoop();
  const host = new Host(onHead);
  const socket = new LoopSocket(noHandler);
  socket.handler = new H1Front(loop.io, socket, host);
  return { ...loop, host, socket };
}

/** Answers with "200" and a body that is the target. */
function answer(loop: Loop, sink: Sink, text: string = sink.target): void {
  const response = loop.io.takeMessage();
  response.isResponse = true;
  response.minorVersion = 1;
  response.setStatus(200, "OK");
  response.fields.add(CONTENT_LENGTH, String(text.length));
  response.bodyKind = BODY_LENGTH;
  response.contentLength = text.length;
  sink.mux.sendHead(response, false);
  const bytes = loop.io.runtime.bytes.latin1(text);
  sink.mux.sendBody(bytes, 0, bytes.length);
  sink.mux.endBody(null);
  sink.mux.release();
}

const reply = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

test("pipelined requests are answered one after the other, in order, in one write", async () => {
  const bench = await front((sink) => answer(bench, sink));
  bench.socket.deliver(
    "GET /1 HTTP/1.1\r\nhost: h\r\n\r\nGET /2 HTTP/1.1\r\nhost: h\r\n\r\nGET /3 HTTP/1.1\r\nhost: h\r\n\r\n",
  );
  bench.clock.endTurn();
  assert.equal(bench.socket.sent, reply("/1") + reply("/2") + reply("/3"));
  assert.equal(bench.socket.writes, 1);
});

test("a request split at every byte is the same request", async () => {
  const text = "POST /x HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\n\r\nhello";
  for (let cut = 1; cut < text.length; cut++) {
    const bench = await front((sink) => sink.mux.receiveBody());
    bench.socket.deliver(text.slice(0, cut));
    bench.socket.deliver(text.slice(cut));
    const [sink] = bench.host.sinks;
    assert.deepEqual(
      [sink?.target, sink?.body, sink?.ended],
      ["/x", "hello", true],
      `cut at ${cut}`,
    );
  }
});

test("the body waits until it is wanted, and the next request until the exchange is over", async () => {
  const bench = await front();
  bench.socket.deliver(
    "POST /a HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nhost: h\r\n\r\n",
  );
  const [first] = bench.host.sinks;
  assert.equal(first!.body, "");
  first!.mux.receiveBody();
  assert.deepEqual([first!.body, first!.ended, bench.host.sinks.length], ["abc", true, 1]);
  answer(bench, first!);
  assert.equal(bench.host.sinks[1]!.target, "/b");
});

test("a client that sends more than a buffer ahead is stopped, and goes on when there is room", async () => {
  const bench = await front();
  bench.socket.deliver(
    `POST /a HTTP/1.1\r\nhost: h\r\ncontent-length: 3000\r\n\r\n${"x".repeat(2000)}`,
  );
  assert.equal(bench.socket.paused, true);
  bench.host.sinks[0]!.mux.receiveBody();
  assert.equal(bench.socket.paused, false);
  bench.socket.deliver("y".repeat(1000));
  assert.equal(bench.host.sinks[0]!.body.length, 3000);
  assert.equal(bench.host.sinks[0]!.ended, true);
});

test("a paused body is held back and comes whole afterwards", async () => {
  const bench = await front((sink) => {
    sink.mux.receiveBody();
    sink.mux.pauseBody();
  });
  bench.socket.deliver("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\nabcd");
  assert.equal(bench.host.sinks[0]!.body, "");
  bench.host.sinks[0]!.mux.resumeBody();
  assert.deepEqual([bench.host.sinks[0]!.body, bench.host.sinks[0]!.ended], ["abcd", true]);
});

test("connection: close ends the connection after its response, politely", async () => {
  const bench = await front((sink) => answer(bench, sink));
  bench.socket.deliver(
    "GET /1 HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\nGET /2 HTTP/1.1\r\nhost: h\r\n\r\n",
  );
  bench.clock.endTurn();
  assert.equal(
    bench.socket.sent,
    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n/1",
  );
  assert.equal(bench.socket.state, "shut");
  assert.equal(bench.host.sinks.length, 1);
  bench.clock.advance(2000);
  assert.equal(bench.socket.state, "closed");
});

test("connection: close from a client that has said all ends the connection at once", async () => {
  const bench = await front((sink) => answer(bench, sink));
  bench.socket.deliver("GET /1 HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n");
  bench.clock.endTurn();
  assert.equal(bench.socket.state, "closed");
});

test("a response before the end of its request: the rest of the body is dropped, then the next is read", async () => {
  const bench = await front((sink) => answer(bench, sink));
  bench.socket.deliver("POST /1 HTTP/1.1\r\nhost: h\r\ncontent-length: 6\r\n\r\nabc");
  bench.socket.deliver("defGET /2 HTTP/1.1\r\nhost: h\r\n\r\n");
  bench.clock.endTurn();
  assert.equal(bench.socket.sent, reply("/1") + reply("/2"));
});

test("a malformed head is refused with its status", async () => {
  const bench = await front();
  bench.socket.deliver("GET / HTTP/1.1\r\nhost : h\r\n\r\n");
  assert.deepEqual(bench.host.refused, [{ status: 400, flags: "PR" }]);
});

test("a malformed body fails the exchange", async () => {
  const bench = await front((sink) => sink.mux.receiveBody());
  bench.socket.deliver("POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n");
  assert.deepEqual(bench.host.sinks[0]!.failures, ["malformed"]);
});

test("time: a silent client gets 408, a slow head too, an idle connection just ends", async () => {
  const silent = await front();
  silent.clock.advance(501);
  assert.deepEqual(silent.host.refused, [{ status: 408, flags: "cR" }]);

  const slow = await front();
  slow.socket.deliver("GET / HT");
  slow.clock.advance(501);
  assert.deepEqual(slow.host.refused, [{ status: 408, flags: "cR" }]);

  const idle = await front((sink) => answer(idle, sink));
  idle.socket.deliver("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
  idle.clock.endTurn();
  idle.clock.advance(299);
  assert.equal(idle.socket.state, "open");
  idle.clock.advance(2);
  assert.deepEqual([idle.socket.state, idle.host.refused.length], ["closed", 0]);
});

test("while a response is awaited the client's time does not run", async () => {
  const bench = await front();
  bench.socket.deliver("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
  bench.clock.endTurn();
  bench.clock.advance(60_000);
  assert.deepEqual(bench.host.sinks[0]!.failures, []);
});

test("a client that does not read its response fails by time, and is told of once it reads on", async () => {
  const bench = await front();
  bench.socket.room = 10;
  bench.socket.deliver("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
  const [sink] = bench.host.sinks;
  const large = bench.io.runtime.bytes.latin1("x".repeat(20_000));
  assert.equal(sink!.mux.sendBody(large, 0, large.length), false);
  bench.clock.endTurn();
  bench.clock.advance(600);
  bench.socket.drain(100);
  assert.equal(sink!.drained, 0);
  bench.clock.endTurn();
  bench.clock.advance(600);
  assert.deepEqual(sink!.failures, []);
  bench.clock.advance(500);
  assert.deepEqual(sink!.failures, ["timeout"]);
  bench.socket.drain(Infinity);
  assert.equal(sink!.drained, 1);
});

test("a client that leaves is noticed while its response is awaited", async () => {
  const bench = await front();
  bench.socket.deliver("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
  bench.socket.deliverEnd();
  assert.equal(bench.host.sinks[0]!.halfClosed, true);
  bench.socket.deliverClose();
  assert.deepEqual([bench.host.sinks[0]!.failures, bench.host.isClosed], [["closed"], true]);
});

test("after a 101 both ways are raw bytes, those behind the head among them", async () => {
  const bench = await front();
  bench.socket.deliver(
    "GET / HTTP/1.1\r\nhost: h\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nraw1",
  );
  const [sink] = bench.host.sinks;
  const response = bench.io.takeMessage();
  response.isResponse = true;
  response.setStatus(101, "Switching Protocols");
  response.bodyKind = BODY_TUNNEL;
  sink!.mux.receiveBody();
  sink!.mux.sendHead(response, false);
  bench.socket.deliver("raw2");
  assert.equal(sink!.body, "raw1raw2");
  bench.socket.deliverEnd();
  assert.equal(sink!.ended, true);
  sink!.mux.endBody(null);
  bench.clock.endTurn();
  assert.equal(bench.socket.state, "shut");
});

test("a client that is silent in a tunnel has ended its half; what it takes has a time of its own", async () => {
  const bench = await front((sink) => {
    const response = bench.io.takeMessage();
    response.isResponse = true;
    response.minorVersion = 1;
    response.setStatus(200, "OK");
    response.bodyKind = BODY_TUNNEL;
    sink.mux.sendHead(response, false);
    sink.mux.setTimeout(1000);
  });
  bench.socket.deliver("CONNECT h:1 HTTP/1.1\r\nhost: h:1\r\n\r\n");
  const [sink] = bench.host.sinks;
  bench.clock.advance(999);
  assert.equal(sink!.isSilent, false);
  bench.clock.advance(2);
  assert.deepEqual([sink!.isSilent, sink!.failures], [true, []]);
  bench.socket.deliver("too late");
  assert.equal(sink!.body, "");
  bench.clock.advance(5000);
  assert.deepEqual([sink!.failures, bench.socket.state], [[], "open"]);
});
