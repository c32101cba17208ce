import assert from "node:assert/strict";
import { test } from "node:test";
import { compileBalance, isDynamic } from "../../../src/balance/rows.ts";
import type { ProxyModel } from "../../../src/config/model.ts";
import { HttpMessage } from "../../../src/http/message.ts";
import { HeaderName } from "../../../src/http/header-name.ts";
import { newControlledFarm, serverModel, word } from "../server/new-farm.ts";
import { emptyBytes } from "../support/bytes.ts";
import { testScope } from "../support/txn.ts";
import { anyTxn, fakeTxn, picks, recorder } from "./fake-txn.ts";

const SIX = [..."abcdef"].map((name) => serverModel(name));

/** What a `balance` line compiles to, or the errors. */
function compile(
  balance: string,
  changes: Partial<ProxyModel> = {},
): {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly pick: (request: HttpMessage | null, count: number) => string;
} {
  const { diagnostics, errors, warnings } = recorder();
  const words = balance === "" ? [] : balance.split(" ").map(word);
  const { farm } = newControlledFarm(SIX, { changes: { balance: { words }, ...changes } });
  const known = testScope();
  const scope = {
    ...known,
    diagnostics,
    providing: () => scope,
    process: { ...known.process, randomUint32: () => 0 },
  };
  const algorithm = compileBalance({
    farm,
    model: farm.model,
    scope,
    bufferSizeBytes: 16_384,
  });
  assert.equal(algorithm === undefined, errors.length > 0, balance);
  return {
    errors,
    warnings,
    pick: (request, count) => {
      const txn = request === null ? anyTxn : fakeTxn(null, request);
      return picks(() => algorithm?.pick(txn, null) ?? null, count);
    },
  };
}

function request(target: string, key: string): HttpMessage {
  const message = new HttpMessage(emptyBytes(0));
  message.setTarget(target);
  message.fields.add(new HeaderName("X-K"), key);
  return message;
}

test("each algorithm is found by its word; none is roundrobin", () => {
  for (const line of ["", "roundrobin", "static-rr"]) {
    assert.equal(compile(line).pick(null, 7), "abcdefa", line);
  }
  assert.equal(compile("leastconn").pick(null, 2), "aa");
  assert.equal(compile("sticky").pick(null, 3), "aaa");
  assert.match(compile("log-hash a").warnings[0]!, /mode log/);
  assert.equal(compile("log-hash a").pick(null, 3), "abc");
  assert.equal(compile("first").pick(null, 3), "aaa");
  assert.equal(compile("random").pick(null, 2), "aa");
  assert.equal(compile("random(3)").pick(null, 2), "aa");
  assert.equal(compile("source").pick(null, 3), "abc");
});

test("keys of the request lead to HAProxy's servers", () => {
  assert.equal(compile("uri").pick(request("/a/b?c", ""), 2), "ff");
  assert.equal(compile("uri").pick(request("http://h/abc", ""), 1), "d");
  assert.equal(compile("uri path-only").pick(request("http://h/", ""), 1), "f");
  assert.equal(compile("uri len 5 depth 2").pick(request("/a/bcdef", ""), 1), "c");
  assert.equal(compile("uri depth 3 whole").pick(request("/a/b?c", ""), 1), "d");
  assert.equal(compile("url_param id").pick(request("/x?y&id=zz", ""), 1), "e");
  assert.equal(compile("hdr(X-K)").pick(request("/", "x,y"), 1), "a");
  assert.equal(compile("hdr(x-k)").pick(request("/", ""), 2), "ab");
  assert.equal(compile("hdr(x-k) use_domain_only").pick(request("/", "www.1wt.eu"), 1), "e");
});

test("weights may change under dynamic algorithms only", () => {
  const dynamic = (line: string, hashType: string = "map-based"): boolean =>
    isDynamic({
      balance: { words: line.split(" ").map(word) },
      hashType: [word(hashType)],
      mode: "http",
    });
  for (const line of ["roundrobin", "leastconn", "first", "random(2)"])
    assert.ok(dynamic(line), line);
  for (const line of ["source", "uri", "hash src"]) assert.ok(dynamic(line, "consistent"), line);
  assert.ok(!dynamic("static-rr", "consistent"));
  for (const line of ["static-rr", "source", "uri len 3", "hdr(host)", "url_param x"])
    assert.ok(!dynamic(line), line);
  assert.ok(isDynamic({ balance: { words: [] }, hashType: [], mode: "http" }));
  const logHash = { balance: { words: ["log-hash", "lower"].map(word) }, hashType: [] };
  assert.ok(isDynamic({ ...logHash, mode: "tcp" }));
  assert.ok(!isDynamic({ ...logHash, mode: "syslog" }));
});

test("keys of requests leave a backend in TCP mode to turns, with a warning", () => {
  const { warnings, pick } = compile("uri", { mode: "tcp" });
  assert.match(warnings[0]!, /mode http/);
  assert.equal(pick(request("/a", ""), 4), "abcd");
});

test("words that HAProxy ignores draw a warning", () => {
  for (const line of ["roundrobin twice", "source x"]) {
    const used = compile(line);
    assert.deepEqual([used.errors.length, used.warnings.length], [0, 1], line);
  }
});

test("mistakes are reported", () => {
  const lines = [
    "fastest",
    "random(0)",
    "random(x)",
    "uri len",
    "uri len 0",
    "uri size 3",
    "url_param",
    "url_param id check_get",
    "hash",
    "hash src,nothing",
    "hash src dst",
    "rdp-cookie()",
    "log-hash",
    "hdr",
    "hdr()",
    "hdr(host) domain",
    "roundrobin(3)",
    "uri(3)",
  ];
  for (const line of lines) assert.equal(compile(line).errors.length, 1, line);
  assert.match(compile("log-hash").errors[0]!, /converters/);
  assert.match(compile("uri", { hashType: [word("ring")] }).errors[0]!, /not supported/);
});
