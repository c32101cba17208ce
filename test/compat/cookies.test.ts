/** Persistence by cookies: every mode with its options, on a table of requests. */
import { compareArea } from "./compare.ts";
import { cookieConfig, cookieOrigins, exchange, exchanges } from "./cookie-table.ts";
import { get } from "./configs.ts";

const servers = { a: "cookie ca", b: "cookie cb" };

for (const form of [
  "",
  "indirect",
  "rewrite",
  "rewrite nocache",
  "prefix",
  "prefix indirect",
  "prefix nocache",
  "insert",
  "insert indirect",
  "insert nocache",
  "insert nocache indirect",
  "insert postonly",
  "insert postonly indirect",
  "insert preserve",
  "insert preserve indirect",
  "indirect preserve",
  "insert httponly secure",
  "insert domain .example.com domain .example.org",
  'insert attr SameSite=Strict attr "Priority=High"',
  "insert indirect domain .example.com httponly secure attr a=b",
]) {
  compareArea(
    `cookie SRV ${form}`,
    { config: cookieConfig(`cookie SRV ${form}`, servers), origins: cookieOrigins },
    { requests: (side) => exchanges(side) },
  );
}

compareArea(
  "a server without a cookie of its own",
  {
    config: cookieConfig("cookie SRV insert", { a: "cookie ca", b: "" }),
    origins: cookieOrigins,
  },
  { requests: (side) => exchanges(side) },
);

for (const option of ["", "option persist", "option redispatch"]) {
  for (const rule of [
    "",
    "force-persist if { path /forced }",
    "ignore-persist if { path /free }",
  ]) {
    compareArea(
      `a server that is down, ${option || "no option"}, ${rule || "no rule"}`,
      {
        config: cookieConfig(
          ["cookie SRV insert indirect", option, rule].filter(Boolean).join("\n    "),
          servers,
        ),
        origins: cookieOrigins,
      },
      {
        "disabled, drained, back": async (side) => {
          const seen = [];
          for (const command of [
            "disable server be/a",
            "enable server be/a",
            "set server be/a state drain",
            "set server be/a state ready",
            "set server be/a weight 0",
          ]) {
            seen.push(await side.proxy.cli(command));
            for (const path of ["/", "/forced", "/free"])
              seen.push(await exchange(side, get(path, "Cookie: SRV=ca\r\n")));
          }
          return seen;
        },
      },
    );
  }
}
