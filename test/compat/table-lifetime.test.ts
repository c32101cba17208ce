/**
 * How long entries live: which accesses renew one, who goes first from a full table, and what a full
 * table with `nopurge` does.
 */
import { until } from "../support/deadline.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const EXPIRE_MS = 600_000;
/** An entry not renewed for that long shows that it was not. */
const AGE_MS = 60;

/** Rules at paths of their own; the key is the header `X-Key`. */
const accesses: Readonly<Record<string, string>> = {
  track: "http-request track-sc0 req.hdr(x-key) table t if { path /track }",
  "in-table": "http-request set-var(txn.x) req.hdr(x-key),in_table(t) if { path /in-table }",
  "table-gpc0": "http-request set-var(txn.x) req.hdr(x-key),table_gpc0(t) if { path /table-gpc0 }",
  "other-table":
    "http-request track-sc1 req.hdr(x-key) table u if { path /other-table }\n" +
    "    http-request set-var(txn.x) sc_get_gpc0(1,t) if { path /other-table }",
  "src-get": "http-request set-var(txn.x) src_get_gpc0(ips) if { path /src-get }",
  "src-inc": "http-request set-var(txn.x) src_inc_gpc0(ips) if { path /src-inc }",
  "src-clr": "http-request set-var(txn.x) src_clr_gpc0(ips) if { path /src-clr }",
  "src-updt": "http-request set-var(txn.x) src_updt_conn_cnt(ips) if { path /src-updt }",
};

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
${Object.values(accesses)
  .map((rule) => `    ${rule}\n`)
  .join("")}
    use_backend stick if { path_beg /stick }
    http-request return status 200
backend stick
    acl on path /stick-on
    stick match req.hdr(x-key) table t if { path /stick-match }
    stick store-request req.hdr(x-key) table t if { path /stick-store }
    stick on req.hdr(x-key) table t if { path /stick-on }
    server s 127.0.0.1:\${P:s}
backend t
    stick-table type string size 5 expire ${EXPIRE_MS}ms store gpc0,server_id
backend u
    stick-table type string size 100 expire ${EXPIRE_MS}ms store gpc0
backend ips
    stick-table type ip size 5 expire ${EXPIRE_MS}ms store gpc0,conn_cnt
backend full
    stick-table type string size 3 nopurge expire ${EXPIRE_MS}ms store gpc0
backend forever
    stick-table type string size 3 store gpc0
