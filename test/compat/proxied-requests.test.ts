/** `option http-use-proxy-header`: who authenticates to a proxy does so in fields of its own. */
import { compareArea } from "./compare.ts";
import { observed, okOrigin, ruleDefaults } from "./rule-table.ts";

const lines = `
    http-request auth realm r if { path /auth } !{ http_auth(people) }
    http-request set-var-fmt(txn.user) "%[http_auth_user] %[http_auth_type]"
    http-response set-header x-user %[var(txn.user)]
    default_backend be
`;

const config = `
userlist people
    user a insecure-password b
${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    option http-use-proxy-header
${lines}
frontend other
    bind 127.0.0.1:\${P:other}
${lines}
backend be
    server web 127.0.0.1:\${P:web}
`;

const CREDENTIALS = "Basic YTpi";

const requests: readonly (readonly [target: string, fields: string])[] = [
  ["http://a/auth", ""],
  ["http://a/auth", `Proxy-Authorization: ${CREDENTIALS}\r\n`],
  ["http://a/auth", `Authorization: ${CREDENTIALS}\r\n`],
  ["/auth", ""],
  ["/auth", `Proxy-Authorization: ${CREDENTIALS}\r\n`],
  ["/auth", `Authorization: ${CREDENTIALS}\r\n`],
  ["http://a/", "Proxy-Connection: keep-alive\r\n"],
];

compareArea(
  "option http-use-proxy-header",
  { config, origins: okOrigin },
  Object.fromEntries(
    ["fe", "other"].flatMap((port) =>
      requests.map(([target, fields]) => [
        `${port}: ${target} ${fields.trim()}`,
        (side) =>
          observed(side, port, [
            `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${fields}\r\n`,
          ]),
      ]),
    ),
  ),
);
