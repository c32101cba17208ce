/** Converters, each with its usual, empty, odd and failing inputs. */
import { compareExpressions } from "./expression-table.ts";

const text = "req.hdr(x-text)";
const on = (fetch: string, ...converters: readonly string[]): string[] =>
  converters.map((converter) => `%[${fetch},${converter}]`);

compareExpressions("string converters", [
  ...on(text, "lower", "upper", "length", "bytes(4)", "bytes(4,5)", "bytes(99)", "bytes(0,3)", "word(1, )", "word(2,q)", "word(9,o)", "word(-1,o)", "word(2,u,0)",
    "field(1,q)", "field(2,q)", "field(-1,q)", "field(9,q)", "field(1,q,2)", "hex", "base64", "url_enc", "json", "rtrim(xo)", "ltrim(Th)", "concat(-,txn.v,+)",
    "regsub(q,Q)", "regsub([a-z]+,x)", "regsub([a-z]+,x,g)", "regsub(FOX,cat,i)", "strcmp(txn.v)", "sub(1)", "crc32", "crc32c", "djb2", "sdbm", "wt6",
    "crc32(1)", "djb2(1)", "sdbm(1)", "wt6(1)", "xxh32", "xxh64", "xxh3", "sha1,hex", "sha2(256),hex", "sha2(512),hex", "digest(md5),hex", "hmac(sha256,a2V5),hex", "htonl,hex", "hex2i"),
  ...on("req.hdr(x-empty)", "lower", "length", "base64", "hex", "url_enc", "field(1,a)", "word(1,a)", "crc32", "json"),
  ...on("req.hdr(missing)", "lower", "length", "iif(a,b)", "base64"),
  ...on("req.hdr(x-b64)", "b64dec", "b64dec,length", "ub64dec"), ...on("req.hdr(x-url)", "url_dec", "url_dec(1)", "b64dec"),
  ...on("req.fhdr(x-json)", "json", "json(utf8s)", "json_query($.a.b[1])", "json_query($.n)", "json_query($.t)", "json_query($.missing)", "json_query($.a)"),
  ...on("req.hdr(host)", "host_only", "port_only", "lower,host_only", "field(1,:)", "field(2,:)"),
  ...on("query", "url_dec", "field(2,&)", "length"), ...on("req.hdr(accept-language)", "language(en;fr;da)", "language(fr,none)"),
  ...on("path", "url_dec", "word(1,/)", "word(3,/)", "field(3,/)", "regsub(^/,)"),
], "http-request set-var(txn.v) str(value)");

compareExpressions("number and address converters", [
  ...on("req.hdr_val(x-num)", "add(8)", "sub(50)", "mul(2)", "div(5)", "div(0)", "mod(5)", "mod(0)", "neg", "and(8)", "or(1)", "xor(3)", "cpl", "not", "bool", "even", "odd", "add(txn.n)", "hex", "base64",
    "mul(9223372036854775807)", "add(9223372036854775807)", "bytes(0,1)", "length"),
  ...on("req.hdr(x-num)", "add(1)", "mul(1)"), ...on("req.hdr(x-neg)", "add(1)", "neg", "bool"), ...on("req.hdr(x-text)", "add(1)"),
  ...on("int(0)", "not", "bool", "iif(yes,no)"), ...on("bool(1)", "iif(yes,no)", "not", "add(1)"), ...on("int(1700000000)", "utime(%Y-%m-%d)", "http_date,bytes(5,20)", "http_date(60),bytes(5,20)", "utime(%H:%M:%S)"),
  ...on("req.hdr_ip(x-ip)", "ipmask(24)", "ipmask(0)", "ipmask(255.255.0.0)", "hex", "ipmask(32)"), ...on("req.hdr_ip(x-ip6)", "ipmask(24,32)", "hex"), ...on("src", "ipmask(8)", "hex", "length"),
  ...on("str(10.2.3.4)", "ipmask(16)"), ...on("str(616263)", "hex2i"), ...on("bin(00ff10)", "hex", "be2dec(.,1)", "be2hex(:,2)", "length"), ...on("str(abc)", "in_table(fe)", "table_gpc0(fe)"),
], "stick-table type string len 16 size 1k store gpc0\n    http-request set-var(txn.n) int(100)");
