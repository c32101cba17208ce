/** do-resolve: what is wrong with a line, and where. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./world.ts";

test("what cannot be resolved is told at its word", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["do-resolve(txn.a str(x)", "[do-resolve(txn.a] missing ')' after 'do-resolve(txn.a'"],
    [
      "do-resolve(txn.a) str(x)",
      "[do-resolve(txn.a)] 'do-resolve' takes (<variable>,<resolvers>[,ipv4|ipv6])",
    ],
    [
      "do-resolve(txn.a,r,ipv4,b) str(x)",
      "[do-resolve(txn.a,r,ipv4,b)] 'do-resolve' takes (<variable>,<resolvers>[,ipv4|ipv6])",
    ],
    ["do-resolve(a,r) str(x)", "[a] 'a' is not a valid variable name"],
    ["do-resolve(txn.a,dms) str(x)", "[dms] no resolvers section 'dms' (did you mean 'dns'?)"],
    ["do-resolve(txn.a,dns,ip) str(x)", "[ip] expected 'ipv4' or 'ipv6', found 'ip'"],
    [
      "do-resolve(txn.a,dns,ipv4)",
      "[do-resolve(txn.a,dns,ipv4)] action 'do-resolve(txn.a,dns,ipv4)' expects an expression",
    ],
    [
      "do-resolve(txn.a,dns) str(x) y",
      "[y] unexpected 'y' after action 'do-resolve(txn.a,dns)' (only 'if <condition>' or 'unless <condition>' may follow here)",
    ],
  ];
  for (const [line, message] of rows) assert.deepEqual(complaints(line), [message], line);
  assert.deepEqual(complaints("do-resolve(txn.a,dns,ipv6) req.hdr(host),host_only"), []);
});
