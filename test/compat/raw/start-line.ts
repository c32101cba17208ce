/** Request lines, good, odd and bad: method, target in its four forms, version, and what stands before. */
import type { RawRequest } from "./row.ts";

export const START_LINE_REQUESTS: readonly RawRequest[] = [
  {
    name: "plain",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "absolute same",
    bytes: "GET http://a.com/x HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET http://a.com/x HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "absolute same port80",
    bytes: "GET http://a.com:80/x HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET http://a.com/x HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "absolute same hostport80",
    bytes: "GET http://a.com/x HTTP/1.1\r\nHost: a.com:80\r\n\r\n",
    expect: { forwarded: "GET http://a.com/x HTTP/1.1\r\nhost: a.com:80\r\n\r\n" },
  },
  {
    name: "absolute https hostport443",
    bytes: "GET https://a.com/x HTTP/1.1\r\nHost: a.com:443\r\n\r\n",
    expect: { forwarded: "GET https://a.com/x HTTP/1.1\r\nhost: a.com:443\r\n\r\n" },
  },
  {
    name: "absolute case",
    bytes: "GET http://A.com/x HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET http://A.com/x HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "absolute differ",
    bytes: "GET http://b.com/x HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "absolute differ port",
    bytes: "GET http://a.com:81/x HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "absolute nohost",
    bytes: "GET http://b.com/x HTTP/1.1\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET http://b.com/x HTTP/1.1\r\n\r\n" },
    why: "RFC 9112 3.2: HTTP/1.1 needs Host",
  },
  {
    name: "absolute userinfo",
    bytes: "GET http://u:p@a.com/x HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET http://u:p@a.com/x HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "absolute nopath",
    bytes: "GET http://a.com HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET http://a.com HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "absolute query nopath",
    bytes: "GET http://a.com?x=1 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "absolute other scheme",
    bytes: "GET ftp://a.com/x HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET ftp://a.com/x HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "absolute scheme differ",
    bytes: "GET ftp://b.com/x HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "connect same",
    bytes: "CONNECT a.com:443 HTTP/1.1\r\nHost: a.com:443\r\n\r\n",
    expect: { forwarded: "CONNECT a.com:443 HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "connect host noport",
    bytes: "CONNECT a.com:443 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "CONNECT a.com:443 HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "connect 80 host noport",
    bytes: "CONNECT a.com:80 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "CONNECT a.com:80 HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "connect noport",
    bytes: "CONNECT a.com HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "connect differ",
    bytes: "CONNECT b.com:443 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "connect path",
    bytes: "CONNECT / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "connect nohost",
    bytes: "CONNECT a.com:443 HTTP/1.1\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "CONNECT a.com:443 HTTP/1.1\r\n\r\n" },
    why: "RFC 9112 3.2: HTTP/1.1 needs Host",
  },
  {
    name: "options star",
    bytes: "OPTIONS * HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "OPTIONS * HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "get star",
    bytes: "GET * HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET * HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  { name: "rel target", bytes: "GET foo HTTP/1.1\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  {
    name: "rel target colon",
    bytes: "GET foo:bar HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "authority get",
    bytes: "GET a.com:80 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  { name: "fragment", bytes: "GET /a#b HTTP/1.1\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  {
    name: "target ctl",
    bytes: "GET /a\x01 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "target del",
    bytes: "GET /a\x7f HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "target nul",
    bytes: "GET /a\x00b HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "target tab",
    bytes: "GET /a\tb HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "target 8bit",
    bytes: "GET /\xe9 HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "target quote",
    bytes: 'GET /"<>\\^`{|} HTTP/1.1\r\nHost: a.com\r\n\r\n',
    expect: { forwarded: 'GET /"<>\\^`{|} HTTP/1.1\r\nhost: a.com\r\n\r\n' },
  },
  {
    name: "target bracket",
    bytes: "GET /a[b] HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET /a[b] HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "target space",
    bytes: "GET /a b HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "two spaces before target",
    bytes: "GET  / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "two spaces before version",
    bytes: "GET /  HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "tab sep",
    bytes: "GET\t/\tHTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "trailing space after version",
    bytes: "GET / HTTP/1.1 \r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "leading space",
    bytes: " GET / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "leading crlf",
    bytes: "\r\nGET / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "leading crlf x3",
    bytes: "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "leading lf",
    bytes: "\nGET / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  { name: "leading cr", bytes: "\rGET / HTTP/1.1\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  {
    name: "bare lf startline",
    bytes: "GET / HTTP/1.1\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "cr in startline",
    bytes: "GET / HTTP/1.1\rHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "cr after version",
    bytes: "GET / HTTP/1.1\r\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  { name: "http09", bytes: "GET /\r\n", expect: { status: 400 } },
  { name: "http09 crlf", bytes: "GET /\r\n\r\n", expect: { status: 400 } },
  {
    name: "version 1.2",
    bytes: "GET / HTTP/1.2\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "version 1.9",
    bytes: "GET / HTTP/1.9\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "version 2.0",
    bytes: "GET / HTTP/2.0\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "version 3.0",
    bytes: "GET / HTTP/3.0\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "version 0.9",
    bytes: "GET / HTTP/0.9\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.0\r\nhost: a.com\r\nconnection: keep-alive\r\n\r\n" },
    haproxy: { forwarded: "GET / HTTP/0.9\r\nhost: a.com\r\nconnection: keep-alive\r\n\r\n" },
    why: "a version below 1.0 is spoken as 1.0",
  },
  { name: "version 1.", bytes: "GET / HTTP/1.\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  { name: "version 1", bytes: "GET / HTTP/1\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  {
    name: "version 1.10",
    bytes: "GET / HTTP/1.10\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "version 01.1",
    bytes: "GET / HTTP/01.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "version lower",
    bytes: "GET / http/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  { name: "version ICY", bytes: "GET / ICY/1.1\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  {
    name: "version junk",
    bytes: "GET / HTTP/1.1x\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "version HTTPS",
    bytes: "GET / HTTPS/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  { name: "version RTSP", bytes: "GET / RTSP/1.0\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  {
    name: "method lower",
    bytes: "get / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "get / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "method odd",
    bytes: "F-OO!_ / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "F-OO!_ / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  { name: "method bad", bytes: "GE(T / HTTP/1.1\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  { name: "method at", bytes: "GE@T / HTTP/1.1\r\nHost: a.com\r\n\r\n", expect: { status: 400 } },
  {
    name: "method ctl",
    bytes: "GE\x01T / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "method 8bit",
    bytes: "G\xc9T / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "method digit",
    bytes: "123 / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "123 / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "trace",
    bytes: "TRACE / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "TRACE / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "track",
    bytes: "TRACK / HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "TRACK / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  { name: "binary", bytes: "\x16\x03\x01\x00\xc8\x01\x00\x00", expect: { status: 400 } },
  {
    name: "empty options path",
    bytes: "OPTIONS http://a.com HTTP/1.1\r\nHost: a.com\r\n\r\n",
    expect: { forwarded: "OPTIONS http://a.com HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
];
