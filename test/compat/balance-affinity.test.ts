/** `hash-preserve-affinity`: where requests that are held go and wait, one after another. */
import assert from "node:assert/strict";
import { until } from "../support/deadline.ts";
import { farmArea, originNames } from "./balance-farm.ts";
import { type Area, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";

const names = originNames.slice(0, 4);

/** Connections and queue of each server and the backend, as "scur/qcur"; the responses of it. */
async function loads(side: Side): Promise<{ total: number; text: string }> {
  const [header = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
  const columns = header.replace("# ", "").split(",");
  let total = 0;
  const ours = rows.map((row) => row.split(",")).filter(([proxy]) => proxy === "be");
  const texts = ours.map((row) => {
    const [current, queued, failed] = ["scur", "qcur", "econ"].map((column) =>
      Number(row[columns.indexOf(column)]),
    );
    if (row[1] === "BACKEND") total = current! + Number(row[columns.indexOf("hrsp_5xx")]);
    return `${current}/${queued}/${failed}`;
  });
  return { total, text: texts.join(" ") };
}

/** Requests with those keys, none of them ever answered by an origin. */
async function held(side: Side, keys: readonly string[]): Promise<string[]> {
  const clients = [];
  const seen: string[] = [];
  for (const key of keys) {
    const { total } = await loads(side);
    const client = await side.connect("fe");
    clients.push(client);
    client.send(get("/", `X-Key: ${key}\r\n`));
    await until(async () => (await loads(side)).total > total || undefined, "the request");
    seen.push((await loads(side)).text);
  }
  for (const client of clients) client.close();
  return seen;
}

function area(affinity: string | null, options: string, ...more: string[]): Area {
  // One server less in some farms: the last place of the ring is another's.
  const count = options.includes("minconn") ? 3 : 4;
  const servers = Object.fromEntries(names.slice(0, count).map((name) => [name, options]));
  const lines = ["balance hdr(x-key)", "hash-type consistent crc32", "timeout queue 20s"];
  if (affinity !== null) lines.push(`hash-preserve-affinity ${affinity}`);
  return {
    ...farmArea([...lines, ...more], servers, affinity === null ? undefined : "3.2"),
    origins: Object.fromEntries(originNames.map((name) => [name, () => undefined])),
  };
}

const one = Array.from({ length: 14 }, () => "key1");
const some = Array.from({ length: 16 }, (_, at) => `key${(at * at) % 5}`);

/** What it is in the end with one key; of the newer directive, recorded from 3.2. */
for (const [affinity, options, end, ...more] of [
  [null, "maxconn 2", "0/0/0 0/0/0 0/0/0 2/12/0 14/0/0"],
  [null, "maxconn 1 maxqueue 2", "0/0/0 0/0/0 0/0/0 1/2/11 3/0/11"],
  [null, "maxconn 1 maxqueue 2", "0/0/0 0/0/0 0/0/0 1/2/11 3/0/11", "option redispatch"],
  ["always", "maxconn 2", "0/0/0 0/0/0 0/0/0 2/12/0 14/0/0"],
  ["maxconn", "maxconn 2", "2/0/0 2/0/0 2/0/0 2/6/0 14/0/0"],
  ["maxconn", "", "0/0/0 0/0/0 0/0/0 14/0/0 14/0/0"],
  ["maxconn", "maxconn 2 maxqueue 1", "2/0/0 2/0/0 2/0/0 2/1/5 9/0/5"],
  ["maxqueue", "maxconn 1 maxqueue 2", "1/2/0 1/2/0 1/2/0 1/2/2 12/0/2"],
  ["maxconn", "minconn 1 maxconn 2", "1/0/0 1/11/0 1/0/0 14/0/0"],
  ["maxconn", "maxconn 2", "2/0/0 2/0/0 2/0/0 2/6/0 14/0/0", "hash-balance-factor 110"],
] as const) {
  const title = ["hash-preserve-affinity", affinity ?? "not said", options, ...more].join(" ");
  compareArea(title, area(affinity, options, ...more), {
    "one key": async (side) => {
      const seen = await held(side, one);
      assert.equal(seen.at(-1), end);
      return seen;
    },
  });
  if (affinity === null || options === "") continue;
  compareArea(`${title}, keys`, area(affinity, options, ...more), {
    "five keys": (side) => held(side, some),
  });
}
