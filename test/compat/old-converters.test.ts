/** Converters that haproxy 2.6 knows too: variants of the maps, and small ones with odd inputs. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { compareExpressions } from "./expression-table.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-maps-"));
after(() => rmSync(folder, { recursive: true }));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const on = (input: string, ...converters: readonly string[]): string[] =>
  converters.map((converter) => `%[${input},${converter}]`);

compareExpressions(
  "small converters",
  [
    ...on("bin(610d0a62)", "cut_crlf", "cut_crlf,length"),
    ...on("bin(0a62)", "cut_crlf,length"),
    ...on("str()", "cut_crlf,length", "ub64enc,length", "add_item(-,,x)", "add_item(-,txn.v)"),
    ...on("str(abc)", "cut_crlf", "ub64enc", "add_item(-,,x)", "add_item(-,txn.v)"),
    ...on("str(abc)", "add_item(-,txn.v,x)", "add_item(-,txn.none)", "add_item(-,txn.none,x)"),
    ...on("str(abc)", 'add_item(",",txn.n)', "ltrim(a)", "rtrim(c)", "ltrim(abc)", "rtrim(abc)"),
    ...on("bin(fbff00)", "ub64enc", "ub64enc,ub64dec,hex", "base64"),
    ...on("str(-_8)", "ub64dec,hex"),
    ...on("str(a!)", "ub64dec,hex", "b64dec,hex"),
    ...on("int(1700000000)", "ltime(%Y)", "ltime(%M:%S)", "ltime(%S,5)", "utime(%S,-5)"),
    ...on("int(0)", "utime(%Y-%m-%dT%H:%M:%S)", "http_date", "even", "odd", "neg", "cpl"),
    ...on("str(x)", "http_date", "utime(%S)", "odd"),
    ...on("str()", "http_date", "utime(%S)", "hex2i", "url_dec", "djb2", "sdbm", "xxh32"),
    ...on("str([::1]:8080)", "host_only", "port_only"),
    ...on("str(a:80:90)", "host_only", "port_only"),
    ...on("str([::1)", "host_only", "port_only"),
    ...on("str(a:123456)", "port_only"),
    ...on("str(:80)", "host_only", "port_only"),
    ...on("str(f1_f2_f3__f5)", "field(5,_)", "field(-3,_,0)", "field(2,_,2)", "word(4,_)"),
    ...on("str(f1_f2_f3__f5)", "word(3,_,2)", "word(-2,_,2)", "word(5,_)", "field(6,_)"),
    ...on("str(aaa)", "regsub(a,b)", "regsub(a,b,g)", "regsub(A,b,gi)", "regsub(A,b,ig)"),
    ...on("str(aaa)", "regsub(^a,)", "regsub(x,y)", `regsub("(a)","\\1\\1")`),
    ...on("str(a?b+c%41)", "url_dec", "url_dec(0)", "url_dec(1)"),
    ...on("ipv6(2001:db8::1)", "ipmask(24,32)", "ipmask(24)", "ipmask(24,128)", "ipmask(0,0)"),
    ...on("str(spare)", "nbsrv"),
    ...on("str(none)", "nbsrv"),
  ],
  ["http-request set-var(txn.v) str(v)", "http-request set-var(txn.n) int(7)"].join("\n    "),
);

const integers = file("integers", "a 1\nb/c -2\n^x 3\n");
const addresses = file("addresses", "a 10.0.0.1\nb ::1\n");
const byNetwork = file("byNetwork", "10.0.0.0/8 5\n127.0.0.0/8 6\n");
const networks = file("networks", "10.0.0.0/8 1.1.1.1\n127.0.0.0/8 2.2.2.2\n");
const byNumber = file("byNumber", "5 50\n10:20 60\n");
const numbers = file("numbers", "5 5.5.5.5\n");

compareExpressions("maps that give integers and addresses", [
  ...on(
    "str(a)",
    `map_str_int(${integers})`,
    `map_beg_int(${integers})`,
    `map_end_int(${integers})`,
  ),
  ...on("str(xay)", `map_sub_int(${integers})`, `map_reg_int(${integers})`),
  ...on("str(z)", `map_sub_int(${integers},9)`, `map_reg_int(${integers},9)`),
  ...on("str(x/a/y)", `map_dir_int(${integers})`, `map_dir_int(${integers}),add(1)`),
  ...on("str(x.a.y)", `map_dom_int(${integers})`, `map_dom_int(${integers},4)`),
  ...on("str(z)", `map_str_int(${integers})`, `map_beg_int(${integers},7)`),
  ...on("str(z)", `map_end_int(${integers},7)`, `map_dom_int(${integers})`),
  ...on("str(ab)", `map_beg_ip(${addresses})`, `map_end_ip(${addresses})`),
  ...on("str(a)", `map_sub_ip(${addresses})`, `map_reg_ip(${addresses})`),
  ...on("str(z)", `map_beg_ip(${addresses},1.2.3.4)`, `map_sub_ip(${addresses},::9)`),
  ...on("str(z)", `map_end_ip(${addresses})`, `map_reg_ip(${addresses})`),
  ...on("str(x/b/y)", `map_dir_ip(${addresses})`, `map_dom_ip(${addresses})`),
  ...on("str(x.b.y)", `map_dom_ip(${addresses})`, `map_str_ip(${addresses})`),
  ...on("src", `map_ip_int(${byNetwork})`, `map_ip_ip(${networks})`),
  ...on("str(1.1.1.1)", `map_ip_int(${byNetwork},8)`, `map_ip_ip(${networks})`),
  ...on("int(5)", `map_int_int(${byNumber})`, `map_int_ip(${numbers})`),
  ...on("int(15)", `map_int_int(${byNumber})`, `map_int_ip(${numbers},6.6.6.6)`),
  ...on("int(7)", `map_int_int(${byNumber})`, `map_int_ip(${numbers})`),
]);
