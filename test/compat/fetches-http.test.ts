/** Fetches of HTTP messages on odd input: cookies, parameters, credentials, all headers at once. */
import { okResponse } from "../support/origin.ts";
import { compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { compareExpressions, gives, newerExpressions } from "./expression-table.ts";
import type { Row } from "./expression-table.ts";

/** Every expression on every request. */
function rows(expressions: readonly string[], requests: readonly Omit<Asked, "text">[]): Row[] {
  return requests.flatMap((asked) => expressions.map((text) => ({ text, ...asked })));
}
type Asked = Exclude<Row, string>;

const withFields = (...fields: string[]): Omit<Asked, "text"> => ({
  fields: ["Host: h", ...fields].map((field) => `${field}\r\n`).join(""),
});

const cookies: readonly string[] = [
  "a=1; b=22; c; =x; a=3",
  '"q=1"; w="a;b"',
  'a="x;y"; b=2',
  'a="x\\";y"; b=2',
  'a=x"y;z"; b=2',
  "a=1,b=2",
  "a==1; b = 2 ;c",
  "; ;a=1",
  "a",
  "=",
  "=x; y=2",
  "$Version=1; a=2; $Path=/",
  'a="un;b=2',
  '"a;b"=1; c=2',
  "a=1;;b=2",
  "A=1; a=2",
];

compareExpressions(
  "odd cookies",
  rows(
    ["%[req.cook]", "%[req.cook(a)]", "%[req.cook(b)]", "%[req.cook_cnt]", "%[req.cook_cnt(a)]"],
    cookies.map((cookie) => withFields(`Cookie: ${cookie}`)),
  ),
);

newerExpressions("names of cookies", "2.9", [
  gives(
    "%[req.cook_names]",
    "a,b,,a,d",
    "Host: h\r\nCookie: a=1; b; b=22; =x; a=3\r\nCookie: d=4\r\n",
  ),
  gives("%[req.cook_names(:)]", "a:b", "Host: h\r\nCookie: a=1; b=2\r\n"),
  gives("%[req.cook_names]", "", "Host: h\r\n"),
  gives("%[req.cook_names]", "a", "Host: h\r\nCookie: $Version=1; a=2\r\n"),
]);

const credentials: readonly string[] = [
  "Digest abc",
  "Negotiate",
  "Basic",
  "Basic @@@",
  "Basic dTpw",
  "basic  dXNlcjo=",
  "Basic dXNlcg==",
  "Bearer x y ",
  "Bearer",
  "bearer   x",
];

compareExpressions(
  "credentials",
  rows(
    ["%[http_auth_type]", "%[http_auth_user]", "%[http_auth_pass]", "%[http_auth_bearer]"],
    credentials.map((value) => withFields(`Authorization: ${value}`)),
  ),
);

compareExpressions("fields without a name, and all of them", [
  "%[req.hdr]",
  "%[req.fhdr]",
  "%[req.hdr(,1)]",
  "%[req.hdr(,-1)]",
  "%[req.fhdr(,2)]",
  "%[req.hdr_val]",
  "%[req.hdr_cnt]",
  "%[req.hdrs_bin,hex]",
  "%[req.payload(0,4),hex]",
  "%[capture.req.uri]",
]);

newerExpressions("options of parameters", "3.0", [
  gives("%[urlp(A,?,i)]", "1"),
  gives("%[urlp(B,,i)]", "two%20words"),
  gives("%[urlp_val(A,?,i)]", "1"),
  gives("%[query(with_qm)]", "?a=1&b=two%20words&empty=&list=x,y&A=2"),
]);

/** Not counted without a name: 2.6 counts one too many. */
const setCookies: readonly string[] = [
  "Set-Cookie: a=1; Path=/, b=2; HttpOnly",
  "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Secure",
  'Set-Cookie: a="x;y"; Path=/',
  "Set-Cookie: a",
  "Set-Cookie: ; a=1",
  "Set-Cookie: $a=1; b=2",
  "Set-Cookie: a=1; expires=Wed, 09 Jun 2021; b=3",
  "Set-Cookie: =1; q=2",
  "Set-Cookie:",
  "X: y",
];

compareArea(
  "responses' cookies",
  {
    config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-response set-var-fmt(txn.r) "<%[res.cook]> <%[res.cook(a)]> <%[scook(b)]> <%[res.cook_cnt(a)]> <%[res.cook_cnt(Path)]> <%[res.cook_val(b)]> <%[cookie(a)]>"
    http-response set-header X-Read %[var(txn.r)]
    default_backend be
backend be
    server web 127.0.0.1:\${P:web}
`,
    origins: {
      web: ({ request }) => {
        const field = setCookies[Number(request.startLine.split("/")[1]!.split(" ")[0])]!;
        return okResponse("x", `${field}\r\n`);
      },
    },
  },
  Object.fromEntries(
    setCookies.map((field, index) => [
      field,
      async (side) => {
        const { fields } = await side.ask("fe", get(`/${index}`, "Connection: close\r\n"));
        return fields.filter(([name]) => name.toLowerCase() === "x-read");
      },
    ]),
  ),
);
