/**
 * Hard cases of expressions for the comparison with haproxy: 64-bit edges, casts, quoting and
 * occurrences. `expected` is what haproxy 2.6 answered, so the rows also hold where it is absent.
 */
export interface ExtraRow {
  readonly name: string;
  readonly expression: string;
  /** Header fields of the request besides Host and the ones the harness adds. */
  readonly fields?: readonly string[];
  readonly target?: string;
  readonly expected: string;
}

export const extraRows: readonly ExtraRow[] = [
  {
    name: "addition saturates",
    expression: "int(9223372036854775807),add(1)",
    expected: "9223372036854775807",
  },
  {
    name: "negation of the least",
    expression: "int(-9223372036854775808),neg",
    expected: "9223372036854775807",
  },
  { name: "division by zero", expression: "int(5),div(0)", expected: "9223372036854775807" },
  { name: "division rounds to zero", expression: "int(-7),div(2)", expected: "-3" },
  { name: "remainder keeps the sign", expression: "int(-7),mod(2)", expected: "-1" },
  { name: "bytes as a string end at a NUL", expression: "bin(610062),lower", expected: "a" },
  { name: "bytes keep their NUL", expression: "bin(610062),hex", expected: "610062" },
  { name: "bytes in a text end at a NUL", expression: "bin(610062)", expected: "a" },
  {
    name: "digits beyond 64 bits",
    expression: "str(-99999999999999999999),add(0)",
    expected: "-9223372036854775808",
  },
  { name: "integer as bytes", expression: "int(-1),hex", expected: "FFFFFFFFFFFFFFFF" },
  { name: "address as integer", expression: "ipv4(1.2.3.4),add(1)", expected: "16909061" },
  { name: "empty string is no integer", expression: "str(),add(1)", expected: "" },
  { name: "text true is not true", expression: "str(true),not", expected: "1" },
  {
    name: "mapped address is masked as v4",
    expression: "ipv6(::ffff:1.2.3.4),ipmask(24,64)",
    expected: "1.2.3.0",
  },
  { name: "quoted comma", expression: 'str("a,b"),field(2,",")', expected: "b" },
  { name: "escape n unquoted", expression: "str(a\\nb)", expected: "a%0Ab" },
  { name: "double comma", expression: "str(a),,upper", expected: "A" },
  {
    name: "fields from the end",
    expression: "str(f1_f2_f3__f5),field(-2,_,3)",
    expected: "f2_f3_",
  },
  { name: "words from the end", expression: "str(f1_f2_f3__f5),word(-3,_,0)", expected: "f1_f2" },
  { name: "empty matches of regsub", expression: "str(abc),regsub('x*',-,g)", expected: "-a-b-c-" },
  {
    name: "whole match in regsub",
    expression: 'str(abc),regsub("(b)(c)","[\\0]")',
    expected: "a[bc]",
  },
  { name: "bad percent fails", expression: "str(a%20b+c%zz),url_dec", expected: "" },
  { name: "plus behind the mark", expression: "str(a%20b+c?d+e),url_dec", expected: "a b+c?d e" },
  {
    name: "64-bit hash is signed",
    expression: "str(abc),xxh64(5)",
    expected: "-1753195980308443340",
  },
  { name: "avalanche", expression: "str(abc),crc32(1)", expected: "930845320" },
  {
    name: "quoted comma in a header",
    expression: "req.hdr(x,3)",
    fields: ['X: a, b ,"c,d"', "X: e"],
    expected: '"c,d"',
  },
  {
    name: "occurrence from the end",
    expression: "req.hdr(x,-4)",
    fields: ['X: a, b ,"c,d"', "X: e"],
    expected: "a",
  },
  {
    name: "port behind an address",
    expression: "req.hdr_ip(z,4)",
    fields: ["Z: 10.0.0.1, zz, ::1, 1.2.3.4:80"],
    expected: "1.2.3.4",
  },
  {
    name: "last of several cookies",
    expression: "req.cook(s)",
    fields: ['Cookie: s=1; t="q"; u; s=3', "Cookie: v=9,w=8"],
    expected: "3",
  },
  {
    name: "cookies behind a comma",
    expression: "req.cook(w)",
    fields: ["Cookie: v=9,w=8"],
    expected: "8",
  },
  {
    name: "parameters behind a semicolon",
    expression: "urlp(e)",
    target: "/p?a=1;e=5",
    expected: "5",
  },
  {
    name: "parameter with another delimiter",
    expression: "urlp(,;)",
    target: "/p?a=1;e=5",
    expected: "5",
  },
  {
    name: "numbers with a rest",
    expression: "req.hdr_val(n,4)",
    fields: ["N: 12, -3, x7, 7x"],
    expected: "7",
  },
  { name: "host of an address literal", expression: "str([::1]:80),host_only", expected: "[::1]" },
  {
    name: "microseconds of a date",
    expression: "int(1000),utime(%a %b %e %j %u %y %%)",
    expected: "Thu Jan  1 001 4 70 %",
  },
];
