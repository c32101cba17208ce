/** Content-Length and Transfer-Encoding, alone, repeated and together. */
import type { RawRequest } from "./row.ts";

export const LENGTH_REQUESTS: readonly RawRequest[] = [
  {
    name: "cl",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\n\r\nabc",
    expect: { forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl get",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\n\r\nabc",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl head",
    bytes: "HEAD / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\n\r\nabc",
    expect: { forwarded: "HEAD / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl delete",
    bytes: "DELETE / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\n\r\nabc",
    expect: { forwarded: "DELETE / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl zero get",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 0\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 0\r\n\r\n" },
  },
  {
    name: "cl connect",
    bytes: "CONNECT a.com:443 HTTP/1.1\r\nHost: a.com:443\r\nContent-Length: 3\r\n\r\nabc",
    expect: { forwarded: "CONNECT a.com:443 HTTP/1.1\r\nhost: a.com\r\n\r\nabc" },
  },
  {
    name: "te connect",
    bytes:
      "CONNECT a.com:443 HTTP/1.1\r\nHost: a.com:443\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "CONNECT a.com:443 HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n",
    },
    why: "RFC 9110 9.3.6: CONNECT has no content",
  },
  {
    name: "cl dup same",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    expect: { forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl list same",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3, 3\r\n\r\nabc",
    expect: { forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl list same nospace",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3,3\r\n\r\nabc",
    expect: { forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl dup same value other text",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\nContent-Length: 03\r\n\r\nabc",
    expect: { forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl dup differ",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    expect: { status: 400 },
  },
  {
    name: "cl list differ",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3, 4\r\n\r\nabcd",
    expect: { status: 400 },
  },
  {
    name: "cl list trailing comma",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3,\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl list empty elem",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: ,3\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl empty",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length:\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl comma only",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: ,\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl plus",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: +3\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl minus",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: -3\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl hex",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 0x3\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl alpha",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3a\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl space inside",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3 3\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl trailing space",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3 \r\n\r\nabc",
    expect: { forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 3\r\n\r\nabc" },
  },
  {
    name: "cl leading zeros",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 0003\r\n\r\nabc",
    expect: { forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 0003\r\n\r\nabc" },
  },
  {
    name: "cl quoted",
    bytes: 'POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: "3"\r\n\r\nabc',
    expect: { status: 400 },
  },
  {
    name: "cl huge",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl 2^63",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 9223372036854775808\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl 2^64-1",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 18446744073709551615\r\n\r\nabc",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 18446744073709551615\r\n\r\nabc",
    },
    why: "length beyond 2^53-1",
  },
  {
    name: "cl 2^64-2",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 18446744073709551614\r\n\r\nabc",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ncontent-length: 18446744073709551614\r\n\r\nabc",
    },
    why: "length beyond 2^53-1",
  },
  {
    name: "cl dot",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3.0\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "cl te",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "te cl",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "te badcl",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te cl pipelined",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: {
      forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    },
  },
  {
    name: "te chunked",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "te Chunked case",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: ChunKed\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: ChunKed\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "te gzip chunked",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 422 },
  },
  {
    name: "te two lines",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 422 },
  },
  {
    name: "te chunked chunked",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te chunked twice lines",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te chunked gzip",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked, gzip\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te gzip",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: gzip\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te identity",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: identity\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te identity chunked",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: identity, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 422 },
  },
  {
    name: "te empty",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding:\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te empty cl",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding:\r\nContent-Length: 3\r\n\r\nabc",
    expect: { status: 400 },
  },
  {
    name: "te comma",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: ,chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 422 },
  },
  {
    name: "te chunked comma",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked,\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked,\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "te xchunked",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te chunked param",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked;q=1\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te vt chunked",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: \x0bchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "te quoted",
    bytes:
      'POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: "chunked"\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    expect: { status: 400 },
  },
  {
    name: "te 1.0",
    bytes:
      "POST / HTTP/1.0\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.0\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "Transfer-Encoding by HTTP/1.0",
  },
  {
    name: "te cl 1.0",
    bytes:
      "POST / HTTP/1.0\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.0\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "Transfer-Encoding by HTTP/1.0",
  },
  {
    name: "te get",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    expect: {
      forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    },
  },
  {
    name: "te get body",
    bytes:
      "GET / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "GET / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "post nobody",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "POST / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
];
