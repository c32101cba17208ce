/**
 * Named requests as raw bytes, bad ones and odd but good ones, with what must come of each. The
 * unit tests run them through the parser, the compat suite through Sluice and real HAProxy.
 */
import { CHUNK_REQUESTS } from "./raw/chunks.ts";
import { CONNECTION_REQUESTS } from "./raw/connection.ts";
import { FIELD_REQUESTS } from "./raw/fields.ts";
import { LENGTH_REQUESTS } from "./raw/lengths.ts";
import type { RawRequest } from "./raw/row.ts";
import { START_LINE_REQUESTS } from "./raw/start-line.ts";

const START = "GET / HTTP/1.1\r\nHost: a.com\r\n";

function manyFields(count: number): string {
  return Array.from({ length: count }, (_, i) => `X${i}: a\r\n`).join("");
}

function sized(sizeBytes: number): string {
  return `${START}X: ${"a".repeat(sizeBytes - START.length - 7)}\r\n\r\n`;
}

/** Rows whose bytes are made by counting, for the default `tune.bufsize` and `tune.http.maxhdr`. */
const LIMIT_REQUESTS: readonly RawRequest[] = [
  {
    name: "100 fields",
    bytes: `${START}${manyFields(99)}\r\n`,
    expect: {
      forwarded: `${START}${manyFields(99)}\r\n`.toLowerCase().replace("get / http", "GET / HTTP"),
    },
  },
  { name: "101 fields", bytes: `${START}${manyFields(100)}\r\n`, expect: { status: 400 } },
  {
    name: "head of 15000 bytes",
    bytes: sized(15000),
    expect: { forwarded: sized(15000).replace("Host", "host").replace("X:", "x:") },
  },
  { name: "head of 15361 bytes", bytes: sized(15361), expect: { status: 400 } },
  { name: "head over bufsize", bytes: sized(20000), expect: { status: 400 } },
  {
    name: "target over bufsize",
    bytes: `GET /${"a".repeat(20000)} HTTP/1.1\r\nHost: a.com\r\n\r\n`,
    expect: { status: 400 },
  },
];

export const RAW_REQUESTS: readonly RawRequest[] = [
  ...START_LINE_REQUESTS,
  ...FIELD_REQUESTS,
  ...LENGTH_REQUESTS,
  ...CHUNK_REQUESTS,
  ...CONNECTION_REQUESTS,
  ...LIMIT_REQUESTS,
];
