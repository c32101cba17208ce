import assert from "node:assert/strict";
import { test } from "node:test";
import { parseStickTableSpec } from "../../../src/stick-table/spec.ts";
import type { StickTableSpec } from "../../../src/stick-table/spec.ts";

const parse = (line: string): ReturnType<typeof parseStickTableSpec> =>
  parseStickTableSpec(line === "" ? [] : line.split(" "));

function specOf(line: string): StickTableSpec {
  const parsed = parse(line);
  assert.ok("spec" in parsed, `${line}: ${"error" in parsed ? parsed.error : ""}`);
  return parsed.spec;
}

const stored = (line: string): string =>
  specOf(line)
    .store.map(({ type, elements, periodMs }) => `${type.name}/${elements}/${periodMs}`)
    .join(" ");

test("a full line gives all its options", () => {
  const line =
    "type string len 64 size 100k expire 60s nopurge peers mypeers srvkey addr write-to other" +
    " brates-factor 1024 recv-only store http_req_rate(10s),server_id";
  const { store, ...rest } = specOf(line);
  assert.deepEqual(rest, {
    type: "string",
    keyBytes: 64,
    size: 102_400,
    expireMs: 60_000,
    nopurge: true,
    peers: "mypeers",
    recvOnly: true,
    writeTo: "other",
    srvkey: "addr",
    bratesFactor: 1024,
  });
  assert.deepEqual(
    store.map((data) => data.type.name),
    ["server_id", "http_req_rate"],
  );
});

test("defaults are HAProxy's", () => {
  assert.deepEqual(specOf("type ip size 1m"), {
    type: "ip",
    keyBytes: 4,
    size: 1_048_576,
    expireMs: 0,
    nopurge: false,
    peers: undefined,
    recvOnly: false,
    writeTo: undefined,
    srvkey: "name",
    bratesFactor: 1,
    store: [],
  });
});

test("each type has its key length", () => {
  const lengths = ["ip", "ipv6", "integer", "string", "binary", "binary len 5"].map(
    (type) => specOf(`type ${type} size 1`).keyBytes,
  );
  assert.deepEqual(lengths, [4, 16, 4, 31, 32, 5]);
});

test("store lists are kept in the order of show table, with elements and periods", () => {
  assert.equal(
    stored("type ip size 1 store gpc1,conn_rate(10s),gpc0"),
    "gpc0/1/0 conn_rate/1/10000 gpc1/1/0",
  );
  assert.equal(stored("type ip size 1 store gpc0 store gpt0"), "gpt0/1/0 gpc0/1/0");
  assert.equal(
    stored("type ip size 1 store gpc(2),gpc_rate(3,1m),gpt(100)"),
    "gpt/100/0 gpc/2/0 gpc_rate/3/60000",
  );
  assert.equal(stored("type ip size 1 store server_name"), "server_key/1/0");
  assert.equal(stored("type ip size 1 store http_req_rate(100us)"), "http_req_rate/1/1");
  assert.equal(
    stored("type ip size 1 store glitch_cnt,glitch_rate(10s)"),
    "glitch_cnt/1/0 glitch_rate/1/10000",
  );
  assert.equal(stored("type ip size 1 store"), "");
});

test("of a repeated option the last counts; a repeated type warns", () => {
  assert.equal(specOf("type ip size 1 size 2 type string").size, 2);
  assert.equal(specOf("type ip size 1 size 2 type string").keyBytes, 31);
  const parsed = parse("type ip size 1 store conn_rate(10s),conn_rate(20s)");
  assert.ok("spec" in parsed);
  assert.deepEqual(parsed.warnings, ["store option 'conn_rate' already enabled, ignored"]);
  assert.equal(parsed.spec.store[0]?.periodMs, 10_000);
});

