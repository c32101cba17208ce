/**
 * Patterns that a backtracking engine would take minutes or ages over, given the longest header
 * that fits: each place that takes a regex answers, and rightly.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { valueOf } from "../support/http-reading.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

/** Each matches `LONG` with the last character, and is in vain without. */
const evil: readonly string[] = [
  "(a+)+b",
  "a*a*a*b",
  "(a|a)*b",
  "(a|aa)+b",
  "(a*)*b",
  "(.*)(.*)(.*)b",
  "^(([a-z])+.)+[b-z]$",
  "(a?){30}a+b",
  "(x+x+)+y|a+b",
];
const LONG = "a".repeat(12_000);

const rules = evil.map(
  (pattern, index) => `
    http-request set-var-fmt(txn.acl) "%[var(txn.acl)]${index}" if { req.fhdr(x) -m reg '${pattern}' }
    http-request set-var(txn.sub${index}) req.fhdr(x),regsub('"${pattern}"',-),length
    http-request set-var(txn.all${index}) req.fhdr(x),regsub('"${pattern}"',-,g),length
    http-request set-var-fmt(txn.sub) "%[var(txn.sub)] %[var(txn.sub${index})]:%[var(txn.all${index})]"`,
);

const config = `
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
frontend fe
    bind 127.0.0.1:\${P:fe}
    ${rules.join("")}
    http-request return status 200 hdr acl %[var(txn.acl)] hdr sub %[var(txn.sub)] hdr map "%[req.fhdr(x),map_reg(evil.map,none)]" hdr group "%[req.fhdr(x),map_regm(groups.map,none),length]"
`;

const files = {
  "evil.map": evil.map((pattern, index) => `${pattern} ${index}\n`).join(""),
  "groups.map": "^(a+)+(b) \\1\\2\n",
};

describe("evil regexes on a long header", () => {
  let proxy: Proxy;
  before(async () => {
    proxy = await startSluice(config, { files });
  });
  after(() => proxy.stop());

  async function ask(x: string) {
    const client = await RawClient.connect(proxy.port("fe"));
    const answer = await client.exchange(`GET / HTTP/1.1\r\nHost: h\r\nX: ${x}\r\n\r\n`);
    client.close();
    return (name: string) => valueOf(answer, name);
  }

  test("what does not match is found not to", async () => {
    const value = await ask(LONG);
    assert.equal(value("acl") ?? "", "");
    assert.equal(value("map"), "none");
    assert.equal(value("group"), "4");
    const unchanged = `${LONG.length}:${LONG.length}`;
    assert.equal(value("sub")?.trim(), evil.map(() => unchanged).join(" "));
  });

  test("what matches is found to", async () => {
    const value = await ask(`${LONG}b`);
    assert.equal(value("acl"), evil.map((_, index) => index).join(""));
    assert.equal(value("map"), "0");
    assert.equal(value("group"), String(LONG.length + 1));
    assert.equal(value("sub")?.trim(), evil.map(() => "1:1").join(" "));
  });
});

describe("evil regexes of the actions that replace", () => {
  test("headers, their values and the path", async () => {
    await using proxy = await startSluice(`
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request replace-header x '^(a+)+c' vain
    http-request replace-value x '(a*)*c' vain
    http-request replace-header x '^(a+)+(b)$' \\2
    http-request replace-path '/(a+)+c' /vain
    http-request replace-path '/(a+)+(b)$' /\\2
    http-request del-header (y+)+x -m reg
    http-request return status 200 hdr x %[req.fhdr(x)] hdr path %[path] hdr names %[req.hdr_cnt]
`);
    const client = await RawClient.connect(proxy.port("fe"));
    const long = "a".repeat(5000);
    const answer = await client.exchange(
      `GET /${long}b HTTP/1.1\r\nHost: h\r\nX: ${long}b\r\n${"y".repeat(200)}: 1\r\n\r\n`,
    );
    client.close();
    assert.equal(answer.status, 200);
    const values = ["x", "path", "names"].map((name) => valueOf(answer, name));
    assert.deepEqual(values, ["b", "/b", "3"]);
  });
});