`;

const origins = { s: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" };

async function expiresMs(side: Side, table: string, key: string): Promise<number> {
  const answer = await side.proxy.cli(`show table ${table} key ${key}`);
  return Number(/ exp=(\d+)/.exec(answer)?.[1] ?? -1);
}

/** Makes an entry, lets it grow old, does `access`, and tells whether that renewed it. */
const renews =
  (table: string, key: string, access: (side: Side) => Promise<unknown>): Case =>
  async (side) => {
    await side.proxy.cli(`clear table ${table}`);
    await side.proxy.cli(`set table ${table} key ${key} data.gpc0 1`);
    await until(
      async () => (await expiresMs(side, table, key)) < EXPIRE_MS - AGE_MS,
      "an entry that has aged",
    );
    await access(side);
    // The stream of an access may end a moment after its answer: what that renews is a track's.
    return (await expiresMs(side, table, key)) >= EXPIRE_MS - AGE_MS;
  };

const asks =
  (path: string) =>
  (side: Side): Promise<unknown> =>
    side.ask("fe", get(path, "X-Key: k\r\n"));

const says =
  (command: string) =>
  (side: Side): Promise<unknown> =>
    side.proxy.cli(command);

compareArea(
  "what renews an entry",
  { config, origins },
  {
    ...Object.fromEntries(
      ["track", "in-table", "table-gpc0", "other-table"].map((name) => [
        name,
        renews("t", "k", asks(`/${name}`)),
      ]),
    ),
    ...Object.fromEntries(
      ["src-get", "src-inc", "src-clr", "src-updt"].map((name) => [
        name,
        renews("ips", "127.0.0.1", asks(`/${name}`)),
      ]),
    ),
    ...Object.fromEntries(
      ["stick-match", "stick-store", "stick-on"].map((name) => [
        name,
        renews("t", "k", asks(`/${name}`)),
      ]),
    ),
    "show table": renews("t", "k", says("show table t key k")),
    "set table": renews("t", "k", says("set table t key k data.gpc0 5")),
    "set table without data": renews("t", "k", says("set table t key k")),
    "set table with wrong data": renews("t", "k", says("set table t key k data.gpc0 x")),
  },
);

// When those that a full HAProxy 2.6 looks at first were all renewed, it makes no room and refuses the
// key; 3.2 lets more go than it needs. Sluice finds the eldest in any case (test/unit/stick-table).
/** Commands in turn, each a millisecond or more after the one before; then the keys of a table. */
const leaves =
  (table: string, ...keys: readonly string[]): Case =>
  async (side) => {
    const answers: string[] = [];
    await side.proxy.cli(`clear table ${table}`);
    for (const key of keys) {
      const since = performance.now();
      answers.push(await side.proxy.cli(`set table ${table} key ${key} data.gpc0 1`));
      await until(() => performance.now() - since > 2, "another millisecond");
    }
    const dump = await side.proxy.cli(`show table ${table}`);
    const left = [...dump.matchAll(/: key=(\S+)/g)]
      .map(([, key = ""]) => key)
      .toSorted((a, b) => (a < b ? -1 : 1));
    return [answers, left, /used:\d+/.exec(dump)?.[0]];
  };

compareArea(
  "who goes from a full table",
  { config, origins },
  {
    "the eldest": leaves("t", ..."a b c d e f g".split(" ")),
    "who was renewed long ago": leaves("t", ..."a b a c d e f g h".split(" ")),
    "nobody, with nopurge": leaves("full", ..."a b c d a e".split(" ")),
    "the eldest, of those that never expire": leaves("forever", ..."a b c a d".split(" ")),
  },
);

// Who is tracked stays.
const trackedConfig = (options: string): string => `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc0 req.hdr(x-key) table t
    http-request return status 200 hdr X-Tracked %[sc_tracked(0)] if { path / }
    default_backend be
backend be
    server s 127.0.0.1:\${P:s}
backend t
    stick-table type string size 2 ${options} store gpc0,conn_cur
`;

const held: Case = async (side) => {
  const seen: unknown[] = [];
  const see = async (): Promise<void> => {
    const dump = await side.proxy.cli("show table t");
    seen.push(
      dump
        .replaceAll(/^0x\w+: | (exp|shard)=\d+/gm, "")
        .split("\n")
        .toSorted(),
    );
  };
  const ask = async (key: string): Promise<void> => {
    seen.push([key, (await side.ask("fe", get("/", `X-Key: ${key}\r\n`))).fields]);
  };
  using client = await side.connect("fe");
  client.send(get("/wait", "X-Key: one\r\n"));
  await until(
    async () => / use=1 /.test(await side.proxy.cli("show table t key one")),
    "the entry of one",
  );
  for (const key of ["two", "three", "one", "two"]) {
    await ask(key);
    await see();
  }
  return seen;
};

for (const options of ["expire 10m", "", "nopurge expire 10m"]) {
  compareArea(
    `a tracked entry of a full table, ${options || "without expiry"}`,
    { config: trackedConfig(options), origins: { s: () => new Promise(() => {}) } },
    { held },
  );
}

compareArea(
  "an entry that was tracked for long",
  { config: trackedConfig(`expire ${EXPIRE_MS}ms`), origins },
  {
    "is renewed when the stream ends": async (side) => {
      const answer = Promise.withResolvers<string>();
      side.origin("s").script = () => answer.promise;
      using client = await side.connect("fe");
      const answered = client.exchange(get("/wait", "X-Key: k\r\n"));
      await until(async () => {
        const leftMs = await expiresMs(side, "t", "k");
        return leftMs > 0 && leftMs < EXPIRE_MS - AGE_MS;
      }, "an entry that has aged");
      answer.resolve(origins.s);
      await answered;
      const dump = async (): Promise<string> => await side.proxy.cli("show table t key k");
      await until(async () => / use=0 /.test(await dump()), "the end of the stream");
      return (await expiresMs(side, "t", "k")) >= EXPIRE_MS - AGE_MS;
    },
  },
);
