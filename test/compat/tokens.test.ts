/** JSON Web Tokens: their parts by jwt_header_query and jwt_payload_query, and jwt_verify. */
import { readFileSync } from "node:fs";
import { compareExpressions, gives, newerExpressions } from "./expression-table.ts";
import type { NewerRow, Row } from "./expression-table.ts";
import {
  base64Url,
  ecKeys,
  rsaKeys,
  signatureOf,
  signedToken,
  unsigned,
} from "../support/tokens.ts";

const token = (content: string): string => `Host: a\r\nX-T: ${content}\r\n`;
const payload = '{"sub":"1234567890","n":12,"f":1.5,"o":{"a":true},"l":[1,"x"]}';
const usual = signedToken("HS256", "secret", payload);

const queries = [
  "$.sub",
  "$.n",
  "$.n,int",
  "$.f",
  "$.f,int",
  "$.o",
  "$.o.a",
  "$.l[1]",
  "$.no",
  "$",
];
compareExpressions("jwt_payload_query and jwt_header_query with a path", [
  ...queries.map((query): Row => {
    return { text: `%[req.hdr(x-t),jwt_payload_query(${query})]`, fields: token(usual) };
  }),
  ...[usual, "", "a", "e30", "e30.e30.x", "..", "!!.e30.x", `x${usual}`, usual.split(".")[0]!].map(
    (content): Row => ({
      text: "%[req.hdr(x-t),jwt_header_query($.alg)]|%[req.hdr(x-t),jwt_payload_query($.n)]",
      fields: token(content),
    }),
  ),
]);

/** An equals sign counts as a digit: padded parts are not what they were before padding. */
compareExpressions(
  "base64url with padding",
  ["e30", "e30=", "ee==", "====", "=", "YQ==", "e30=e30", "e", "a-_b", "a+/b", ""].map(
    (text) => `%[str("${text}"),ub64dec,hex]`,
  ),
);

const parts = "%[req.hdr(x-t),jwt_header_query]|%[req.hdr(x-t),jwt_payload_query]";
newerExpressions("jwt_header_query and jwt_payload_query of all", "3.2", [
  gives(parts, `{"alg":"HS256","typ":"JWT"}|${payload}`, token(usual)),
  gives("%[req.hdr(x-t),jwt_payload_query($.l)]", '[1,"x"]', token(usual)),
  gives(parts, "|", token("")),
  gives(parts, "{}|", token("e30")),
  gives(parts, "{}|{}", token("e30.e30.e30.e30")),
  gives(parts, "{}|", token("e30.!!.e30")),
  gives(parts, '{"alg":|', token("eyJhbGciOi.a.x")),
  gives(parts, "nojson|", token(base64Url("nojson"))),
]);

const rsa = rsaKeys();
const other = rsaKeys();
const curves = { 256: ecKeys("P-256"), 384: ecKeys("P-384"), 512: ecKeys("P-521") };
const certificate = readFileSync(
  new URL("../contract/certificates/a-rsa.crt", import.meta.url),
  "utf8",
);
const files = {
  "rsa.pub": rsa.spki,
  "rsa.pkcs1": rsa.publicKey.export({ type: "pkcs1", format: "pem" }),
  "rsa.key": rsa.pkcs8,
  "two.pub": other.spki + rsa.spki,
  "cert.pem": certificate,
  "garbage.pem": "garbage\n",
  "256.pub": curves[256].spki,
  "384.pub": curves[384].spki,
  "512.pub": curves[512].spki,
  "late.pub": rsa.spki,
  "never.pub": rsa.spki,
};
const variables = `
    http-request set-var(txn.secret) str(secret)
    http-request set-var(txn.hs) str(HS256)
    http-request set-var(txn.rs) str(RS256)
    http-request set-var(txn.bad) str(XX256)
    http-request set-var(txn.five) int(5)
    http-request set-var(txn.path) str(rsa.pub)
    http-request set-var(txn.never) str(never.pub)`;

const verdict = (args: string, content: string): Row => ({
  text: `%[req.hdr(x-t),jwt_verify(${args})]`,
  fields: token(content),
});
const cut = (content: string): string => content.slice(0, content.lastIndexOf(".") + 1);
const odd = ["", "a", "a.b", "a.b.c", "a.b.c.d", "..", "...", "a.b.AAAA", "!!.!!.AAAA", cut(usual)];
const hs = (bits: string): string => signedToken(`HS${bits}`, "secret");
const rs256 = signedToken("RS256", rsa.privateKey);

