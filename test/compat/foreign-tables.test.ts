/**
 * Counters of a tracked key in a table that it is not tracked in: its entry there, 0 without one,
 * and nothing where keys are of another type or length. HAProxy 2.6 compared bytes in that case;
 * asked is one that does as 3.2.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { haproxyVersion, startHaproxy, startSluice } from "../support/programs.ts";
import { request } from "../support/raw-client.ts";

const TABLES: Readonly<Record<string, string>> = {
  own: "string len 20",
  same: "string len 20",
  longer: "string len 30",
  shorter: "string len 3",
  ip: "ip",
  ip6: "ipv6",
  integer: "integer",
  binary: "binary len 20",
};

const FETCHES = ["get_gpc0", "inc_gpc0", "clr_gpc0", "http_req_cnt", "trackers", "tracked"];

const told = (counter: number, table: string): string =>
  FETCHES.map((name) => `%[sc_${name}(${counter},${table})]`).join(",");

const config = `
defaults
    mode http
    timeout client 5s
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc0 path table own
    http-request track-sc1 src table ip
${Object.keys(TABLES)
  .map((name) => `    http-request set-header ${name} "${told(0, name)}|${told(1, name)}"`)
  .join("\n")}
    http-request return status 200 ${Object.keys(TABLES)
      .map((name) => `hdr x-${name} "%[req.fhdr(${name})]"`)
      .join(" ")}
${Object.entries(TABLES)
  .map(
    ([name, type]) =>
      `backend ${name}\n    stick-table type ${type} size 10 expire 1m store gpc0,http_req_cnt`,
  )
  .join("\n")}
`;

const TRACKED = "0,1,1,1,1,1";
const NOTHING = ",,,,,0";

const expected: Readonly<Record<string, string>> = {
  own: `${TRACKED}|${NOTHING}`,
  same: `5,6,6,0,0,1|${NOTHING}`,
  longer: `${NOTHING}|${NOTHING}`,
  shorter: `${NOTHING}|${NOTHING}`,
  ip: `${NOTHING}|${TRACKED}`,
  ip6: `${NOTHING}|${NOTHING}`,
  integer: `${NOTHING}|${NOTHING}`,
  binary: `${NOTHING}|${NOTHING}`,
};

const [major = 0, minor = 0] = haproxyVersion() ?? [];
const isNewEnough = major > 3 || (major === 3 && minor >= 2);
const programs = [
  ["Sluice", startSluice],
  ...(isNewEnough ? [["HAProxy", startHaproxy] as const] : []),
] as const;

for (const [name, start] of programs) {
  test(`counters of keys in other tables, ${name}`, async () => {
    await using proxy = await start(config);
    for (const table of ["same", "longer", "shorter"])
      await proxy.cli(`set table ${table} key /key data.gpc0 5`);
    await proxy.cli("set table ip6 key ::ffff:127.0.0.1 data.gpc0 5");
    const text = "GET /key HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    const { fields } = await request(proxy.port("fe"), text);
    const seen = Object.keys(TABLES).map((table) => {
      const field = fields.find(([field]) => field === `x-${table}`);
      return [table, field?.[1]];
    });
    assert.deepEqual(Object.fromEntries(seen), expected);
  });
}
