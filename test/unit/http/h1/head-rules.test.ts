/** What a head says about body, connection and upgrade, and the Connection fields that follow. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  addRequestConnection,
  addResponseConnection,
  isPersistent,
  settleConnection,
} from "../../../../src/http/h1/connection-header.ts";
import {
  CONNECTION,
  CONTENT_LENGTH,
  HOST,
  TE,
  TRANSFER_ENCODING,
  UPGRADE,
} from "../../../../src/http/header-name.ts";
import {
  BODY_CHUNKED,
  BODY_LENGTH,
  BODY_NONE,
  BODY_TUNNEL,
  BODY_UNTIL_CLOSE,
  CONNECTION_UPGRADE,
  EXPECTS_CONTINUE,
  MUST_CLOSE,
  UPGRADE_WEBSOCKET,
} from "../../../../src/http/message.ts";
import { METHOD_CONNECT, METHOD_GET, METHOD_HEAD } from "../../../../src/http/method.ts";
import { parsed, parsedGetResponse, parsedRequest, parsedResponse } from "../../support/heads.ts";

const CHUNKED = "Transfer-Encoding: chunked";
const LENGTH = "Content-Length: 5";

describe("bodies of responses", () => {
  const rows: readonly (readonly [string, number, string, readonly string[], number])[] = [
    ["by length", METHOD_GET, "200", [LENGTH], BODY_LENGTH],
    ["of length zero", METHOD_GET, "200", ["Content-Length: 0"], BODY_NONE],
    ["chunked", METHOD_GET, "200", [CHUNKED], BODY_CHUNKED],
    ["until close", METHOD_GET, "200", [], BODY_UNTIL_CLOSE],
    ["to HEAD with a length", METHOD_HEAD, "200", [LENGTH], BODY_NONE],
    ["to HEAD, chunked", METHOD_HEAD, "200", [CHUNKED], BODY_NONE],
    ["to HEAD without either", METHOD_HEAD, "200", [], BODY_NONE],
    ["of 204", METHOD_GET, "204", [LENGTH], BODY_NONE],
    ["of 304", METHOD_GET, "304", [LENGTH], BODY_NONE],
    ["of 103", METHOD_GET, "103", [LENGTH], BODY_NONE],
    ["of 101", METHOD_GET, "101", ["Upgrade: x"], BODY_TUNNEL],
    ["to CONNECT", METHOD_CONNECT, "200", [LENGTH], BODY_TUNNEL],
    ["to a refused CONNECT", METHOD_CONNECT, "403", [LENGTH], BODY_LENGTH],
  ];
  for (const [name, method, status, fields, kind] of rows) {
    it(name, () => {
      assert.equal(parsedResponse(method, `HTTP/1.1 ${status} X`, ...fields).bodyKind, kind);
    });
  }

  it("lengths are taken off what cannot have a body, not off 304 and HEAD", () => {
    const left = (method: number, status: number): number =>
      parsedResponse(method, `HTTP/1.1 ${status} X`, LENGTH).fields.count(CONTENT_LENGTH);
    assert.deepEqual(
      [left(METHOD_GET, 204), left(METHOD_GET, 103), left(METHOD_CONNECT, 200)],
      [0, 0, 0],
    );
    assert.deepEqual([left(METHOD_GET, 304), left(METHOD_HEAD, 200)], [1, 1]);
  });
});

describe("bodies of requests", () => {
  it("by length, chunked, none", () => {
    assert.equal(parsed("POST / HTTP/1.1", "Host: h", LENGTH).bodyKind, BODY_LENGTH);
    assert.equal(parsed("POST / HTTP/1.1", "Host: h", LENGTH).contentLength, 5);
    assert.equal(parsed("POST / HTTP/1.1", "Host: h", CHUNKED).bodyKind, BODY_CHUNKED);
    assert.equal(parsed("POST / HTTP/1.1", "Host: h").bodyKind, BODY_NONE);
    assert.equal(parsed("POST / HTTP/1.1", "Host: h", "Content-Length: 0").bodyKind, BODY_NONE);
  });

  it("both lengths: chunked wins, the other goes, the connection closes", () => {
    const head = parsed("POST / HTTP/1.1", "Host: h", LENGTH, CHUNKED);
    assert.equal(head.bodyKind, BODY_CHUNKED);
    assert.equal(head.fields.count(CONTENT_LENGTH), 0);
    assert.equal(head.fields.count(TRANSFER_ENCODING), 1);
    assert.notEqual(head.flags & MUST_CLOSE, 0);
    assert.equal(parsed("POST / HTTP/1.1", "Host: h", CHUNKED).flags & MUST_CLOSE, 0);
  });

  it("a chunked response of HTTP/1.0 closes too", () => {
    assert.notEqual(parsedGetResponse("HTTP/1.0 200 OK", CHUNKED).flags & MUST_CLOSE, 0);
  });

  it("Expect", () => {
    assert.notEqual(parsedRequest("Host: h", "Expect: 100-Continue").flags & EXPECTS_CONTINUE, 0);
    assert.equal(parsedRequest("Host: h", "Expect: other").flags & EXPECTS_CONTINUE, 0);
  });
});

describe("upgrades", () => {
  const asked = ["Connection: Upgrade", "Upgrade: WebSocket", "Sec-WebSocket-Key: k"];

  it("pass on a request without a body", () => {
    const head = parsedRequest("Host: h", ...asked);
    assert.equal(
      head.flags & (CONNECTION_UPGRADE | UPGRADE_WEBSOCKET),
      CONNECTION_UPGRADE | UPGRADE_WEBSOCKET,
    );
    assert.equal(head.fields.first(CONNECTION), "Upgrade");
  });

  it("are dropped from one with a body", () => {
    const head = parsedRequest("Host: h", ...asked, LENGTH);
    assert.equal(head.flags & (CONNECTION_UPGRADE | UPGRADE_WEBSOCKET), 0);
    assert.equal(head.fields.count(UPGRADE), 0);
  });

  it("mean nothing in HTTP/1.0", () => {
    assert.equal(parsed("GET / HTTP/1.0", ...asked).flags & CONNECTION_UPGRADE, 0);
  });
});

describe("connections", () => {
  it("persist by version and word", () => {
    assert.equal(isPersistent(parsedRequest("Host: h")), true);
    assert.equal(isPersistent(parsedRequest("Host: h", "Connection: x, Close")), false);
    assert.equal(isPersistent(parsed("GET / HTTP/1.0")), false);
    assert.equal(isPersistent(parsed("GET / HTTP/1.0", "Connection: Keep-Alive")), true);
    assert.equal(isPersistent(parsed("GET / HTTP/1.0", "Connection: keep-alive, close")), false);
  });

  it("close and keep-alive are taken out, the rest stays", () => {
    assert.equal(
      parsedRequest("Host: h", "Connection: X-A, close, X-B").fields.first(CONNECTION),
      "X-A, X-B",
    );
    assert.equal(
      parsedRequest("Host: h", "Connection: , keep-alive ,").fields.count(CONNECTION),
      0,
    );
    assert.equal(parsedRequest("Host: h", "TE: gzip, trailers").fields.first(TE), "trailers");
  });

  it("a rule's Connection: close closes", () => {
    const head = parsedRequest("Host: h");
    head.fields.add(CONNECTION, "X-A, close");
    settleConnection(head);
    assert.equal(isPersistent(head), false);
    assert.equal(head.fields.first(CONNECTION), "X-A");
  });

  it("what is added to requests", () => {
    const added = (line: string, keepAlive: boolean): string | undefined => {
      const head = parsed(line, "Host: h");
      addRequestConnection(head, keepAlive);
      return head.fields.first(CONNECTION);
    };
    assert.equal(added("GET / HTTP/1.1", true), undefined);
    assert.equal(added("GET / HTTP/1.1", false), "close");
    assert.equal(added("GET / HTTP/1.0", true), "keep-alive");
    assert.equal(added("GET / HTTP/1.0", false), undefined);
  });

  it("what is added to responses", () => {
    const added = (
      version: string,
      requestMinor: number,
      keepAlive: boolean,
    ): string | undefined => {
      const head = parsedGetResponse(`HTTP/${version} 200 OK`, LENGTH);
      addResponseConnection(head, requestMinor, keepAlive);
      return head.fields.first(CONNECTION);
    };
    assert.equal(added("1.1", 1, true), undefined);
    assert.equal(added("1.1", 0, true), "keep-alive");
    assert.equal(added("1.1", 1, false), "close");
    assert.equal(added("1.0", 1, true), "keep-alive");
    assert.equal(added("1.0", 0, false), undefined);
  });
});

describe("Host against the target", () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ["CONNECT a.com:80", "a.com:80", "a.com:80", "a.com"],
    ["CONNECT a.com:443", "A.com:443", "a.com:443", "A.com"],
    ["CONNECT a.com:8080", "a.com:8080", "a.com:8080", "a.com:8080"],
    ["CONNECT [::1]:443", "[::1]", "[::1]:443", "[::1]"],
    ["CONNECT u@a.com:80", "a.com", "u@a.com:80", "a.com"],
    ["GET http://a.com:80/x", "a.com:80", "http://a.com/x", "a.com"],
    ["GET https://a.com:443/x", "a.com", "https://a.com/x", "a.com"],
    ["GET https://a.com:80/x", "a.com:80", "https://a.com:80/x", "a.com:80"],
    ["GET http://a.com:/x", "a.com", "http://a.com/x", "a.com"],
    ["GET http://a.com/x", "a.com:", "http://a.com/x", "a.com:"],
    ["GET http://a.com/x", "a.com:80", "http://a.com/x", "a.com:80"],
    ["GET http://u@a.com:80/x", "a.com", "http://u@a.com/x", "a.com"],
    ["GET http:///x", "a.com", "http:///x", "a.com"],
    ["GET HTTP://a.com:80/x", "a.com", "HTTP://a.com/x", "a.com"],
    ["GET ftp://a.com:80/x", "a.com:80", "ftp://a.com:80/x", "a.com:80"],
    ["GET /x", "a.com:80", "/x", "a.com:80"],
    ["GET *x", "a", "*x", "a"],
  ];
  for (const [line, host, target, forwardedHost] of rows) {
    it(`${line}, Host: ${host}`, () => {
      const head = parsed(`${line} HTTP/1.1`, `Host: ${host}`);
      assert.deepEqual([head.targetText(), head.fields.first(HOST)], [target, forwardedHost]);
    });
  }

  const refused = [
    ["CONNECT a.com:8080", "a.com"],
    ["CONNECT a.com:", "a.com"],
    ["CONNECT a.com:x", "a.com:x"],
    ["GET https://a.com:80/x", "a.com"],
    ["GET ftp://a.com:80/x", "a.com"],
    ["GET http:/x", "a"],
    ["GET 1x://a/", "a"],
    ["GET http://a.com?x", "a.com"],
  ] as const;
  for (const [line, host] of refused) {
    it(`refuses ${line}, Host: ${host}`, () => {
      assert.throws(() => parsed(`${line} HTTP/1.1`, `Host: ${host}`));
    });
  }
});
