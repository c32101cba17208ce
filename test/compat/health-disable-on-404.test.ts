/** `http-check disable-on-404` through a life: what is shown and told, and who still gets there. */
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { statOf } from "./health-table.ts";

const check = "check inter 80ms rise 2 fall 2 port ${P:health}";
/** What chooses between the checked server and the other one, which is a backup in "alone". */
const backends: Readonly<Record<string, string>> = {
  cookie: "cookie S insert\n    option redispatch",
  sticky: "stick-table type string size 100\n    stick on req.hdr(K)",
  hash: "balance hdr(K)",
  alone: "cookie S insert",
};
const names = Object.keys(backends);

const config = `
${httpDefaults}
    log 127.0.0.1:\${P:log} local0
    option httpchk
    http-check disable-on-404
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${names
  .map(
    (name) => `backend ${name}
    ${backends[name]}
    server a 127.0.0.1:\${P:a} ${check} cookie a
    server b 127.0.0.1:\${P:b} cookie b ${name === "alone" ? "backup" : ""}`,
  )
  .join("\n")}
`;

const SERVER = ["status", "check_status", "last_chk", "act", "bck", "chkdown"];
const BACKEND = ["status", "act", "bck", "weight", "chkdown"];
const requests = ["", "Cookie: S=a\r\n", "K: first\r\n", "K: first\r\n", "K: third\r\n"];

function answer(side: Side, status: string): void {
  side.origin("health").script = okResponse("x").replace("200 OK", status);
}

async function whoServes(side: Side, backend: string, fields: string): Promise<unknown> {
  const reply = await side.ask("fe", get(`/${backend}/`, fields));
  const isPage = !reply.startLine.includes(" 200 ");
  const cookie = reply.fields.find(([name]) => name === "set-cookie")?.[1];
  return [reply.startLine, isPage ? "page" : reply.body, cookie];
}

/** What holds once checks are answered so and all servers are `wanted`; then what was logged. */
const once =
  (status: string, wanted: string): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    answer(side, status);
    const seen: unknown[] = [];
    for (const name of names) {
      const shown = await until(async () => {
        const stat = await statOf(side, name, "a");
        return stat["status"] === wanted && stat["check_status"]?.startsWith("*") === false && stat;
      }, `${name} being ${wanted}`);
      const whole = await statOf(side, name, "BACKEND");
      seen.push([name, SERVER.map((column) => shown[column]), BACKEND.map((one) => whole[one])]);
      for (const fields of requests) seen.push(await whoServes(side, name, fields));
    }
    const lines = side.syslog.lines
      .slice(from)
      .filter((line) => /erver \w+\/a |backend \w+ has/.test(line))
      .map((line) => line.replace(/^(<\d+>).*?\]: /, "$1").replace(/duration: \d+ms/, "duration"));
    return [seen, lines.toSorted()];
  };

compareArea(
  "disable-on-404",
  { config, origins: { a: okResponse("a"), b: okResponse("b"), health: okResponse("h") } },
  {
    "a server that is up": once("200 OK", "UP"),
    "stops softly": once("404 Not", "NOLB"),
    "is back": once("200 OK", "UP"),
    "stops again": once("404 Not", "NOLB"),
    "and is down": once("500 Bad", "DOWN"),
    "a stop does not bring it up": async (side) => {
      answer(side, "404 Not");
      const seen: unknown[] = [];
      for (const name of names) {
        await until(
          async () => (await statOf(side, name, "a"))["check_code"] === "404",
          `a 404 in ${name}`,
        );
        seen.push((await statOf(side, name, "a"))["status"]);
      }
      return seen;
    },
    "it is up at last": once("200 OK", "UP"),
  },
);
