/**
 * Maps and pattern files in rules: which entry wins when several match, the format of files, and
 * the actions that change them.
 */
import assert from "node:assert/strict";
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

/** Each has a file of its own: HAProxy mixes up kinds that share one. */
const KINDS = ["str", "beg", "end", "sub", "dir", "dom", "reg"];

const texts =
  "ab 1\na 2\nabc 3\nab 4\nbc 5\nc 6\nabcd 7\nx  x1 x2  \n\ty y1\n# no 8\n #yes 9\n" +
  "/d/e 10\nd/e/ 11\ne 12\nexample 13\nexample.com 14\n.com 15\nAB 16\nempty\ntail v\t \r\nl\rost 17\n";

const networks =
  "10.0.0.0/8 a\n10.1.0.0/16 b\n10.1.0.0/16 c\n10.1.2.3 d\n10.1.2.0/24 e\n" +
  "127.0.0.1 g\n::1 h\n2001:db8::/32 i\n2001:db8:1::/48 j\n::ffff:11.0.0.0/104 k\n12.0.0.0/255.0.0.0 l\n" +
  "13.0.0.7/255.0.0.255 m\n14.0.0.9/8 n\n0.0.0.0/0 any\n";

const numbers = "1:10 low\n5 five\n11: high\n:0 neg\n5 again\n7:8 inner\n";

const lookups = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(txn.k) req.hdr(x-key)
    http-request return status 200 content-type text/plain lf-string "${KINDS.map(
      (kind) => `${kind}=%[var(txn.k),map_${kind}(${kind}.map,-)] `,
    ).join("")}ip=%[req.hdr_ip(x-key),map_ip(nets.map,-)] int=%[var(txn.k),map_int(ints.map,-)]"
`;

const ask =
  (key: string): Case =>
  async (side) =>
    (await side.ask("fe", get("/", `X-Key: ${key}\r\n`))).body;

const keys =
  "ab a abc abcd abcx zab zabc xbcx x y q #yes # /d/e /d/e/ d/e x/e/y www.example.com www.example.com:80 a.com .com AB aB empty tail l lost EXAMPLE 5 7 0 -3 11 10.9.9.9 10.1.9.9 10.1.2.3 10.1.2.4 10.1.0.2 127.0.0.1 ::1 2001:db8::5 2001:db8:1::5 ::ffff:10.1.2.3 11.1.1.1 12.3.4.5 13.9.9.7 13.9.9.8 14.1.1.1 99.1.1.1".split(
    " ",
  );

compareArea(
  "maps: which entry wins",
  {
    config: lookups,
    files: {
      ...Object.fromEntries(KINDS.map((kind) => [`${kind}.map`, texts])),
      "nets.map": networks,
      "ints.map": numbers,
    },
  },
  Object.fromEntries([["no key", ask("")], ...keys.map((key) => [key, ask(key)] as const)]),
);

const values = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request return status 200 content-type text/plain lf-string "%[path,map_str_int(ints.map)] %[path,map_str_int(ints.map,7),add(1)] %[path,map_str_ip(ips.map)]"
`;

compareArea(
  "maps: values that are no strings",
  {
    config: values,
    files: { "ints.map": "/1 5\n/2\n/3 +8\n/4 -3\n/5 007\n", "ips.map": "/1 10.1.2.3\n/2 ::1\n" },
  },
  Object.fromEntries(
    ["/1", "/2", "/3", "/4", "/5", "/6"].map((path): [string, Case] => [
      path,
      async (side) => (await side.ask("fe", get(path))).body,
    ]),
  ),
);

const actions = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-map(seen.map) %[path] "v %[req.hdr(x-v)]" if { path_beg /set }
    http-request del-map(seen.map) %[req.hdr(x-v)] if { path /del }
    http-request add-acl(listed.lst) %[req.hdr(x-v)] if { path /list }
    http-request del-acl(listed.lst) %[req.hdr(x-v)] if { path /unlist }
    http-request set-map(ints.map) k %[req.hdr(x-v)] if { path /int }
    http-request set-header x-now %[path,map(seen.map,none)]
    http-request set-header x-listed yes if { req.hdr(x-v) -f listed.lst }
    http-request set-header x-int %[str(k),map_str_int(ints.map,0)]
    http-response set-map(res.map) %[res.hdr(x-from)] response if { capture.req.uri /res }
    http-response del-map(res.map) gone if { capture.req.uri /res-del }
    http-response add-acl(listed.lst) by-response if { capture.req.uri /res }
    http-after-response set-header x-res %[res.hdr(x-from),map(res.map,none)]
    default_backend be
