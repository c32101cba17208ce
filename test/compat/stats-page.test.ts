/** The stats page's outside: who may see it, its fields, its CSV form. The HTML is each program's own. */
import { compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const credentials = (text: string): string =>
  `Authorization: Basic ${Buffer.from(text).toString("base64")}\r\n`;

const config = `${httpDefaults}
listen stats
    bind 127.0.0.1:\${P:fe}
    stats enable
    stats uri /stats
    stats realm My\\ Realm
    stats refresh 10s
    stats auth admin:secret
    stats auth other:word
`;

compareArea(
  "stats page",
  { config },
  {
    "without credentials": (side) => side.ask("fe", get("/stats")),
    "with wrong ones": (side) => side.ask("fe", get("/stats", credentials("admin:wrong"))),
    "another path": (side) => side.ask("fe", get("/elsewhere")),
    "the page": async (side) => {
      const { startLine, fields, body } = await side.ask(
        "fe",
        get("/stats", credentials("admin:secret")),
      );
      return [startLine, fields, /^<!DOCTYPE html/i.test(body), body.trimEnd().endsWith("</html>")];
    },
    "without refresh": async (side) => {
      const { startLine, fields } = await side.ask(
        "fe",
        get("/stats;norefresh", credentials("other:word")),
      );
      return [startLine, fields];
    },
    CSV: async (side) => {
      const { startLine, fields, body } = await side.ask(
        "fe",
        get("/stats;csv", credentials("admin:secret")),
      );
      const rows = body.trimEnd().split("\n");
      return [
        startLine,
        fields,
        rows.map((row) => row.split(",").slice(0, 2)),
        rows[0]!.startsWith("# pxname,svname,qcur"),
      ];
    },
  },
);
