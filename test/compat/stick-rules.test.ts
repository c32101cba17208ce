/** stick on, match, store-request and store-response: keys, conditions, tables, servers that are down. */
import { compareSeries, stickConfig, type SeriesStep } from "./stick-series.ts";

const keyed = (...keys: readonly string[]): SeriesStep[] =>
  keys.map((key) => ({ target: "/", fields: `X-Key: ${key}\r\n` }));

for (const [type, keys] of [
  [
    "ip",
    ["10.0.0.1", "10.0.0.2", "10.0.0.1", "::ffff:10.0.0.2", "2001:db8::1", "no", "4294967295", "7"],
  ],
  ["ipv6", ["2001:db8::1", "10.0.0.1", "2001:DB8::1", "::ffff:10.0.0.1", "no", "1"]],
  ["integer", ["1", "2", "1", "-1", "4294967295", "4294967296", "x", "1x", "0x10", "1.5", " "]],
  ["string len 4", ["abcd", "abcde", "abcdef", "xy", "x=y", "a\\b", "a\x80b", "", "a b"]],
  ["string", ["a".repeat(31), "a".repeat(32), "a".repeat(33)]],
  ["binary len 4", ["abcd", "abcde", "xy", "1"]],
] as const) {
  compareSeries(
    `stick on a ${type} key`,
    stickConfig(`stick-table type ${type} size 100\n    stick on req.hdr(x-key)`),
    [...keyed(...keys), ...keyed(...keys)],
  );
}

compareSeries(
  "conditions, and a key that is not there",
  stickConfig(`stick-table type string size 100 expire 1h
    stick on req.hdr(x-key) if { path_beg /if }
    stick match req.hdr(x-match) unless { path_beg /not }
    stick store-request url_param(s) if { path_beg /store }`),
  [
    "/",
    { target: "/if", fields: "X-Key: k1\r\n" },
    { target: "/no", fields: "X-Key: k1\r\n" },
    { target: "/if", fields: "X-Key: k1\r\n" },
    "/store?s=k2",
    { target: "/", fields: "X-Match: k2\r\n" },
    { target: "/", fields: "X-Match: k2\r\n" },
    { target: "/not", fields: "X-Match: k2\r\n" },
    { target: "/", fields: "X-Match: unknown\r\n" },
    "/store",
    "/store?s=",
  ],
);

compareSeries(
  "several rules: the first match counts, one store for each table",
  stickConfig(
    `stick-table type string size 100
    stick match req.hdr(x-one)
    stick match req.hdr(x-two)
    stick store-request req.hdr(x-one)
    stick store-request req.hdr(x-two)
    stick store-request req.hdr(x-one) table other
    stick store-request req.hdr(x-two) table other
    stick store-response res.hdr(x-sid)
    stick store-response res.hdr(x-sid),upper
    stick store-response res.hdr(x-sid),upper table other`,
    "backend other\n    stick-table type string size 10 store gpc0",
  ),
  [
    { target: "/", fields: "X-One: one\r\nX-Two: two\r\n" },
    { target: "/", fields: "X-Two: two\r\n" },
    { target: "/", fields: "X-One: new\r\nX-Two: two\r\n" },
    { target: "/?sid=resp", fields: "X-Two: three\r\n" },
    { target: "/?sid=resp", fields: "" },
    { target: "/", fields: "X-One: resp\r\n" },
    { target: "/", fields: "X-One: one\r\n" },
  ],
  ["be", "other"],
);

compareSeries(
  "a table that is stored in is not asked any more",
  stickConfig(`stick-table type string size 100
    stick store-request url_param(k) if { path_beg /store }
    stick on url_param(k)
    stick match req.hdr(x-key)`),
  [
    "/?k=1",
    "/?k=2",
    "/store?k=1",
    "/store?k=1",
    "/?k=1",
    "/store?k=3",
    { target: "/?k=4", fields: "X-Key: 2\r\n" },
    { target: "/", fields: "X-Key: 2\r\n" },
  ],
);

compareSeries(
  "a table of another backend, whose servers have other numbers",
  stickConfig(
    "stick on url_param(k) table other",
    `backend other
    stick-table type string size 10
    server b 127.0.0.1:\${P:b} id 7
    server a 127.0.0.1:\${P:a} id 2`,
    ["a id 2", "b id 7", "c"],
  ),
  [
    "/?k=1",
    "/?k=2",
    "/?k=1",
    "/?k=2",
    "/?k=3",
    "/?k=3",
    "set table other key 4 data.server_id 7",
    "/?k=4",
    "/?k=4",
    "set table other key 5 data.server_id 99",
    "/?k=5",
    "/?k=5",
    "clear table other",
    "/?k=5",
  ],
  ["other"],
);

