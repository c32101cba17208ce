/** `option checkcache`: which responses with cookies are blocked, and how, as haproxy 3.2. */
import assert from "node:assert/strict";
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { until } from "../support/deadline.ts";
import type { OriginScript } from "../support/origin.ts";
import { ruleDefaults } from "./rule-table.ts";

const config = `${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend inserting if { path /insert }
    use_backend nocache if { path /nocache }
    use_backend clean if { path /clean }
    default_backend be
backend be
    option checkcache
    server web 127.0.0.1:\${P:web}
backend clean
    option checkcache
    http-response del-header set-cookie
    server web 127.0.0.1:\${P:web}
backend inserting
    option checkcache
    cookie SRV insert indirect
    server web 127.0.0.1:\${P:web} cookie s1
backend nocache
    option checkcache
    cookie SRV insert indirect nocache
    server web 127.0.0.1:\${P:web} cookie s1
`;

/** Answers with the fields that the request asks for. */
const web: OriginScript = ({ request }) => {
  const wanted = (name: string): string =>
    request.fields.find(([field]) => field === name)?.[1] ?? "";
  const fields = wanted("x-fields").replaceAll("|", "\r\n");
  return `HTTP/1.1 ${wanted("x-status")} Fine\r\n${fields}\r\nContent-Length: 2\r\n\r\nok`;
};

const COOKIE = "Set-Cookie: a=b";
const DATED = "Last-Modified: x";

interface Row {
  readonly target?: string;
  readonly method?: string;
  readonly status?: number;
  readonly fields: readonly string[];
  readonly isBlocked: boolean;
}

const rows: readonly Row[] = [
  { fields: [COOKIE, DATED], isBlocked: true },
  { fields: [COOKIE], isBlocked: false },
  { fields: [DATED], isBlocked: false },
  { fields: ["Set-Cookie2: a=b", DATED], isBlocked: false },
  { fields: [COOKIE, DATED], status: 404, isBlocked: true },
  { fields: [COOKIE, DATED], status: 302, isBlocked: false },
  { fields: [COOKIE, DATED, "Cache-Control: public"], status: 302, isBlocked: true },
  { fields: [COOKIE, DATED], method: "OPTIONS", isBlocked: true },
  { fields: [COOKIE, DATED], method: "PUT", isBlocked: false },
  { fields: [COOKIE, DATED, "Cache-Control: public"], method: "PUT", isBlocked: true },
  { fields: [COOKIE, "Cache-Control: max-age=5"], isBlocked: true },
  { fields: [COOKIE, DATED, "Cache-Control: private"], isBlocked: false },
  { fields: [COOKIE, DATED, 'Cache-Control: no-cache="set-cookie"'], isBlocked: false },
  { fields: [COOKIE, DATED, 'Cache-Control: no-cache="foo"'], isBlocked: false },
  { fields: [COOKIE, DATED, 'Cache-Control: no-cache="set-cookie", public'], isBlocked: true },
  { fields: [COOKIE, DATED, "Pragma: no-cache"], isBlocked: false },
  { fields: [COOKIE, DATED, "Pragma: x, no-cache"], isBlocked: true },
  { target: "/clean", fields: [COOKIE, DATED], isBlocked: false },
  { target: "/insert", fields: [COOKIE, DATED], isBlocked: true },
  { target: "/insert", fields: ["Set-Cookie: SRV=x", DATED], isBlocked: true },
  { target: "/insert", fields: [DATED], isBlocked: false },
  { target: "/nocache", fields: [COOKIE, DATED], isBlocked: false },
];

function caseOf({ target = "/", method = "GET", status = 200, fields, isBlocked }: Row): Case {
  return async (side) => {
    const from = side.syslog.lines.length;
    const request = get(target, `X-Status: ${status}\r\nX-Fields: ${fields.join("|")}\r\n`);
    const answer = await side.ask("fe", request.replace("GET", method));
    assert.equal(
      answer.startLine,
      isBlocked ? "HTTP/1.1 502 Bad Gateway" : `HTTP/1.1 ${status} Fine`,
    );
    const lines = await until(() => {
      const came = side.syslog.lines.slice(from);
      return came.length > (isBlocked ? 1 : 0) ? came : undefined;
    }, "the lines of the request");
    const said = lines.map((line) => line.replace(/>.*?\]: /s, "> ").trim());
    if (isBlocked) {
      assert.match(
        said[0]!,
        /^<129> Blocking cacheable cookie in response from instance \w+, server web\.$/,
      );
      assert.match(said[1]!, / 502 PH../);
    }
    return { answer, said };
  };
}

const titleOf = ({ target = "", method = "GET", status = 200, fields }: Row): string =>
  `${method} ${target} ${status} ${fields.join(" | ")}`;

compareArea(
  "option checkcache",
  { config, origins: { web }, since: "2.8" },
  Object.fromEntries(rows.map((row) => [titleOf(row), caseOf(row)])),
);
