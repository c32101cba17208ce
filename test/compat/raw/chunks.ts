/**
 * Chunked bodies: sizes, extensions, line ends, trailers. A blank within a trailer's name is not
 * here: HAProxy 2.6 refuses it on one run and forwards it on the next. The unit tests have it.
 */
import type { RawRequest } from "./row.ts";

export const CHUNK_REQUESTS: readonly RawRequest[] = [
  {
    name: "chunk upper hex",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n",
    },
  },
  {
    name: "chunk lead zeros",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n0003\r\nabc\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "chunk many lead zeros",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n00000000000000000003\r\nabc\r\n0\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "chunk last 000",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n000\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "chunk ext",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0;x\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "chunk ext quoted",
    bytes:
      'POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3;a="b;c"\r\nabc\r\n0\r\n\r\n',
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "chunk ext ctl",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3;a\x01\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "control byte in an extension",
  },
  {
    name: "chunk ext bare lf",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3;a\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "bare LF in an extension",
  },
  {
    name: "chunk ext lf inside",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3;a\nb\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk ext cr inside",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3;a\rb\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk ext nul",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3;a\x00b\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "control byte in an extension",
  },
  {
    name: "chunk size bare lf",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "bare LF in chunk framing",
  },
  {
    name: "chunk data bare lf",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "bare LF in chunk framing",
  },
  {
    name: "chunk last bare lf",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "bare LF in chunk framing",
  },
  {
    name: "chunk end bare lf",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
  },
  {
    name: "chunk size cr only",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\rabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk space before",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n 3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk space after",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "blank after a chunk size",
  },
  {
    name: "chunk tab after",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\t\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "blank after a chunk size",
  },
  {
    name: "chunk space then ext",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3 ;a\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    why: "blank after a chunk size",
  },
  {
    name: "chunk space then junk",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3 a\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk sign",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk minus",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk 0x",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk g",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\ng\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk empty size",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk ext only",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n;a\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk overflow",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk 2^64-1",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nabc\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk 2^63",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\nabc\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk 2^52",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000\r\nabc\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk 2^53",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n20000000000000\r\nabc\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk 2^32",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n100000000\r\nabc\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc\r\n\r\n",
    },
  },
  {
    name: "chunk 2^31",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n80000000\r\nabc\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc\r\n\r\n",
    },
  },
  {
    name: "chunk 7fffffff",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\nabc\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc\r\n\r\n",
    },
  },
  {
    name: "chunk data too long",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "chunk missing crlf",
    bytes: "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc0\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "trailers",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx-t: 1\r\n\r\n",
    },
  },
  {
    name: "trailers declared",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\nY: 2\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\ntrailer: X-T\r\n\r\n3\r\nabc\r\n0\r\nx-t: 1\r\ny: 2\r\n\r\n",
    },
  },
  {
    name: "trailers that frame",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nTransfer-Encoding: x\r\nContent-Length: 3\r\nHost: z\r\nConnection: close\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    },
    haproxy: { status: 400 },
    why: "trailers that belong in the head are dropped; HAProxy refuses this one, but passes Content-Length",
  },
  {
    name: "trailers nocolon",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nXT\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "trailers bare lf",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: 1\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx: 1\r\n\r\n",
    },
  },
  {
    name: "trailers fold",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: 1\r\n 2\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx: 1   2\r\n\r\n",
    },
    why: "obs-fold",
  },
  {
    name: "trailers nul",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: \x00\r\n\r\n",
    expect: { status: 400 },
    haproxy: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx: \x00\r\n\r\n",
    },
    why: "control byte",
  },
  {
    name: "chunk then pipelined",
    bytes:
      "POST / HTTP/1.1\r\nHost: a.com\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: {
      forwarded:
        "POST / HTTP/1.1\r\nhost: a.com\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nhost: a.com\r\n\r\n",
    },
  },
];
