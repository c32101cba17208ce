import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { METHOD_CONNECT, METHOD_GET, METHOD_OTHER, METHOD_POST } from "../../../src/http/method.ts";
import type { HttpMessage } from "../../../src/http/message.ts";
import { encodeRequestHead, encodeResponseHead } from "../../../src/http/h1/encode.ts";
import { emptyBytes } from "../support/bytes.ts";
import { parsed, parsedGetResponse } from "../support/heads.ts";

function target(text: string, method = "GET"): HttpMessage {
  return parsed(`${method} ${text} HTTP/1.0`);
}

function firstLine(message: HttpMessage): string {
  const out = emptyBytes(1024);
  const end = message.isResponse
    ? encodeResponseHead(message, out, 0, out.length)
    : encodeRequestHead(message, out, 0, out.length);
  return out.latin1Slice(0, end).split("\r\n")[0]!;
}

describe("request target", () => {
  const rows: readonly (readonly [
    string,
    string | undefined,
    string | undefined,
    string | undefined,
  ])[] = [
    ["/", "/", undefined, undefined],
    ["/p?x=/y?z", "/p", "x=/y?z", undefined],
    ["/p?", "/p", "", undefined],
    ["http://a.com/x?y", "/x", "y", "a.com"],
    ["http://u@a.com:81/x", "/x", undefined, "u@a.com:81"],
    ["http://a.com", undefined, undefined, "a.com"],
    ["*", undefined, undefined, undefined],
  ];
  for (const [text, path, query, authority] of rows) {
    it(text, () => {
      const message = target(text);
      assert.deepEqual(
        [message.path(), message.query(), message.authority()],
        [path, query, authority],
      );
      const pathq =
        path === undefined ? undefined : query === undefined ? path : `${path}?${query}`;
      assert.equal(message.pathq(), pathq);
      assert.equal(message.targetText(), text);
    });
  }

  it("authority form", () => {
    const message = target("a.com:443", "CONNECT");
    assert.equal(message.authority(), "a.com:443");
    assert.equal(message.path(), undefined);
    assert.equal(message.method, METHOD_CONNECT);
  });

  it("set-path keeps query and authority, and replaces an asterisk", () => {
    const rewritten = (text: string): string => {
      const message = target(text);
      message.setPath("/new");
      return firstLine(message);
    };
    assert.equal(rewritten("/a?b"), "GET /new?b HTTP/1.0");
    assert.equal(rewritten("http://a/y?b"), "GET http://a/new?b HTTP/1.0");
    assert.equal(rewritten("*"), "GET /new HTTP/1.0");
  });

  it("set-query adds a question mark when it must and never takes one", () => {
    const rewritten = (text: string, query: string): string => {
      const message = target(text);
      message.setQuery(query);
      return message.targetText();
    };
    assert.equal(rewritten("/a?b", "c=1"), "/a?c=1");
    assert.equal(rewritten("/a", "c"), "/a?c");
    assert.equal(rewritten("/a", ""), "/a");
    assert.equal(rewritten("/a?b", ""), "/a?");
  });

  it("set-pathq and set-uri", () => {
    const message = target("http://a/y?b");
    message.setPathq("/n?q");
    assert.equal(message.targetText(), "http://a/n?q");
    message.setTarget("/whole");
    assert.equal(message.path(), "/whole");
    assert.equal(message.query(), undefined);
  });
});

describe("start lines", () => {
  it("methods by number and text", () => {
    assert.equal(target("/").method, METHOD_GET);
    const other = target("/", "get");
    assert.deepEqual([other.method, other.methodText()], [METHOD_OTHER, "get"]);
    other.setMethod("POST");
    assert.equal(other.method, METHOD_POST);
    assert.equal(firstLine(other), "POST / HTTP/1.0");
    other.setMethod("BREW");
    assert.deepEqual([other.method, firstLine(other)], [METHOD_OTHER, "BREW / HTTP/1.0"]);
  });

  it("status and reason", () => {
    const message = parsedGetResponse("HTTP/1.1 404 Gone fishing");
    assert.deepEqual([message.status, message.reasonText()], [404, "Gone fishing"]);
    message.setStatus(503, "Later");
    assert.equal(firstLine(message), "HTTP/1.1 503 Later");
  });

  it("reset forgets all of it", () => {
    const message = target("/a?b");
    message.setPath("/z");
    message.reset();
    assert.deepEqual(
      [message.targetText(), message.path(), message.methodText()],
      ["", undefined, ""],
    );
    assert.equal(message.fields.size, 0);
  });
});

describe("what the client gave", () => {
  it("outlasts changes of method and target, until the next head", () => {
    const message = target("/p?q", "HEAD");
    message.setMethod("GET");
    message.setPath("/x");
    message.setTarget("/y");
    assert.equal(firstLine(message), "GET /y HTTP/1.0");
    assert.deepEqual([message.givenMethod(), message.givenTarget()], ["HEAD", "/p?q"]);
    assert.equal(message.wasHead, true);
    message.reset();
    message.setMethod("POST");
    message.setTarget("/z");
    assert.equal(message.wasHead, false);
  });

  it("is what stands there while nothing changed it, or the parser alone did", () => {
    const message = target("http://a.com:80/x");
    message.correctTarget("http://a.com/x");
    assert.deepEqual([message.givenMethod(), message.givenTarget()], ["GET", "http://a.com/x"]);
  });
});