const hmacRows: readonly Row[] = [
  ...["256", "384", "512"].flatMap((bits) => [
    verdict(`HS${bits},secret`, hs(bits)),
    verdict(`HS${bits},wrong`, hs(bits)),
    verdict("HS384,secret", hs(bits)),
  ]),
  ...odd.flatMap((content) => [verdict("HS256,secret", content), verdict("none,x", content)]),
  ...[usual.slice(0, -1), `${usual}A`, `${usual}=`, usual.slice(0, -10), `${usual}.`].map(
    (content) => verdict("HS256,secret", content),
  ),
  verdict("none,x", unsigned("none")),
  verdict("none,x", usual),
  ...["txn.hs,txn.secret", "txn.no,secret", "HS256,txn.no", "txn.bad,x", "txn.five,x"].map((args) =>
    verdict(args, usual),
  ),
  verdict("HS256,txn.five", usual),
  { text: "%[req.hdr(x-none),jwt_verify(HS256,x)]", fields: token(usual) },
];
compareExpressions("jwt_verify with secrets", hmacRows, variables);

const keyRows: readonly Row[] = [
  ...["256", "384", "512"].flatMap((bits) => {
    const content = signedToken(`RS${bits}`, rsa.privateKey);
    return [
      verdict(`RS${bits},rsa.pub`, content),
      verdict(`RS${bits},rsa.pkcs1`, content),
      verdict(`RS${bits},two.pub`, content),
      verdict(`RS${bits},256.pub`, content),
      verdict(`RS${bits},garbage.pem`, content),
    ];
  }),
  ...([256, 384, 512] as const).flatMap((bits) => {
    const content = signedToken(`ES${bits}`, curves[bits].privateKey);
    return [
      verdict(`ES${bits},${bits}.pub`, content),
      verdict(`ES${bits},rsa.pub`, content),
      verdict(`ES${bits},garbage.pem`, content),
      verdict(`ES${bits},${bits}.pub`, content.slice(0, -4)),
      verdict(`ES${bits},${bits}.pub`, `${cut(content)}AAAA`),
      verdict(`ES${bits},384.pub`, signedToken(`ES${bits}`, curves[384].privateKey)),
    ];
  }),
  ...odd.flatMap((content) => [
    verdict("RS256,rsa.pub", content),
    verdict("RS256,garbage.pem", content),
  ]),
  ...["txn.rs,late.pub", "RS256,txn.path", "RS256,txn.never", "RS256,txn.no"].map((args) =>
    verdict(args, rs256),
  ),
  verdict("RS256,rsa.pub", `${rs256}A`),
  verdict("HS256,rsa.pub", rs256),
];
compareExpressions("jwt_verify with public keys", keyRows, variables, undefined, files);

/** A number with zeros in front of it is the same number, however many. */
const content = unsigned("ES256");
const signature = signatureOf("ES256", curves[256].privateKey, content);
const zeros = (size: number): Buffer => Buffer.alloc(size);
const halves = [signature.subarray(0, 32), signature.subarray(32)] as const;
const padded = (size: number): string =>
  base64Url(Buffer.concat([zeros(size), halves[0], zeros(size), halves[1]]));
compareExpressions(
  "jwt_verify: the two numbers of an ECDSA signature",
  [padded(0), padded(1), padded(2), padded(68), base64Url(zeros(64)), base64Url(zeros(2))]
    .concat(base64Url(signature.subarray(1)), base64Url(Buffer.concat([signature, zeros(2)])))
    .flatMap((form) => [
      verdict("ES256,256.pub", `${content}.${form}`),
      verdict("ES256,rsa.pub", `${content}.${form}`),
    ]),
  "",
  undefined,
  files,
);

const newerVerdict = (args: string, given: string, expected: string): NewerRow =>
  gives(`%[req.hdr(x-t),jwt_verify(${args})]`, expected, token(given));
newerExpressions(
  "jwt_verify: PS256, empty keys, certificates in place of keys",
  "3.2",
  [
    ...["256", "384", "512"].flatMap((bits) => {
      const pss = signedToken(`PS${bits}`, rsa.privateKey);
      return [
        newerVerdict(`PS${bits},rsa.pub`, pss, "1"),
        newerVerdict(`PS${bits},rsa.pkcs1`, pss, "1"),
        newerVerdict(`PS${bits},two.pub`, pss, "0"),
        newerVerdict(`PS${bits},256.pub`, pss, "0"),
        newerVerdict(`RS${bits},rsa.pub`, pss, "0"),
        newerVerdict(`PS${bits},rsa.pub`, signedToken(`RS${bits}`, rsa.privateKey), "0"),
      ];
    }),
    newerVerdict("HS256,", usual, ""),
    newerVerdict("none,", unsigned("none"), ""),
    newerVerdict("RS256,cert.pem", rs256, "-5"),
    newerVerdict("RS256,rsa.key", rs256, "-5"),
  ],
  "",
  files,
);