backend be
    server s 127.0.0.1:\${P:web}
`;

const steps =
  (...requests: readonly string[]): Case =>
  async (side) => {
    const answers: unknown[] = [];
    for (const request of requests) answers.push((await side.ask("fe", request)).fields);
    return [answers, side.seen("web").map(({ fields }) => fields)];
  };

compareArea(
  "maps: actions",
  {
    config: actions,
    files: {
      "seen.map": "/known old\n/known twice\n",
      "res.map": "gone yet\n",
      "ints.map": "k 1\n",
      "listed.lst": "first\n",
    },
    origins: { web: okResponse("ok", "X-From: server\r\n") },
  },
  {
    "set-map is seen by the next rule": steps(
      get("/set/a", "X-V: 1\r\n"),
      get("/set/a", "X-V: 2\r\n"),
    ),
    "del-map": steps(
      get("/del", "X-V: /known\r\n"),
      get("/known"),
      get("/del", "X-V: nothing\r\n"),
    ),
    "add-acl and del-acl": steps(
      get("/list", "X-V: new\r\n"),
      get("/list", "X-V: new\r\n"),
      get("/", "X-V: new\r\n"),
      get("/unlist", "X-V: new\r\n"),
      get("/", "X-V: new\r\n"),
    ),
    "an entry is not added twice": async (side) => {
      await side.ask("fe", get("/list", "X-V: once\r\n"));
      await side.ask("fe", get("/list", "X-V: once\r\n"));
      return (await side.proxy.cli("show acl listed.lst")).replaceAll(/0x\S+/g, "*");
    },
    "a value that rules cannot read": steps(
      get("/int", "X-V: 7\r\n"),
      get("/int", "X-V: seven\r\n"),
    ),
    "on responses": steps(get("/res"), get("/res-del"), get("/", "X-V: by-response\r\n")),
  },
);

const after = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-after-response set-map(res.map) after %[status] if { capture.req.uri /after }
    http-after-response del-map(res.map) gone if { capture.req.uri /del }
    http-after-response set-header x-after "%[str(after),map(res.map,none)] %[str(gone),map(res.map,none)]"
    http-request return status 201
`;

compareArea(
  "maps: actions after responses",
  { config: after, files: { "res.map": "gone yet\n" }, since: "3.0" },
  {
    "set-map and del-map": async (side) => {
      const seen: (string | undefined)[] = [];
      for (const path of ["/", "/after", "/del", "/"]) {
        const { fields } = await side.ask("fe", get(path));
        seen.push(fields.find(([name]) => name === "x-after")?.[1]);
      }
      assert.deepEqual(seen, ["none yet", "201 yet", "201 none", "201 none"]);
      return seen;
    },
  },
);

const names = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-map(virt@dyn) %[path] set if { path_beg /set }
    http-request return status 200 content-type text/plain lf-string "%[path,map(virt@dyn,-)] %[path,map(opt@absent.map,-)] %[path,map(file@there.map,-)] %[path,map(opt@there.map,-)] %[path,map(there.map,-)]"
`;

compareArea(
  "maps: names with prefixes",
  { config: names, files: { "there.map": "/x there\n" }, since: "3.0" },
  {
    "one file under all its names": async (side) => {
      const { body } = await side.ask("fe", get("/x"));
      assert.equal(body, "- - there there there");
      await side.proxy.cli("set map opt@there.map /x changed");
      const changed = (await side.ask("fe", get("/x"))).body;
      assert.equal(changed, "- - changed changed changed");
      return [body, changed];
    },
    "no file at all, and one that is not there": async (side) => {
      await side.proxy.cli("add map opt@absent.map /y added; add map virt@dyn /y dynamic");
      const { body } = await side.ask("fe", get("/y"));
      assert.equal(body, "dynamic added - - -");
      const set = (await side.ask("fe", get("/set"))).body;
      assert.equal(set, "set - - - -");
      const listed = (await side.proxy.cli("show map")).replaceAll(/entry_cnt=\d+/g, "");
      return [body, set, listed, await side.proxy.cli("show map file@nothing")];
    },
  },
);
