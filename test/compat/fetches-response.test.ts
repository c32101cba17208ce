/** Fetches of the response, as http-response rules see them, and the few that stand in no other table. */
import assert from "node:assert/strict";
import { type Case, compareArea } from "./compare.ts";
import { get, oneToOne } from "./configs.ts";

const EXPRESSIONS: readonly string[] = [
  "res.ver",
  "status",
  "res.hdr(x-list)",
  "res.hdr(x-list,1)",
  "res.hdr(x-list,-2)",
  "res.hdr(x-none)",
  "res.hdr(x-empty)",
  "res.hdr_cnt(x-list)",
  "res.hdr_cnt(x-none)",
  "res.hdr_cnt",
  "res.hdr_ip(x-ip)",
  "res.hdr_ip(x-list)",
  "res.hdr_val(x-num)",
  "res.hdr_val(x-list)",
  "res.fhdr(x-list)",
  "res.fhdr(x-list,1)",
  "res.fhdr(x-none)",
  "res.fhdr_cnt(x-list)",
  "res.fhdr_cnt(x-none)",
  "res.hdr_names",
  "res.hdr_names(:)",
  "res.hdrs",
  "res.hdrs,length",
  "res.hdrs_bin,hex",
  "res.cook(a)",
  "res.cook_val(n)",
  "res.cook_cnt(a)",
  "res.cook(none)",
  "capture.res.ver",
  "capture.req.method",
  "capture.req.uri",
  "capture.req.ver",
  "capture.req.hdr(0)",
  "capture.res.hdr(0)",
  "http_auth(staff)",
  "http_auth_group(staff)",
  "date_us,bool",
  "last_rule_line,bool",
  "base32+src,length",
  "url32+src,length",
];

const fields = [
  "X-List: one, two,three",
  "X-List: four",
  "X-Empty:",
  "X-Ip: 10.1.2.3",
  "X-Num: 42",
  "Set-Cookie: a=1; path=/",
  "Set-Cookie: n=17; a=2",
]
  .map((field) => `${field}\r\n`)
  .join("");

/** What the request alone tells is kept in a variable for the response. */
const requestOnly = /^(http_auth|base32|url32)/;
const config = `userlist staff
    group g1 users ann
    user ann insecure-password pw
${oneToOne(
  `
    capture request header X-Key len 32
    capture response header X-Num len 32
${EXPRESSIONS.map((expression, index) =>
  requestOnly.test(expression)
    ? `    http-request set-var-fmt(txn.e${index}) "<%[${expression}]>"
    http-response set-header X-Answer "%[var(txn.e${index})]" if { capture.req.hdr(0) -m str ${index} }`
    : `    http-response set-header X-Answer "<%[${expression}]>" if { capture.req.hdr(0) -m str ${index} }`,
).join("\n")}
`,
)}`;

const asks =
  (index: number): Case =>
  async (side) => {
    const request = get("/p?q=1", `X-Key: ${index}\r\nAuthorization: Basic YW5uOnB3\r\n`);
    const { fields: answered } = await side.ask("fe", request);
    const answer = answered.find(([name]) => name.toLowerCase() === "x-answer");
    assert.ok(answer !== undefined);
    return answer[1];
  };

compareArea(
  "response fetches",
  { config, origins: { web: `HTTP/1.1 201 Made\r\nContent-Length: 2\r\n${fields}\r\nok` } },
  Object.fromEntries(EXPRESSIONS.map((expression, index) => [expression, asks(index)])),
);
