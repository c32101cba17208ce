/** What decides the fate of a connection: Connection, Upgrade, TE, Expect, pipelining. */
import type { RawRequest } from "./row.ts";

export const CONNECTION_REQUESTS: readonly RawRequest[] = [
  {
    name: "pipelined",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\n\r\nGET /2 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: {
      forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\nGET /2 HTTP/1.1\r\nhost: a.com\r\n\r\n",
    },
  },
  {
    name: "pipelined 2nd bad",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\n\r\nGET /2 HTTP/1.1\r\nX Y: 1\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "crlf between",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\n\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: {
      forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\nGET /2 HTTP/1.1\r\nhost: a.com\r\n\r\n",
    },
  },
  {
    name: "post crlf get",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\n\r\nabc\r\nGET /2 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nhost: a.com\r\n\r\n",
    },
  },
  {
    name: "upgrade ws",
    bytes:
      "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    expect: {
      forwarded:
        "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n",
    },
  },
  {
    name: "upgrade ws nokey",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "upgrade noconn",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nUpgrade: foo\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nupgrade: foo\r\n\r\n" },
  },
  {
    name: "conn upgrade noupg",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: upgrade\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: upgrade\r\n\r\n" },
  },
  {
    name: "upgrade foo",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n",
    expect: {
      forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: Upgrade\r\nupgrade: foo\r\n\r\n",
    },
  },
  {
    name: "upgrade post",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nConnection: Upgrade\r\nUpgrade: foo\r\nContent-Length: 3\r\n\r\nabc",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\nconnection: Upgrade\r\ncontent-length: 3\r\n\r\nabc",
    },
  },
  {
    name: "upgrade h2c",
    bytes:
      "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
    expect: {
      forwarded:
        "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
    },
  },
  {
    name: "upgrade pipelined",
    bytes:
      "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\nGET /2 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: {
      forwarded:
        "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: Upgrade\r\nupgrade: foo\r\n\r\nGET /2 HTTP/1.1\r\nhost: a.com\r\n\r\n",
    },
  },
  {
    name: "conn close",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: close\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "conn ka",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: keep-alive\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "conn ka 1.0",
    bytes: "GET / HTTP/1.0\r\nHost: a.com\r\nConnection: keep-alive\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.0\r\nhost: a.com\r\nconnection: keep-alive\r\n\r\n" },
  },
  {
    name: "conn ka close",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: keep-alive, close\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "conn close twice",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: close\r\nConnection: close\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "conn x",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: X-A\r\nX-A: 1\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: X-A\r\nx-a: 1\r\n\r\n" },
  },
  {
    name: "conn x close",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: X-A, close\r\nX-A: 1\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: X-A\r\nx-a: 1\r\n\r\n" },
  },
  {
    name: "conn te",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: TE\r\nTE: trailers, gzip\r\n\r\n",
    expect: {
      forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: TE\r\nte: trailers\r\n\r\n",
    },
  },
  {
    name: "te notconn",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nTE: trailers, gzip\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nte: trailers\r\n\r\n" },
  },
  {
    name: "te gzip hdr",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: TE\r\nTE: gzip\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: TE\r\n\r\n" },
  },
  {
    name: "proxy-connection",
    bytes:
      "GET / HTTP/1.1\r\nHost: a.com\r\nProxy-Connection: keep-alive\r\nKeep-Alive: timeout=3\r\n\r\n",
    expect: {
      forwarded:
        "GET / HTTP/1.1\r\nhost: a.com\r\nproxy-connection: keep-alive\r\nkeep-alive: timeout=3\r\n\r\n",
    },
  },
  {
    name: "proxy-connection 1.0",
    bytes: "GET / HTTP/1.0\r\nHost: a.com\r\nProxy-Connection: keep-alive\r\n\r\n",
    expect: {
      forwarded:
        "GET / HTTP/1.0\r\nhost: a.com\r\nproxy-connection: keep-alive\r\nconnection: keep-alive\r\n\r\n",
    },
  },
  {
    name: "conn host",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: host, content-length\r\n\r\n",
    expect: {
      forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nconnection: host, content-length\r\n\r\n",
    },
  },
  {
    name: "conn empty",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection:\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "conn list empty",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nConnection: ,, keep-alive ,\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "expect 100",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\nabc",
    },
  },
  {
    name: "expect other",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nExpect: foo\r\nContent-Length: 3\r\n\r\nabc",
    expect: {
      forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\nexpect: foo\r\ncontent-length: 3\r\n\r\nabc",
    },
  },
];
