/** Field lines, good, odd and bad: names, values, line ends, folds, Host, counts. */
import type { RawRequest } from "./row.ts";

export const FIELD_REQUESTS: readonly RawRequest[] = [
  {
    name: "no host",
    bytes: "GET / HTTP/1.1\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\n\r\n" },
    why: "RFC 9112 3.2: HTTP/1.1 needs Host",
  },
  {
    name: "no host 1.0",
    bytes: "GET / HTTP/1.0\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n" },
  },
  {
    name: "two same hosts",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
    why: "RFC 9112 3.2: one Host only",
  },
  {
    name: "two hosts",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nHost: b.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "two hosts case",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nHost: A.com\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
    why: "RFC 9112 3.2: one Host only",
  },
  {
    name: "empty host",
    bytes: "GET / HTTP/1.1\r\nHost:\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: \r\n\r\n" },
  },
  {
    name: "host bad chars",
    bytes: "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a b\r\n\r\n" },
  },
  {
    name: "host comma",
    bytes: "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a,b\r\n\r\n" },
  },
  {
    name: "host slash",
    bytes: "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a/b\r\n\r\n" },
  },
  {
    name: "bare lf all",
    bytes: "GET / HTTP/1.1\nHost: a.com\n\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "bare lf end",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\n\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n\r\n" },
  },
  {
    name: "bare lf field",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\nX: y\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: y\r\n\r\n" },
  },
  {
    name: "bare cr value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\rb\r\n\r\n",
    expect: { status: 400 },
  },
  { name: "cr cr lf", bytes: "GET / HTTP/1.1\r\nHost: a.com\r\r\n\r\n", expect: { status: 400 } },
  {
    name: "cr in name",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX\rY: a\r\n\r\n",
    expect: { status: 400 },
  },
  { name: "cr at end", bytes: "GET / HTTP/1.1\r\nHost: a.com\r\n\rX", expect: { status: 400 } },
  {
    name: "nul value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\x00b\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\x00b\r\n\r\n" },
    why: "control byte",
  },
  {
    name: "nul name",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX\x00: a\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "ctl value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\x01b\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\x01b\r\n\r\n" },
    why: "control byte",
  },
  {
    name: "del value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\x7fb\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\x7fb\r\n\r\n" },
    why: "control byte",
  },
  {
    name: "8bit value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\xe9b\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\xe9b\r\n\r\n" },
  },
  {
    name: "8bit name",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX\xe9: b\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "tab value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\tb\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\tb\r\n\r\n" },
  },
  {
    name: "vt value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\x0bb\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\x0bb\r\n\r\n" },
    why: "control byte",
  },
  {
    name: "ows",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: \t a b \t \r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a b\r\n\r\n" },
  },
  {
    name: "no space",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX:a\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\r\n\r\n" },
  },
  {
    name: "empty value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX:\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: \r\n\r\n" },
  },
  {
    name: "blank value",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX:   \r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: \r\n\r\n" },
  },
  {
    name: "space before colon",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX : a\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "tab before colon",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX\t: a\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "space in name",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX Y: a\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "leading space name first",
    bytes: "GET / HTTP/1.1\r\n X: a\r\nHost: a.com\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "obs fold",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\r\n b\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a   b\r\n\r\n" },
    why: "obs-fold",
  },
  {
    name: "obs fold tab",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\r\n\tb\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a  \tb\r\n\r\n" },
    why: "obs-fold",
  },
  {
    name: "obs fold empty",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX: a\r\n \r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\r\n\r\n" },
    why: "obs-fold",
  },
  {
    name: "obs fold leading",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX:\r\n a\r\n\r\n",
    expect: { status: 400 },
    haproxy: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx: a\r\n\r\n" },
    why: "obs-fold",
  },
  {
    name: "empty name",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\n: a\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "no colon",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nXyz\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "name upper",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\nX-Abc_D: Ef\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\nx-abc_d: Ef\r\n\r\n" },
  },
  {
    name: "name odd tokens",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\n!#$%&'*+-.^_`|~09aZ: 1\r\n\r\n",
    expect: { forwarded: "GET / HTTP/1.1\r\nhost: a.com\r\n!#$%&'*+-.^_`|~09az: 1\r\n\r\n" },
  },
  {
    name: "name paren",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\na(b): 1\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "name slash",
    bytes: "GET / HTTP/1.1\r\nHost: a.com\r\na/b: 1\r\n\r\n",
    expect: { status: 400 },
  },
  {
    name: "name quote",
    bytes: 'GET / HTTP/1.1\r\nHost: a.com\r\na"b: 1\r\n\r\n',
    expect: { status: 400 },
  },
];
