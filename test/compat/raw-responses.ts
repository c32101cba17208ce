/**
 * Named responses of a server as raw bytes, with what a client of `GET / HTTP/1.1` gets: 502 or
 * exactly those bytes. The server closes after each.
 */
import type { RawResponse } from "./raw/row.ts";

export const RAW_RESPONSES: readonly RawResponse[] = [
  {
    name: "plain",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "1.0",
    bytes: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.0 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok",
    },
  },
  {
    name: "no reason",
    bytes: "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 \r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "no reason space",
    bytes: "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 \r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "two spaces",
    bytes: "HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "reason 8bit",
    bytes: "HTTP/1.1 200 \xe9t\xe9\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 \xe9t\xe9\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "reason ctl",
    bytes: "HTTP/1.1 200 a\x01b\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 200 a\x01b\r\ncontent-length: 2\r\n\r\nok" },
    why: "control byte",
  },
  {
    name: "reason nul",
    bytes: "HTTP/1.1 200 a\x00b\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 200 a\x00b\r\ncontent-length: 2\r\n\r\nok" },
    why: "control byte",
  },
  {
    name: "reason tab",
    bytes: "HTTP/1.1 200 a\tb\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 a\tb\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "reason cr",
    bytes: "HTTP/1.1 200 a\rb\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "status 99",
    bytes: "HTTP/1.1 99 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 99 X\r\n\r\nok" },
    why: "status code is not three digits",
  },
  {
    name: "status 20",
    bytes: "HTTP/1.1 20 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 20 X\r\n\r\nok" },
    why: "status code is not three digits",
  },
  {
    name: "status 2000",
    bytes: "HTTP/1.1 2000 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 2000 X\r\ncontent-length: 2\r\n\r\nok" },
    why: "status code is not three digits",
  },
  {
    name: "status 600",
    bytes: "HTTP/1.1 600 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 600 X\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "status 999",
    bytes: "HTTP/1.1 999 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 999 X\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "status 000",
    bytes: "HTTP/1.1 000 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 000 X\r\n\r\nok" },
    why: "status code below 100",
  },
  {
    name: "status 099",
    bytes: "HTTP/1.1 099 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 099 X\r\n\r\nok" },
    why: "status code below 100",
  },
  {
    name: "status abc",
    bytes: "HTTP/1.1 abc X\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "status 2a0",
    bytes: "HTTP/1.1 2a0 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "status 0200",
    bytes: "HTTP/1.1 0200 X\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 0200 X\r\ncontent-length: 2\r\n\r\nok" },
    why: "status code is not three digits",
  },
  {
    name: "ver 2.0",
    bytes: "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "ver 1.2",
    bytes: "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "ver 0.9",
    bytes: "HTTP/0.9 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.0 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok",
    },
    haproxy: {
      forwarded: "HTTP/0.9 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok",
    },
    why: "a version below 1.0 is spoken as 1.0",
  },
  {
    name: "ver lower",
    bytes: "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
  },
  { name: "ICY", bytes: "ICY 200 OK\r\nContent-Length: 2\r\n\r\nok", expect: { status: 502 } },
  { name: "junk", bytes: "hello\r\n\r\n", expect: { status: 502 } },
  { name: "binary", bytes: "\x16\x03\x01\x00\x00", expect: { status: 502 } },
  {
    name: "ver 1.11",
    bytes: "HTTP/1.11 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "leading crlf",
    bytes: "\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "bare lf",
    bytes: "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "tab",
    bytes: "HTTP/1.1\t200\tOK\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "space colon",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX : a\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "space in name",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX Y: a\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "nul value",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: a\x00b\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx: a\x00b\r\n\r\nok" },
    why: "control byte",
  },
  {
    name: "ctl value",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: a\x01b\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx: a\x01b\r\n\r\nok" },
    why: "control byte",
  },
  {
    name: "cr value",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: a\rb\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "fold",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: a\r\n b\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx: a   b\r\n\r\nok" },
  },
  {
    name: "empty name",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n: b\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "no colon",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nfoo\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "name 8bit",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX\xe9: 1\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "cl te",
    bytes:
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    expect: {
      forwarded: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    },
  },
  {
    name: "cl dup",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "cl differ",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "cl list",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "cl bad",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "cl empty",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "cl neg",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "te",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    expect: {
      forwarded: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    },
  },
  {
    name: "te gzip",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "te gzip chunked",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    expect: { status: 502 },
  },
  {
    name: "te chunked gzip",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "te 1.0",
    bytes: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    expect: {
      forwarded: "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    },
  },
  {
    name: "te empty",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\nok",
    expect: { status: 502 },
    haproxy: { forwarded: "HTTP/1.1 200 OK\r\ntransfer-encoding: \r\nconnection: close\r\n\r\nok" },
    why: "Transfer-Encoding without chunked",
  },
  {
    name: "te twice",
    bytes:
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    expect: { status: 502 },
  },
  {
    name: "te identity",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nok",
    expect: { status: 502 },
  },
  {
    name: "close delim",
    bytes: "HTTP/1.1 200 OK\r\n\r\nok until close",
    expect: { forwarded: "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nok until close" },
  },
  {
    name: "close delim 1.0",
    bytes: "HTTP/1.0 200 OK\r\n\r\nok until close",
    expect: { forwarded: "HTTP/1.0 200 OK\r\n\r\nok until close" },
  },
  {
    name: "204",
    bytes: "HTTP/1.1 204 No Content\r\n\r\n",
    expect: { forwarded: "HTTP/1.1 204 No Content\r\n\r\n" },
  },
  {
    name: "204 cl",
    bytes: "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 204 No Content\r\n\r\n" },
  },
  {
    name: "204 te",
    bytes: "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    expect: { forwarded: "HTTP/1.1 204 No Content\r\n\r\n" },
  },
  {
    name: "304",
    bytes: "HTTP/1.1 304 Not Modified\r\nContent-Length: 20\r\n\r\n",
    expect: { forwarded: "HTTP/1.1 304 Not Modified\r\ncontent-length: 20\r\n\r\n" },
  },
  {
    name: "304 te",
    bytes: "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
    expect: { forwarded: "HTTP/1.1 304 Not Modified\r\ntransfer-encoding: chunked\r\n\r\n" },
  },
  {
    name: "205",
    bytes: "HTTP/1.1 205 Reset\r\n\r\n",
    expect: { forwarded: "HTTP/1.1 205 Reset\r\nconnection: close\r\n\r\n" },
  },
  {
    name: "100 then 200",
    bytes: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    },
  },
  {
    name: "103 then 200",
    bytes:
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: {
      forwarded:
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    },
  },
  {
    name: "102",
    bytes: "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    },
  },
  {
    name: "101 unasked",
    bytes: "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nzz",
    expect: { status: 502 },
  },
  {
    name: "199",
    bytes:
      "HTTP/1.1 199 X\r\nContent-Length: 2\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 199 X\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "conn close",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  {
    name: "conn ka",
    bytes:
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nkeep-alive: timeout=5\r\n\r\nok",
    },
  },
  {
    name: "conn x",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-A, close\r\nX-A: 1\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: X-A\r\nx-a: 1\r\n\r\nok",
    },
  },
  {
    name: "1.0 ka",
    bytes: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.0 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok",
    },
  },
  {
    name: "1.0 noka",
    bytes: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.0 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok",
    },
  },
  {
    name: "proxy-conn",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nProxy-Connection: close\r\n\r\nok",
    expect: {
      forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nproxy-connection: close\r\n\r\nok",
    },
  },
  {
    name: "upgrade hdr 200",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nUpgrade: h2\r\nConnection: Upgrade\r\n\r\nok",
    expect: {
      forwarded:
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nupgrade: h2\r\nconnection: Upgrade\r\n\r\nok",
    },
  },
  {
    name: "chunk bad",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nok\r\n0\r\n\r\n",
    expect: { status: 502 },
  },
  {
    name: "chunk ext",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nok\r\n0\r\nT: 1\r\n\r\n",
    expect: {
      forwarded:
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nt: 1\r\n\r\n",
    },
  },
  {
    name: "chunk lf",
    bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nok\n0\n\n",
    expect: { status: 502 },
    haproxy: {
      forwarded: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    },
    why: "bare LF in chunk framing",
  },
  {
    name: "extra",
    bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokEXTRA",
    expect: { forwarded: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok" },
  },
  { name: "closed in the head", bytes: "HTTP/1.1 200 OK\r\nFoo: b", expect: { status: 502 } },
  { name: "closed before a byte", bytes: "", expect: { status: 502 } },
  {
    name: "102 fields",
    bytes: `HTTP/1.1 200 OK\r\n${"X: a\r\n".repeat(102)}\r\n`,
    expect: { status: 502 },
  },
  {
    name: "head over bufsize",
    bytes: `HTTP/1.1 200 OK\r\nX: ${"a".repeat(17000)}\r\n\r\n`,
    expect: { status: 502 },
  },
];