/** Lines that HAProxy 2.6 refuses too, with our words and the place. */
const REFUSED: readonly (readonly [string, string, number])[] = [
  ["", "missing size", 0],
  ["type", "missing argument after 'type'", 1],
  ["type foo size 1", "unknown type 'foo'", 1],
  ["type IP size 1", "unknown type 'IP', did you mean 'ip'?", 1],
  ["type ip", "missing size", 2],
  ["size 10", "missing type", 2],
  ["type string len 0 size 1", "'len' takes a number of bytes from 1 to 16777216", 3],
  ["type string len size 1", "'len' takes a number of bytes from 1 to 16777216", 3],
  ["type string size 1 len 5", "unknown argument 'len'", 4],
  ["type ip len 5 size 1", "unknown argument 'len'", 2],
  ["type ip size 0", "a table needs a size of at least 1", 3],
  ["type ip size", "missing argument after 'size'", 3],
  ["type ip size 10x", "unexpected character 'x' in argument of 'size'", 3],
  ["type ip size 4g", "'4g' is too much for 'size' (at most 4294967295 entries)", 3],
  ["type ip size 1 expire", "missing argument after 'expire'", 5],
  ["type ip size 1 expire 10x", "unexpected character 'x' in argument of 'expire'", 5],
  [
    "type ip size 1 expire 30d",
    "'30d' is too much for 'expire' (maximum value is 2147483647 ms or ~24.8 days)",
    5,
  ],
  ["type ip size 1 store foo", "unknown store option 'foo'", 5],
  [
    "type ip size 1 store gpc0,con_cnt",
    "unknown store option 'con_cnt', did you mean 'conn_cnt'?",
    5,
  ],
  ["type ip size 1 store gpc0,,gpc1", "unknown store option ''", 5],
  ["type ip size 1 store gpc0, gpc1", "unknown argument 'gpc1'", 6],
  ["type ip size 1 store gpc0 gpc1", "unknown argument 'gpc1'", 6],
  ["type ip size 1 store gpc0,gpc(2)", "'gpc' overrides 'gpc0': a table cannot store both", 5],
  [
    "type ip size 1 store gpc1 store gpc(2)",
    "'gpc' overrides 'gpc1': a table cannot store both",
    7,
  ],
  ["type ip size 1 store gpt(2),gpt0", "'gpt' overrides 'gpt0': a table cannot store both", 5],
  [
    "type ip size 1 store gpc_rate(2,10s),gpc0_rate(1s)",
    "'gpc_rate' overrides 'gpc0_rate': a table cannot store both",
    5,
  ],
  [
    "type ip size 1 store gpc(0)",
    "array size is out of allowed range (1-100) for store option 'gpc'",
    5,
  ],
  [
    "type ip size 1 store gpc(101)",
    "array size is out of allowed range (1-100) for store option 'gpc'",
    5,
  ],
  ["type ip size 1 store gpc", "missing argument to store option 'gpc'", 5],
  ["type ip size 1 store gpc_rate(2)", "missing argument to store option 'gpc_rate'", 5],
  ["type ip size 1 store conn_rate", "missing argument to store option 'conn_rate'", 5],
  [
    "type ip size 1 store conn_rate(10s",
    "missing closing parenthesis after store option 'conn_rate'",
    5,
  ],
  [
    "type ip size 1 store conn_rate(30d)",
    "'30d' is no period for store option 'conn_rate', expected a time such as 10s",
    5,
  ],
  ["type ip size 1 store gpc0(3)", "unexpected argument to store option 'gpc0'", 5],
  ["type ip size 1 peers", "missing argument after 'peers'", 5],
  ["type ip size 1 srvkey foo", "unknown server key type 'foo', expected 'name' or 'addr'", 5],
  ["type ip size 1 brates-factor 1025", "'brates-factor' takes a number from 1 to 1024", 5],
  ["type ip size 1 brates-factor 0", "'brates-factor' takes a number from 1 to 1024", 5],
  ["type ip size 1 nopurg", "unknown argument 'nopurg', did you mean 'nopurge'?", 4],
];

test("what is wrong is refused with its word", () => {
  for (const [line, error, wordIndex] of REFUSED) {
    assert.deepEqual(parse(line), { error, wordIndex }, line);
  }
});

test("a rate over no time is refused, on which HAProxy 2.6 divides by zero", () => {
  assert.ok("error" in parse("type ip size 1 store conn_rate(0)"));
});
