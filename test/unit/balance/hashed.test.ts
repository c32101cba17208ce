/** Which server a key leads to, recorded from a running HAProxy 2.6 with servers a, b, c, …. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHashType } from "../../../src/balance/hash-type.ts";
import { firstElement, mainDomain } from "../../../src/balance/header.ts";
import { foldAddress } from "../../../src/balance/source.ts";
import { Hashed, type HashOf } from "../../../src/balance/hashed.ts";
import { ServerMap } from "../../../src/balance/server-map.ts";
import { uriKey, type UriPart } from "../../../src/balance/uri.ts";
import { bodyParameter, queryParameter } from "../../../src/balance/url-param.ts";
import { parseIp } from "../../../src/core/ip.ts";
import type { Farm } from "../../../src/server/farm.ts";
import { newControlledFarm, serverModel, word } from "../server/new-farm.ts";
import { anyTxn, fakeTxn, picks, recorder } from "./fake-txn.ts";

const SIX: readonly number[] = [1, 1, 1, 1, 1, 1];

function farmOf(weights: readonly number[]): Farm {
  return newControlledFarm(
    weights.map((weight, index) => serverModel("abcdef"[index]!, { weight })),
  ).farm;
}

function hashType(text: string): NonNullable<ReturnType<typeof parseHashType>> {
  const type = parseHashType(text === "" ? [] : text.split(" ").map(word), recorder().diagnostics);
  assert.ok(type !== undefined);
  return type;
}

/** Servers that the keys lead to. */
function choices(weights: readonly number[], keys: readonly string[], type: string = ""): string {
  const map = new ServerMap(farmOf(weights));
  return keys.map((key) => map.ofHash(hashType(type).hash(key))?.name ?? "-").join("");
}

function addresses(
  weights: readonly number[],
  texts: readonly string[],
  type: string = "",
): string {
  const map = new ServerMap(farmOf(weights));
  return texts
    .map((text) => {
      const address = parseIp(text);
      assert.ok(address !== undefined, text);
      return map.ofHash(hashType(type).spread(foldAddress(address)))?.name ?? "-";
    })
    .join("");
}

const LOOPBACKS: readonly string[] = [
  ...Array.from({ length: 40 }, (_, index) => `127.0.0.${index + 1}`),
  ...Array.from({ length: 20 }, (_, index) => `127.${index + 1}.${(index + 1) * 3}.9`),
];
const V4 = [
  "1.2.3.4",
  "10.0.0.1",
  "192.168.1.77",
  "8.8.8.8",
  "255.255.255.255",
  "127.0.0.1",
  "203.0.113.9",
  "0.0.0.1",
];
const V6 = [
  "::1",
  "2001:db8::1",
  "2001:db8::2",
  "2001:db8:1:2:3:4:5:6",
  "fe80::abcd:1234",
  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  "::ffff:1.2.3.4",
  "1:2:3:4:5:6:7:8",
  "2a00:1450:4001:829::200e",
];

test("source leads IPv4 clients to HAProxy's servers", () => {
  assert.equal(
    addresses([1, 1, 1], LOOPBACKS),
    "cabcabcabcabcabcabcabcabcabcabcabcabcabccabcabcabcabcabcabca",
  );
  assert.equal(
    addresses([5, 3, 2], LOOPBACKS),
    "acababcaabacababcaabacababcaabacababcaabacaaaacaaaacaaaacaaa",
  );
  assert.equal(addresses(SIX, V4), "efdcdfbb");
  assert.equal(addresses(SIX, V4, "map-based crc32"), "efdcdfbb");
  assert.equal(addresses(SIX, V4, "map-based sdbm avalanche"), "baababfc");
});

test("source leads IPv6 clients to HAProxy's servers", () => {
  assert.equal(addresses(SIX, V6), "bdeeeafcb");
  assert.equal(addresses(SIX, V6, "map-based sdbm avalanche"), "cacacbccc");
});

const URIS: readonly string[] = [
  "/",
  "/a",
  "/b",
  "/abc",
  "/abcd",
  "/a/b",
  "/a/b/c",
  "/a/b/d",
  "/index.html",
  "/index.html?x=1",
  "/index.html?x=2",
  "/q?id=1",
  "/q?id=2",
  "/q?id=hello",
  "/q?x=1&id=foo",
  "/q?id=",
  "/q?idx=3",
  ...Array.from({ length: 20 }, (_, index) => `/path/${index}`),
];
const ALL: UriPart = { whole: false, pathOnly: false, lengthBytes: 0, depth: 0 };

function uris(
  part: Partial<UriPart>,
  type: string = "",
  weights: readonly number[] = [5, 3, 2],
): string {
  return choices(
    weights,
    URIS.map((uri) => uriKey(uri, { ...ALL, ...part })),
    type,
  );
}

test("uri leads to HAProxy's servers, whatever the hash type", () => {
  assert.equal(uris({}), "aaaaaaabbbbbbbbbbababcaabacbacababcaa");
  assert.equal(uris({}, "", [1, 1, 1, 1, 1]), "cabbcbcdbbbbbbbbbabcdeabcdecdeabcdeab");
  assert.equal(uris({}, "map-based sdbm avalanche"), "bbbacaaacccaaaaaaabbccabacbaacababbac");
  assert.equal(uris({}, "map-based djb2"), "aabacbaaaaaaaaaaaaabacababcababcaabac");
  assert.equal(uris({}, "map-based crc32"), "cbbbacbccccbbbbbbcaaababbaaaaaabbbaca");
});

