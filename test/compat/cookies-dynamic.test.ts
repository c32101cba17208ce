/** Cookies made of a server's address, its port and a secret key; the socket's commands for them. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { cookieConfig, cookieOrigins, exchange } from "./cookie-table.ts";
import { get } from "./configs.ts";
import { IpAddress } from "../../src/core/ip.ts";
import { dynamicCookie } from "../../src/server/dynamic-cookies.ts";

/** Ports differ between the two programs, and with them the cookies: their servers' names instead. */
function named(side: Side, value: unknown, keys: readonly string[]): unknown {
  let text = JSON.stringify(value);
  for (const key of keys) {
    for (const name of ["a", "b"]) {
      const cookie = dynamicCookie(key, IpAddress.v4(0x7f000001), side.origin(name).port);
      text = text.replaceAll(cookie, `<${key} ${name}>`);
    }
  }
  return JSON.parse(text);
}

const cookieOf = (side: Side, name: string, key: string): string =>
  dynamicCookie(key, IpAddress.v4(0x7f000001), side.origin(name).port);

const table: Case = async (side) => {
  const seen = [];
  for (const cookie of [
    "",
    `SRV=${cookieOf(side, "a", "SeCrEt")}`,
    `SRV=${cookieOf(side, "b", "SeCrEt")}`,
    `SRV=${cookieOf(side, "b", "other")}`,
    "SRV=ca",
    "",
  ]) {
    seen.push(await exchange(side, get("/", cookie && `Cookie: ${cookie}\r\n`)));
  }
  return named(side, seen, ["SeCrEt", "other"]);
};

const commands: Case = async (side) => {
  const seen: unknown[] = [];
  for (const command of [
    "set dynamic-cookie-key backend be",
    "set dynamic-cookie-key backend nobody x",
    "disable dynamic-cookie backend nobody",
    "enable dynamic-cookie backend",
    "disable dynamic-cookie backend be",
    "enable dynamic-cookie backend be",
    "set dynamic-cookie-key backend be other",
  ]) {
    seen.push(command, await side.proxy.cli(command));
    for (const key of ["SeCrEt", "other"]) {
      const cookie = `Cookie: SRV=${cookieOf(side, "b", key)}\r\n`;
      seen.push(await exchange(side, get("/", cookie)), await exchange(side, get("/")));
    }
  }
  return named(side, seen, ["SeCrEt", "other"]);
};

for (const [title, lines, servers] of [
  ["dynamic", "cookie SRV insert dynamic\n    dynamic-cookie-key SeCrEt", { a: "", b: "" }],
  [
    "dynamic, one server with a cookie of its own",
    "dynamic-cookie-key SeCrEt\n    cookie SRV insert indirect dynamic",
    { a: "cookie ca", b: "" },
  ],
  ["dynamic without a key", "cookie SRV insert dynamic", { a: "", b: "" }],
  ["a key alone", "cookie SRV insert\n    dynamic-cookie-key SeCrEt", { a: "cookie ca", b: "" }],
  ["prefix", "cookie SRV prefix dynamic\n    dynamic-cookie-key SeCrEt", { a: "", b: "" }],
] as const) {
  compareArea(
    title,
    { config: cookieConfig(lines, servers), origins: cookieOrigins },
    { table, commands },
  );
}

compareArea(
  "an address that changes",
  {
    config: cookieConfig("cookie SRV insert dynamic\n    dynamic-cookie-key SeCrEt", { a: "" }),
    origins: cookieOrigins,
  },
  {
    "and its cookie with it": async (side) => {
      const before = await exchange(side, get("/"));
      const { port } = side.origin("b");
      await side.proxy.cli(`set server be/a addr 127.0.0.1 port ${port}`);
      return named(side, [before, await exchange(side, get("/"))], ["SeCrEt"]);
    },
  },
);
