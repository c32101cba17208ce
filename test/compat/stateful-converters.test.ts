/**
 * Converters that look at more than the sample or leave something behind: captures, conditions,
 * variables, keys of maps. As seen from haproxy 3.2.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { gives, newerExpressions } from "./expression-table.ts";

type Answers = readonly (readonly [expression: string, expected: string])[];

const answers = (rows: Answers): ReturnType<typeof gives>[] =>
  rows.map(([expression, expected]) => gives(`%[${expression}]`, expected));

newerExpressions(
  "captures and conditions",
  "3.2",
  answers([
    ["str(hello),capture-req(0),concat(-,,-),upper", "HELLO--"],
    ["str(hello),capture-req(5)", ""],
    ["str(hello),capture-req(-1)", ""],
    ["str(hello world!),capture-req(0)", "hello world!"],
    ["req.hdr(x-num),capture-req(0)", "42"],
    ["str(hello),capture-res(0)", "hello"],
    ["str(hello),capture-res(1)", ""],
    ["int(5),when(acl,yes)", "5"],
    ["int(5),when(acl,no)", ""],
    ["int(5),when(!acl,no)", "5"],
    ["int(5),when(!acl,yes)", ""],
    ["int(5),when(acl,yes,no)", "5"],
    ["int(5),when(normal)", "5"],
    ["int(5),when(!normal)", ""],
    ["int(5),when(error)", ""],
    ["int(5),when(!error)", "5"],
    ["int(5),when(forwarded)", ""],
    ["int(5),when(!forwarded),add(1)", "6"],
    ["int(5),when(processed)", ""],
    ["int(5),when(toapplet)", ""],
    ["int(5),when(stopping)", ""],
    ["int(5),when(!stopping)", "5"],
    ["str(a),when(acl,no),concat(b)", ""],
  ]),
  [
    "declare capture request len 10",
    "declare capture response len 10",
    "acl yes path_beg /dir",
    "acl no path_beg /none",
  ].join("\n    "),
);

newerExpressions(
  "set-var with conditions",
  "3.2",
  answers([
    ["str(a),set-var(txn.a),upper", "A"],
    ["str(a),set-var(txn.b,ifexists),concat(,txn.b)", ""],
    ["str(a),set-var(txn.c,ifnotexists),concat(,txn.c)", "aa"],
    ["str(),set-var(txn.d,ifempty),concat(x,txn.d)", "x"],
    ["str(),set-var(txn.e,ifnotempty),concat(x,txn.e)", ""],
    ["str(a),set-var(txn.f,ifset)", ""],
    ["str(a),set-var(txn.n,ifnotset)", ""],
    ["int(9),set-var(txn.n,ifgt),add(txn.n)", ""],
    ["int(9),set-var(txn.n,iflt),add(txn.n)", "18"],
    ["int(0),set-var(txn.n,ifempty)", ""],
    ["str(a),set-var(txn.n,ifgt),concat(,txn.n)", "aa"],
    ["str(a),set-var(txn.g,ifexists,ifset,ifnotempty,ifgt),concat(,txn.g)", ""],
    ["str(a),set-var(txn.h),unset-var(txn.h),concat(,txn.h)", "a"],
  ]),
  "http-request set-var(txn.n) int(2)",
);

const folder = mkdtempSync(join(tmpdir(), "sluice-keys-"));
after(() => rmSync(folder, { recursive: true }));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const words = file("words", "a 1\nb 2\n");
const numbers = file("numbers", "5 five\n10:20 range\n");
const networks = file("networks", "10.0.0.0/8 ten\n127.0.0.0/8 lo\n");

newerExpressions(
  "keys of maps",
  "3.2",
  answers([
    [`str(a),map_str_key(${words})`, "a"],
    [`str(zz),map_str_key(${words})`, ""],
    [`str(),map_str_key(${words})`, ""],
    [`str(abc),map_beg_key(${words})`, "a"],
    [`str(xyb),map_end_key(${words})`, "b"],
    [`str(xby),map_sub_key(${words})`, "b"],
    [`str(x/a/y),map_dir_key(${words})`, "a"],
    [`str(x.a.y),map_dom_key(${words})`, "a"],
    [`str(yay),map_reg_key(${words})`, "a"],
    [`int(15),map_int_key(${numbers})`, "10:20"],
    [`str(5),map_int_key(${numbers})`, "5"],
    [`int(7),map_int_key(${numbers})`, ""],
    [`src,map_ip_key(${networks})`, "127.0.0.0/8"],
    [`str(10.1.1.1),map_ip_key(${networks})`, "10.0.0.0/8"],
    [`str(1.1.1.1),map_ip_key(${networks})`, ""],
  ]),
);
