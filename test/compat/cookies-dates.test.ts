/**
 * `cookie … maxidle` and `maxlife`: the dates of the last and the first visit in the cookie's value,
 * fresh, old, missing, wrong; and what the answer then carries.
 */
import { cookieDate, readDatedCookie } from "../../src/http/cookie-date.ts";
import { type Case, type Side, compareArea } from "./compare.ts";
import { cookieConfig, cookieOrigins, exchange } from "./cookie-table.ts";
import { get } from "./configs.ts";

const nowSec = (): number => Math.floor(Date.now() / 1000);

/** A date so many seconds ago, as cookies have it. */
const ago = (sec: number): string => cookieDate(nowSec() - sec);

/** An age in fifties of seconds, so that twenty lost on a busy machine do not matter; "-": no date. */
const ageText = (dateSec: number): string =>
  dateSec === 0 ? "-" : `${Math.round((nowSec() - dateSec) / 50) * 50}s`;

/** Dates as ages. */
function withAges(value: unknown): unknown {
  const text = JSON.stringify(value).replaceAll(
    /(?<=SRV=)(c[ab]\|[\w+/|]+)/g,
    (cookie: string): string => {
      const { server, lastSec, firstSec } = readDatedCookie(cookie);
      return `${server} last ${ageText(lastSec)} first ${ageText(firstSec)}`;
    },
  );
  return JSON.parse(text);
}

/** Values of the request's cookie. `maxidle` is 100 s, `maxlife` 1000 s. */
const values = (): readonly string[] => [
  "ca",
  "cb|",
  `cb|${ago(-10)}`,
  `cb|${ago(50)}`,
  `cb|${ago(80)}`,
  `cb|${ago(150)}`,
  `cb|${ago(-10)}|${ago(-10)}`,
  `cb|${ago(50)}|${ago(500)}`,
  `cb|${ago(50)}|${ago(960)}`,
  `cb|${ago(50)}|${ago(1500)}`,
  `cb|${ago(150)}|${ago(1500)}`,
  `cb||${ago(500)}`,
  `cb||${ago(1500)}`,
  `cb|${ago(-50)}`,
  `cb|${ago(-200_000)}`,
  `cb|${ago(50)}|${ago(-200_000)}`,
  `cb|AAAAA`,
  `cb|!!!!!|!!!!!`,
  `cb|${ago(50).slice(0, 3)}`,
  `cb|${ago(50)}x`,
  `cb|${ago(50)}|`,
  `cb|${ago(50)}|${ago(500)}|more`,
  `cb|${ago(50)}~app`,
  `nobody|${ago(50)}`,
  `|${ago(50)}`,
  `ca|${ago(150)}; SRV=cb|${ago(50)}`,
  `"cb|${ago(50)}"`,
];

const dated: Case = async (side) => {
  const seen: unknown[] = [];
  for (const [at, value] of values().entries()) {
    const path = at % 5 === 4 ? "/sets" : "/";
    seen.push(await exchange(side, get(path, `Cookie: SRV=${value}\r\n`)));
  }
  seen.push(await exchange(side, get("/")));
  return withAges(seen);
};

/** Visits within one of the four seconds that cookies tell apart: a later one renews the date. */
const visits: Case = async (side) => {
  for (;;) {
    const began = ago(0);
    const seen = await threeVisits(side);
    if (ago(0) === began) return seen;
  }
};

async function threeVisits(side: Side): Promise<unknown> {
  const seen: unknown[] = [];
  let cookie = `cb|${ago(50)}|${ago(500)}`;
  for (let visit = 0; visit < 3; visit++) {
    const { answer, log } = await exchange(side, get("/", `Cookie: SRV=${cookie}\r\n`));
    const set = answer.fields.find(([name]) => name.toLowerCase() === "set-cookie")?.[1];
    cookie = set === undefined ? cookie : /SRV=([^;]*)/.exec(set)![1]!;
    seen.push([set ?? "unchanged", log]);
  }
  return withAges(seen);
}

for (const form of [
  "insert maxidle 100s",
  "insert maxlife 1000s",
  "insert maxidle 100s maxlife 1000s",
  "insert indirect nocache maxidle 100s maxlife 1000s",
  "insert preserve maxidle 100s maxlife 1000s",
  "insert postonly maxidle 100s",
  "insert",
]) {
  const servers = { a: "cookie ca", b: "cookie cb" };
  compareArea(
    `cookie SRV ${form}`,
    { config: cookieConfig(`cookie SRV ${form}`, servers), origins: cookieOrigins },
    { dated, visits },
  );
}

compareArea(
  "a server that is down, and one that drains",
  {
    config: cookieConfig("option persist\n    cookie SRV insert maxidle 100s maxlife 1000s", {
      a: "cookie ca",
      b: "cookie cb",
    }),
    origins: cookieOrigins,
  },
  {
    "dates of whom it held": async (side) => {
      const seen: unknown[] = [];
      for (const command of ["set server be/b state drain", "set server be/b state ready"]) {
        await side.proxy.cli(command);
        for (const value of [`cb|${ago(50)}|${ago(500)}`, `cb|${ago(150)}|${ago(500)}`])
          seen.push(await exchange(side, get("/", `Cookie: SRV=${value}\r\n`)));
      }
      return withAges(seen);
    },
  },
);