test("uri cuts after len, depth, or not at all with whole", () => {
  assert.equal(uris({ lengthBytes: 3 }), "aaabbaaaaaabbbbbbaaaaaaaaaaaaaaaaaaaa");
  assert.equal(uris({ depth: 2 }), "aaaaaaaabbbbbbbbbababcaabacbacababcaa");
  assert.equal(uris({ whole: true }), "aaaaaaabbabcaaaabababcaabacbacababcaa");
  assert.equal(uriKey("/a/b/c?d", { ...ALL, lengthBytes: 5, depth: 2 }), "/a/b");
  assert.equal(uriKey("/abcdefgh", { ...ALL, lengthBytes: 5, depth: 2 }), "/abcd");
  assert.equal(uriKey("/a?x=1/2", { ...ALL, whole: true, depth: 1 }), "/a?x=1");
});

test("url_param leads to HAProxy's servers", () => {
  const queries: readonly (readonly [string, string])[] = [
    ["id=a", "b"],
    ["id=a&x=1", "b"],
    ["xid=1&id=2", "c"],
    ["x=1&id=%41", "c"],
    ["id=A", "f"],
    ["id=a;b", "e"],
    ["y&id=zz", "e"],
    ["id=a&id=b", "b"],
    ["&id=b", "c"],
    ["idd=1&id=b", "c"],
  ];
  for (const [query, server] of queries) {
    assert.equal(choices(SIX, [queryParameter(query, "id") ?? "none"]), server, query);
  }
  for (const query of ["id", "ID=a", "", "xid=1"]) {
    assert.equal(queryParameter(query, "id"), undefined, query);
  }
  for (const query of ["id=", "x&id=&id=2"]) assert.equal(queryParameter(query, "id"), "");
});

test("a posted value is a token, up to a blank", () => {
  const values: readonly (readonly [string, string | undefined])[] = [
    ["id=one", "one"],
    ["x=a b&id=two three", "two"],
    ["id=four\r\n", "four"],
    ["id=", ""],
    ["id=a;b", undefined],
    ["id=a=b", undefined],
    ["id=\xe9", undefined],
    ["x=1", undefined],
  ];
  for (const [body, value] of values) assert.equal(bodyParameter(body, "id"), value, body);
});

test("hdr takes the first element of a list", () => {
  for (const value of ["x,y", "x", "x,z", "x, w", "x ,y"]) assert.equal(firstElement(value), "x");
  assert.equal(firstElement('"q,x"'), '"q,x"');
  assert.equal(firstElement(",x"), "");
  assert.equal(choices(SIX, ["x", "q", '"q,x"', "abc def"]), "afff");
});

test("hdr with use_domain_only finds the main part of a host as HAProxy does", () => {
  const hosts: readonly (readonly [string, string, string])[] = [
    ["haproxy.1wt.eu", "1wt", "e"],
    ["1wt.eu", "1wt", "e"],
    ["1wt", "1wt", "e"],
    ["localhost", "localhost", "d"],
    ["a.b.c.example.com", "example", "e"],
    ["example.com:80", "example", "e"],
    ["www.example.co.uk", "co", "a"],
    ["10.1.2.3", "2", "c"],
    [".com", ".com", "f"],
    ["a.", "a", "b"],
    ["..", ".", "e"],
    ["a..b", "a.", "f"],
    [".", ".", "e"],
  ];
  for (const [host, part, server] of hosts) {
    assert.equal(mainDomain(host), part, host);
    assert.equal(choices(SIX, [part]), server, host);
  }
});

test("a stream without a key takes the next server in turn", () => {
  const hashOf: HashOf = (txn) => (txn.session.source === null ? -1 : 7);
  const algorithm = new Hashed(new ServerMap(farmOf([5, 3, 2])), hashOf);
  assert.equal(
    picks(() => algorithm.pick(anyTxn, null), 5),
    "aabac",
  );
  const known = fakeTxn(parseIp("10.0.0.1") ?? null, null);
  assert.equal(algorithm.pick(known, null)?.name, "a");
  assert.equal(
    picks(() => algorithm.pick(anyTxn, null), 12),
    "ababcaabacab",
  );
});

test("a key leads to its server although that is full, and elsewhere once it is gone", () => {
  const controlled = newControlledFarm([serverModel("a", { maxconn: 1 }), serverModel("b")]);
  const algorithm = new Hashed(new ServerMap(controlled.farm), () => 0);
  controlled.server("a").tryAcquire();
  assert.equal(algorithm.pick(anyTxn, controlled.server("a"))?.name, "a");
  controlled.control.maintain(controlled.server("a"));
  assert.equal(algorithm.pick(anyTxn, null)?.name, "b");
});

test("hash types that are not there are refused", () => {
  for (const text of ["ring", "map-based wt6", "map-based sdbm twice"]) {
    const { diagnostics, errors } = recorder();
    assert.equal(parseHashType(text.split(" ").map(word), diagnostics), undefined);
    assert.equal(errors.length, 1, text);
  }
});
