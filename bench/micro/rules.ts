/**
 * Cost of the rule language a request: the rules of the guide's frontend, runs of host rules, a
 * chain of ten converters. Run with `node_modules/.bin/bun bench/micro/rules.ts`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bench, do_not_optimize, run, summary } from "mitata";
import { compileCondition } from "../../src/pattern/condition.ts";
import { dispatches } from "../../src/pattern/dispatch.ts";
import { compileExpression } from "../../src/sample/expression.ts";
import type { Txn } from "../../src/sample/txn.ts";
import { requestTxn, testScope, wordOf, wordsOf } from "../../test/unit/support/txn.ts";

const BROWSER = [
  "Host: api.example.com",
  "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "Accept-Language: en-US,en;q=0.5",
  "Cookie: session_id=0123456789abcdef; theme=dark",
  "X-API-Key: bench",
];
const request = requestTxn("GET /api/v1/items?page=2 HTTP/1.1", BROWSER);

/** The conditions of some rules, and the first that holds, as `use_backend` asks them. */
function firstOf(conditions: readonly string[], acls: readonly string[]): (txn: Txn) => number {
  const scope = testScope({ acls: [...acls] });
  const compiled = conditions.map((text) => {
    const condition = compileCondition(wordsOf(text), scope);
    if (condition === undefined) throw new Error(`${text} does not compile`);
    return condition === "always" ? { test: () => true, guard: null } : condition;
  });
  const runs = dispatches(
    compiled.map(({ guard }) => guard),
    scope.patterns,
  );
  return (txn) => {
    for (let i = 0; i < compiled.length; i++) {
      const candidate = runs[i]?.next(txn, i) ?? i;
      if (candidate !== i) i = candidate - 1;
      else if (compiled[i]!.test(txn)) return i;
    }
    return -1;
  };
}

// The scope of unit tests has one backend; what is counted for it does not matter here.
const guide = readFileSync(join(import.meta.dirname, "../rule-set.cfg"), "utf8")
  .replaceAll("nbsrv(bk_api)", "nbsrv(b)")
  .split("\n");
const acls = guide.flatMap((line) => /^ +acl (.*)/.exec(line)?.[1] ?? []);
const conditions = guide.flatMap(
  (line) => /^ +(?:http-request|use_backend) .*?((?:if|unless) .*)/.exec(line)?.[1] ?? [],
);
const guideRules = conditions.map((text) => firstOf([text], acls));

bench(`the guide's frontend: ${conditions.length} conditions, each asked`, () => {
  for (const rule of guideRules) do_not_optimize(rule(request));
});

summary(() => {
  for (const count of [10, 100, 1000]) {
    const hosts = Array.from(
      { length: count },
      (_, i) => `if { hdr(host) -i www${i}.example.com }`,
    );
    const first = firstOf(hosts, []);
    const asked = requestTxn("GET / HTTP/1.1", [
      `Host: www${Math.floor((count * 2) / 3)}.example.com`,
    ]);
    bench(`${count} host rules`, () => do_not_optimize(first(asked)));
  }
});

const chain = compileExpression(
  wordOf(
    "req.hdr(user-agent),lower,field(1,/),upper,length,add(7),mul(3),mod(100),div(2),sub(1),and(255)",
  ),
  testScope(),
)!;
bench("ten converters in a chain", () => do_not_optimize(chain.eval(request)));

await run();
