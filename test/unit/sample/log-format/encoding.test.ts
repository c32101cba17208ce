/** Log formats in JSON and CBOR; each line is what haproxy 3.2 wrote for the same values. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileLogFormat } from "../../../../src/sample/log-format/log-format.ts";
import type { Txn } from "../../../../src/sample/txn.ts";
import { requestTxn, testScope, wordOf } from "../../support/txn.ts";

const LOG = 0xff;
const captures: Partial<Txn> = { requestCaptures: ['a"b\\c]d\xc3\xa9\x80', undefined] };
const txn = requestTxn("GET /path?q=1&x=%20 HTTP/1.1", ["Host: h"], captures);

function compiled(format: string): ReturnType<typeof compileLogFormat> {
  const scope = testScope({ provides: LOG });
  const result = compileLogFormat(wordOf(format), scope);
  assert.equal(result === undefined, scope.diagnostics.errorCount > 0);
  return result;
}

const LINES: readonly (readonly [string, string])[] = [
  ["%{+json}o %(a)ci %(b)ST text %ci", '{"a": "127.0.0.1", "b": -1}'],
  ["%{+json}o", "{}"],
  ["%(a)ci %{+json}o", '{"a": "127.0.0.1"}'],
  ["%{+json}o %(a)ci %{-json}o %(b)B lit", '"127.0.0.1" 71 lit'],
  ["%{+json}o %(a)ci %{+cbor}o %(b)B lit", '{"a": "127.0.0.1", "b": 71}'],
  ["%{+json}o %(a){-json}ci %(b){+cbor}ci", '{"a": "127.0.0.1", "b": "127.0.0.1"}'],
  [
    "%{+json}o %(a)hr %(b)hrl %(c)hs %(d)hsl %(e)CC %(f)si %(g)sp",
    '{"a": "{a#22b\\\\c]d#C3#A9#80|}", "b": ["a#22b\\\\c]d#C3#A9#80", "-"], "c": null, "d": null, ' +
      '"e": "", "f": "", "g": ""}',
  ],
  [
    "%{+cbor}o %(a)hr %(b)hrl %(c)hs %(e)CC %(f)si",
    "BF61617F617B61616323323265625C635D646323433360632341396063233830617C617DFF61629F7F616163233232" +
      "65625C635D646323433360632341396063233830FF612DFF6163F66165F66166F6FF",
  ],
  [
    "%{+json}o %(y)[capture.req.hdr(0)] %(z)[capture.req.hdr(1)] %(i)[int(5)] %(b)[bool(true)]",
    '{"y": "a\\"b\\\\c]d\\u00C3\\u00A9\\u0080", "z": "", "i": 5, "b": true}',
  ],
  [
    "%{+cbor}o %(y)[capture.req.hdr(0)] %(z)[capture.req.hdr(1)] %(i)[int(-5)] %(b)[bool(true)] " +
      "%(n)[bin(00ff41)]",
    "BF61796A6122625C635D64C3A980617AF66169246162F5616E5F4300FF41FFFF",
  ],
  [
    "%{+json}o %(a:bool)[str(true)] %(b:bool)[str(1)] %(c:sint)[str(abc)] %(d:bool)ci " +
      "%(e:str)[bool(true)] %(h:sint)rc %(i:str)rc %(m:str)B %(o:bool)rc %(p:sint)ts",
    '{"a": false, "b": true, "c": 0, "d": "127.0.0.1", "e": "1", "h": 0, "i": "0", "m": "71", ' +
      '"o": false, "p": "--"}',
  ],
  [
    "%{+cbor}o %(x:str)[int(5)] %(y:sint)[str(12x)] %(i:str)rc %(m:str)B %(o:bool)B",
    "BF6178613561790C616900616D1847616FF5FF",
  ],
  [
    "%{+json}o %(p:sint)[src] %(q:bool)[src] %(m:sint)[str(99999999999999999999)]",
    '{"p": 2130706433, "q": "", "m": 9223372036854775807}',
  ],
  [
    "%{+json}o %(c)[bin(41080a0c0d091b7f2f22e93c26)] %(d)[bin(414200ff)]",
    '{"c": "A\\b\\n\\f\\r\\t\\u001B\\u007F/\\"\\u00E9<&", "d": "AB"}',
  ],
  [
    "%{+cbor}o %(g)[int(9223372036854775807)] %(g)[int(-9223372036854775808)] %(i)[int(-1)] " +
      "%(i)[int(23)] %(i)[int(24)] %(i)[int(255)] %(i)[int(256)] %(i)[int(65535)] %(i)[int(65536)] " +
      "%(i)[int(4294967296)]",
    "BF61671B7FFFFFFFFFFFFFFF61673B7FFFFFFFFFFFFFFF61692061691761691818616918FF6169190100616919FFFF" +
      "61691A0001000061691B0000000100000000FF",
  ],
  [
    "%{+json,+utf8}o %(y)[bin(c285c2a0e282ac41f09f9880eda080c0afe282ff)] %(z)[bin(f4908080f5)]",
    '{"y": "\\u0085\xc2\xa0\xe2\x82\xacA\xf0\x9f\x98\x80\\u00ED\\u00A0\\u0080\\u00C0\\u00AF\\u00E2' +
      '\\u0082\\u00FF", "z": "\\u00F4\\u0090\\u0080\\u0080\\u00F5"}',
  ],
  ["%{+json,+bin}o %(y)[bin(c285c2a000ff)]", '{"y": \\u00C2\\u0085\\u00C2\\u00A0\\u0000\\u00FF}'],
  [
    "%{+cbor,+bin}o %(y)[bin(c285c2a000ff)] %(z)ci %(r)r",
    "\xbfay_F\xc2\x85\xc2\xa0\x00\xff\xffazi127.0.0.1ar\x7fx\x1cGET /path?q=1&x=%20 HTTP/1.1\xff\xff",
  ],
  [
    "%{+json}o %(a:raw)[str(x)] %(b:raw)[int(5)] %(c:raw)ci %(e:raw)B",
    '{"a": x, "b": \0\0\0\0\0\0\0\x05, "c": "127.0.0.1", "e": 71}',
  ],
  ["%{+cbor}o %(a:raw)[str(x)]", "BF6161xFF"],
  ["%{+json,+X}o %(y)ci %(z)cp %(x)[int(300)]", '{"y": "7F000001", "z": "C350", "x": 300}'],
  [
    "a %{+json}[capture.req.hdr(0)] %{+json}[int(5)] %{+json}B %{+json}[capture.req.hdr(1)] b",
    'a "a\\"b\\\\c]d\\u00C3\\u00A9\\u0080" 5 71 "" b',
  ],
  [
    "a %{+cbor}[capture.req.hdr(0)] %{+cbor}[int(500)] %{+cbor}ci %{+cbor}[capture.req.hdr(1)] b",
    "a 6A6122625C635D64C3A980 1901F4 693132372E302E302E31 F6 b",
  ],
  ["%{+bin}o a %[bin(414243)] b %[capture.req.hdr(0)]", 'a ABC b a"b\\c]d\xc3\xa9\x80'],
  ["%{+bin}[bin(41004222)] %[bin(41004222)] %{+E}[bin(415d4222)]", 'A A A\\]B\\"'],
  ["%(n)ci %(m:str)[int(1)] %(:sint)B %()ci", "127.0.0.1 1 71 127.0.0.1"],
  [
    "%{+json}o %(a_B-9)ci %(a)ci %(a)ci",
    '{"a_B-9": "127.0.0.1", "a": "127.0.0.1", "a": "127.0.0.1"}',
  ],
];

for (const [format, expected] of LINES) {
  test(`log line ${format}`, () => assert.equal(compiled(format)?.(txn), expected));
}

const FAULTS: readonly (readonly [string, string])[] = [
  ["%(a.b)ci", "a name is made of letters, digits, '_' and '-'"],
  ["%(a:b:c)ci", "a name is made of letters, digits, '_' and '-'"],
  ["%(a", "missing ')' after the name"],
  ["%(a:int)ci", "unknown type 'int', expected one of str, sint, bool, raw"],
  ["%(:)ci", "unknown type '', expected one of str, sint, bool, raw"],
  ["%(a)", "missing variable name after '%'"],
  ["%{+json}(b)ci", "missing variable name after '%'"],
];

for (const [format, message] of FAULTS) {
  test(`fault in ${format}`, () => {
    const scope = testScope({ provides: LOG });
    assert.equal(compileLogFormat(wordOf(format), scope), undefined);
    assert.deepEqual(
      scope.diagnostics.all.map((each) => each.message),
      [message],
    );
  });
}