for (const [title, lines] of [
  ["alone", ""],
  ["option persist", "option persist"],
  ["option redispatch", "option redispatch"],
  ["force-persist", "force-persist if { path /forced }"],
  ["ignore-persist", "ignore-persist if { path /free }"],
] as const) {
  compareSeries(
    `a server that goes, ${title}`,
    stickConfig(
      `stick-table type string size 10\n    stick on url_param(k)\n    retries 1\n    timeout connect 500ms\n    ${lines}`,
    ),
    [
      "/?k=1",
      "/?k=2",
      "disable server be/a",
      "/?k=1",
      "/forced?k=1",
      "/free?k=2",
      "/?k=1",
      "enable server be/a",
      "/?k=1",
      "set server be/b state drain",
      "/?k=2",
      "/?k=1",
      "/?k=3",
      "set server be/b state ready",
      "/free?k=1",
      "/?k=1",
    ],
  );
}

compareSeries(
  "non-stick servers are not stored",
  stickConfig("stick-table type string size 10\n    stick on url_param(k)", "", [
    "a",
    "b non-stick",
  ]),
  [
    "/?k=1",
    "/?k=2",
    "/?k=2",
    "/?k=2",
    "/?k=1",
    "set table be key 9 data.server_id 2",
    "/?k=9",
    "/?k=9",
  ],
);

compareSeries(
  "a backup, and what was stored before",
  stickConfig("stick-table type string size 10\n    stick on url_param(k)", "", ["a", "b backup"]),
  ["/?k=1", "disable server be/a", "/?k=1", "/?k=2", "enable server be/a", "/?k=1", "/?k=2"],
);

compareSeries(
  "cookie and table: the cookie wins, the table learns",
  stickConfig(
    "stick-table type string size 10\n    stick on url_param(k)\n    cookie SRV insert indirect",
    "",
    ["a cookie ca", "b cookie cb"],
  ),
  [
    "/?k=1",
    { target: "/?k=1", fields: "Cookie: SRV=cb\r\n" },
    "/?k=1",
    { target: "/?k=1", fields: "Cookie: SRV=ca\r\n" },
    { target: "/?k=2", fields: "Cookie: SRV=cb\r\n" },
    { target: "/?k=2", fields: "Cookie: SRV=nobody\r\n" },
    "disable server be/b",
    { target: "/?k=2", fields: "Cookie: SRV=cb\r\n" },
    { target: "/?k=1", fields: "Cookie: SRV=cb\r\n" },
  ],
);

compareSeries(
  "use-server before the table",
  stickConfig(
    "stick-table type string size 10\n    stick on url_param(k)\n    use-server b if { path /b }",
  ),
  ["/?k=1", "/b?k=1", "/?k=1", "/b?k=2", "/?k=2"],
);

compareSeries(
  "a rule sees the response before the response rules change it",
  stickConfig(
    `stick-table type string size 10
    http-response set-header X-Sid changed if { res.hdr(x-sid) same }
    http-response set-header X-Known yes if { str(first),in_table(be) }
    stick store-response res.hdr(x-sid)
    stick match url_param(k)`,
  ),
  ["/?sid=same", "/?sid=first", "/?k=same", "/?k=changed", "/?k=first"],
);

compareSeries(
  "more than eight stores",
  stickConfig(
    `stick-table type string size 20
${"abcdefghij"
  .split("")
  .map((name) => `    stick store-request url_param(k) table t${name}`)
  .join("\n")}`,
    "abcdefghij"
      .split("")
      .map((name) => `backend t${name}\n    stick-table type string size 10`)
      .join("\n"),
  ),
  ["/?k=1"],
  "abcdefghij".split("").map((name) => `t${name}`),
);

compareSeries(
  "a server that refuses leaves its key to the one that answers",
  stickConfig(
    "stick-table type string size 10\n    stick on url_param(k)\n    option redispatch 1\n    retries 2\n    timeout connect 300ms",
    "",
    ["a", "b"],
  ).replace("127.0.0.1:${P:b}", "127.0.0.1:${P:closed}"),
  ["/?k=1", "/?k=2", "/?k=2", "/?k=1", "/?k=3"],
);

compareSeries(
  "none answers: nothing is stored",
  stickConfig("stick-table type string size 10\n    stick on url_param(k)\n    retries 0", "", [
    "a",
  ]).replace("127.0.0.1:${P:a}", "127.0.0.1:${P:closed}"),
  ["/?k=1", "/?k=2"],
);
