/** Log formats and formatted strings; the lines are those haproxy 2.6 wrote for the same facts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../../runtime-adapters/shared/bytes.ts";
import { LogLine } from "../../../../src/log/line.ts";
import {
  CLF_LOG_FORMAT,
  HTTP_LOG_FORMAT,
  HTTPS_LOG_FORMAT,
  TCP_LOG_FORMAT,
} from "../../../../src/sample/log-format/default-formats.ts";
import { compileLogFormat, compileLogLine } from "../../../../src/sample/log-format/log-format.ts";
import { logAliases } from "../../../../src/sample/log-format/aliases.ts";
import type { Txn } from "../../../../src/sample/txn.ts";
import { parsedGetResponse } from "../../support/heads.ts";
import { requestTxn, testScope, wordOf } from "../../support/txn.ts";

const LOG = 0x1eff;
const captures: Partial<Txn> = {
  requestCaptures: ['q"w\x01z', undefined],
  responseCaptures: [undefined, undefined],
  response: parsedGetResponse("HTTP/1.1 200 OK", "Content-Length: 0"),
};
const txn = requestTxn("GET /p?a=1 HTTP/1.1", ["Host: h"], captures);

function line(format: string, provides = LOG): string | undefined {
  const scope = testScope({ provides });
  const compiled = compileLogFormat(wordOf(format), scope);
  assert.equal(
    compiled === undefined,
    scope.diagnostics.errorCount > 0,
    scope.diagnostics.all[0]?.message ?? "",
  );
  const text = compiled?.(txn);
  const written = new LogLine(bytes, 4096);
  compileLogLine(wordOf(format), testScope({ provides }))?.(txn, written);
  assert.equal(written.bytes.latin1Slice(0, written.length), text ?? "", "as a line of bytes");
  return text;
}

const LINES: readonly (readonly [string, string])[] = [
  ["%[var(txn.x)]|%[capture.req.hdr(0)]|%{+Q}[capture.req.hdr(0)]", '-|q"w\x01z|"q"w\x01z"'],
  ["%{+Q,+E}[capture.req.hdr(0)]|%{+E}[capture.req.hdr(0)]", '"q\\"w\x01z"|q\\"w\x01z'],
  [
    "%hr|%hs|%hrl|%hsl|%{+Q}hr|%{+Q}hs|%{+Q}hrl",
    '{q#22w#01z|}|{|}|q#22w#01z -|- -|"{q#22w#01z|}"|"{|}"|"q#22w#01z" ""',
  ],
  ["%CC|%CS|%ID|%sslv|%sslc|%lc|%{+Q}CC|%{+Q}ID", '-|-|-|-|-|0|""|""'],
  ["a   b  %ci   %cp ", "a b 127.0.0.1 50000 "],
  ["%{+Q}[var(txn.x)] %{+Q}r %{+Q}HP", '"" "GET /p?a=1 HTTP/1.1" "/p"'],
  ["%si:%sp %bi:%bp %{+Q}si %s %{+Q}s", '-:- -:- "" <NOSRV> "<NOSRV>"'],
  ["%{+X}[src] %{+X}ci %{+X}B %{+X}rt %{+X}cp %{+X}pid", "127.0.0.1 7F000001 71 0019 C350 305D"],
  ["%[status] %[fe_name] %[srv_name] %{-M}[var(txn.x)]|", "200 f - |"],
  ["%U %B %ST %HM %HP %HQ %HU %HV %HPO", "60 71 200 GET /p ?a=1 /p?a=1 HTTP/1.1 /p"],
  ["%Th/%Ti/%TR/%Tq/%Tw/%Tc/%Tr/%Td/%Ta/%Tt/%Tu", "1/2/3/6/4/5/6/7/25/28/26"],
  [
    "%T|%t|%tr|%Tl|%trl|%ms|%Ts",
    "22/Nov/2026:13:10:25 +0000|22/Nov/2026:13:10:25.123|22/Nov/2026:13:10:25.126|" +
      "22/Nov/2026:13:10:25 +0000|22/Nov/2026:13:10:25 +0000|123|1795353025",
  ],
  [
    "%{+Q}o %ci %r %CC %[src] %% x %ST %b %ts",
    '"127.0.0.1" "GET /p?a=1 HTTP/1.1" "" "127.0.0.1" % x 200 "f" --',
  ],
  ["%%ci ", "%ci "],
  ["%{}ci%{ +Q}ci%{+Z}ci", '127.0.0.1"127.0.0.1"127.0.0.1'],
  [
    HTTP_LOG_FORMAT,
    "127.0.0.1:50000 [22/Nov/2026:13:10:25.126] f f/<NOSRV> 3/4/5/6/25 200 71 - - ---- 1/2/3/4/0 5/6 " +
      '{q#22w#01z|} {|} "GET /p?a=1 HTTP/1.1"',
  ],
  [HTTPS_LOG_FORMAT.slice(HTTP_LOG_FORMAT.length), "0/-/-/-/- -/-/-"],
  [
    TCP_LOG_FORMAT,
    "127.0.0.1:50000 [22/Nov/2026:13:10:25.123] f f/<NOSRV> 4/5/28 71 -- 1/2/3/4/0 5/6",
  ],
  [
    CLF_LOG_FORMAT,
    '127.0.0.1 - - [22/Nov/2026:13:10:25 +0000] "GET /p?a=1 HTTP/1.1" 200 71 "" "" 50000 123 "f" "f" ' +
      '"<NOSRV>" 3 4 5 6 25 ---- 1 2 3 4 0 5 6 "" "" "q#22w#01z" "" "" ""',
  ],
];

for (const [format, expected] of LINES) {
  test(`log line ${format}`, () => assert.equal(line(format), expected));
}

test("a rule's string has no dashes, keeps spaces and hides control characters", () => {
  const rule = 0x4f;
  assert.equal(line("[%[var(txn.x)]  %CC]", rule), "[  ]");
  assert.equal(line('%[str("a\\r\\nb")]|%{+Q}[str(x)]|%{+Q}ci', rule), 'a%0D%0Ab|x|"127.0.0.1"');
  assert.equal(line("%[bin(410042)]", rule), "A");
  assert.equal(line("%[bin(097f80ff)]", rule), "\t%7F\x80\xff");
  assert.equal(line('%{+E}[str("a]\\"b\\\\c")]', rule), 'a\\]\\"b\\\\c');
});

const FAULTS: readonly (readonly [string, number, RegExp])[] = [
  ["x %foo", 3, /no such format variable '%foo'/],
  ["%{+Q ci", 1, /missing '}'/],
  ["%{+Q}", 1, /missing variable name/],
  ["a %[str(a) ]", 11, /expected '\]'/],
  ["%[str(a", 6, /expected '\)'/],
  ["%[]", 3, /missing fetch method/],
  ["%[srv_id]", 3, /needs the chosen server/],
  ["%[src,uper]", 7, /unknown converter 'uper'/],
  ["%[req.hdr(host,x)]", 16, /'x' is not an integer/],
  ["%[bc_src]", 3, /needs the connection to the server or its response/],
  ["%[cpu_calls]", 3, /not supported: a stream has no task/],
  ["%[ipv6(::1),add(1)]", 13, /cannot be applied to a sample of type ipv6/],
  ["%[nbsrv(nope)]", 9, /unable to find backend 'nope'/],
  ["%[always_true(1)]", 15, /too many arguments/],
  ["% ci", 1, /missing variable name/],
  ["%[str('a)]", 7, /unmatched quote/],
];

for (const [format, column, message] of FAULTS) {
  test(`fault in ${format}`, () => {
    const scope = testScope();
    assert.equal(compileLogFormat(wordOf(format), scope), undefined);
    const [first, ...more] = scope.diagnostics.all;
    assert.match(first?.message ?? "", message);
    assert.equal(first?.at?.column, column);
    assert.equal(more.length, 0);
  });
}

test("every variable answers for a connection that has come no further", () => {
  const bare = { ...txn, request: null, response: null };
  for (const name of logAliases.keys()) {
    assert.equal(
      typeof compileLogFormat(wordOf(`%${name}`), testScope({ provides: LOG }))?.(bare),
      "string",
      name,
    );
  }
});

test("a format tells whether it shows what only the end of a stream tells", () => {
  const finals = [
    ..."B ID Ta Tc Td Th Ti TR Tq Tr Tt Tu Tw U ac bc bq fc rc sc sq ts".split(" "),
    ..."[bytes_in] [bytes_out,mul(2)] [fc.timer.total] [res.timer.data]".split(" "),
    ..."[txn.timer.total] [txn.timer.user] {+Q}B (a:str)Tt {+json}o%(a)U".split(" "),
  ];
  const others = [
    ..."ST tsc b s ci cp r HU hr hs tr trl si sp bi lc rt OG pid %B".split(" "),
    ..."[status] [srv_name] [res.timer.hdr] [unique-id] [rand] [src,length]".split(" "),
  ];
  const showsFinal = (format: string): boolean => {
    const scope = testScope({ provides: 0x1fff });
    assert.ok(compileLogLine(wordOf(format), scope), format);
    return scope.shownFigures.anyFinal;
  };
  for (const item of finals) assert.equal(showsFinal(`a %${item}`), true, item);
  for (const item of others) assert.equal(showsFinal(`a %${item}`), false, item);
});

test("a percent sign at the end is an error", () => {
  for (const provides of [LOG, 0x1f]) {
    const scope = testScope({ provides });
    assert.equal(compileLogFormat(wordOf("a%"), scope), undefined);
    assert.equal(scope.diagnostics.all[0]?.message, "the format ends after '%'");
  }
});
