/** `tune.vars`: variables that would pass a limit are not stored. HAProxy counts 80 bytes for each. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const config = (limit: string): string => `
global
    ${limit}
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(txn.a) req.hdr(x-a)
    http-request set-var(txn.b) req.hdr(x-b)
    http-request set-var(txn.a) req.hdr(x-again)
    http-request unset-var(txn.b) if { req.hdr(x-unset) -m found }
    http-request set-var(req.c) req.hdr(x-c)
    http-request set-var(txn.i) int(5) if { req.hdr(x-int) -m found }
    http-request set-var(sess.d) req.hdr(x-d)
    http-request return status 200 content-type text/plain lf-string "a=%[var(txn.a),length] b=%[var(txn.b),length] c=%[var(req.c),length] d=%[var(sess.d),length] i=%[var(txn.i)]"
`;

/** Header lines with a text of so many characters each. */
const told = (lengths: Readonly<Record<string, number>>): string =>
  Object.entries(lengths)
    .map(([name, length]) => `x-${name}: ${"v".repeat(length)}\r\n`)
    .join("");

const asking =
  (...requests: readonly Readonly<Record<string, number>>[]): Case =>
  async (side) => {
    using client = await side.connect("fe");
    const bodies: string[] = [];
    for (const lengths of requests)
      bodies.push((await client.exchange(get("/", told(lengths)))).body);
    return bodies;
  };

compareArea(
  "variables of a transaction in 180 bytes",
  { config: config("tune.vars.txn-max-size 180") },
  {
    "one and one": asking({ a: 10, b: 10 }),
    "one that has more room after another went": asking({ a: 10, b: 10, unset: 1, c: 10 }),
    "one that finds no room": asking({ a: 90, b: 10 }, { a: 90, b: 10, c: 1 }),
    "a longer value in its place": asking({ a: 10, again: 100 }),
    "a number besides": asking({ a: 20, int: 1 }),
    "those of the request count": asking({ a: 10, c: 10 }),
    "those of the session do not": asking({ a: 10, b: 10, d: 500 }),
    "each transaction anew": asking({ a: 10, b: 10 }, { a: 10, b: 10 }),
  },
);
compareArea(
  "variables of a session in 270 bytes",
  { config: config("tune.vars.sess-max-size 270") },
  {
    "those of the transaction count": asking({ a: 10, b: 10, d: 10 }, { d: 10, a: 10, b: 10 }),
    "no room left for the session's own": asking({ a: 100, b: 10, d: 10 }),
  },
);
compareArea(
  "variables of a request in 90 bytes",
  { config: config("tune.vars.reqres-max-size 90") },
  {
    "one that fits": asking({ c: 10 }),
    "those of the transaction are others": asking({ a: 500, c: 10 }),
  },
);
