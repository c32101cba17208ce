/** Fetches of the response, as http-response rules see them, and the few that stand in no other table. */
import assert from "node:assert/strict";
import { type Case, compareArea, type Side } from "./compare.ts";
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
  "hostname",
  "unique-id",
  "last_rule_line,bool",
  "last_rule_file,bool",
  "fe_req_rate(fe),bool",
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
    unique-id-format "id%[path]-%[req.hdr(x-key)]"
${EXPRESSIONS.map((expression, index) =>
  requestOnly.test(expression)
    ? `    http-request set-var-fmt(txn.e${index}) "<%[${expression}]>"
    http-response set-header X-Answer "%[var(txn.e${index})]" if { capture.req.hdr(0) -m str ${index} }`
    : `    http-response set-header X-Answer "<%[${expression}]>" if { capture.req.hdr(0) -m str ${index} }`,
).join("\n")}
`,
)}`;

/** What HAProxy 3.2 answers; older ones do not know the fetch. */
const NEWER: readonly (readonly [expression: string, answer: string])[] = [
  ["res.cook_names", "a,n"],
  ["res.cook_names(:)", "a:n"],
  ["res.timer.hdr,div(1000)", "0"],
  ["txn.id32,bool", "1"],
  ["bs.aborted", "0"],
  ["fs.aborted", "0"],
];

const newerConfig = oneToOne(`
    capture request header X-Key len 32
${NEWER.map(
  ([expression], index) =>
    `    http-response set-header X-Answer "<%[${expression}]>" if { capture.req.hdr(0) -m str ${index} }`,
).join("\n")}
`);

/** What a rule for that number wrote. */
async function answerOf(side: Side, index: number): Promise<string> {
  const request = get("/p?q=1", `X-Key: ${index}\r\nAuthorization: Basic YW5uOnB3\r\n`);
  const { fields: answered } = await side.ask("fe", request);
  const answer = answered.find(([name]) => name.toLowerCase() === "x-answer");
  assert.ok(answer !== undefined);
  return answer[1];
}

const origins = { web: `HTTP/1.1 201 Made\r\nContent-Length: 2\r\n${fields}\r\nok` };

compareArea(
  "response fetches",
  { config, origins },
  Object.fromEntries(
    EXPRESSIONS.map((expression, index): [string, Case] => [
      expression,
      (side) => answerOf(side, index),
    ]),
  ),
);

compareArea(
  "newer response fetches",
  { config: newerConfig, origins, since: "3.2" },
  Object.fromEntries(
    NEWER.map(([expression, expected], index): [string, Case] => [
      expression,
      async (side) => assert.equal(await answerOf(side, index), `<${expected}>`),
    ]),
  ),
);
