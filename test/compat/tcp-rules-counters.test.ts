/**
 * sc-inc-gpc, sc-add-gpc, sc-set-gpt and their older forms, in every set, over arrays and single
 * values; track-sc up to tune.stick-counters.
 */
import assert from "node:assert/strict";
import { type Area, type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** What the tables store, one frontend for each. */
const stores: Readonly<Record<string, string>> = {
  arrays: "gpc(3),gpt(2),gpc_rate(3,1m)",
  singles: "gpc0,gpc1,gpt0,gpc0_rate(1m)",
  short: "gpc(1),gpt(1)",
};

const actions = [
  "sc-inc-gpc0(0)",
  "sc-inc-gpc1(0)",
  "sc-inc-gpc(1,0)",
  "sc-inc-gpc(2,0)",
  "sc-inc-gpc(99,0)",
  "sc-set-gpt0(0) 7",
  "sc-set-gpt(1,0) int(9)",
  "sc-inc-gpc(1,2)",
];

function frontend(name: string): string {
  return `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    http-request track-sc0 src table t-${name}
    ${actions.map((action) => `http-request ${action}`).join("\n    ")}
    use_backend b-${name}
backend t-${name}
    stick-table type ip size 100 store ${stores[name]!}
backend b-${name}
    server s 127.0.0.1:\${P:web}`;
}

const config = `
${httpDefaults}
${Object.keys(stores).map(frontend).join("\n")}
frontend sets
    bind 127.0.0.1:\${P:sets}
    tcp-request connection track-sc0 src table t-sets
    tcp-request connection sc-inc-gpc(0,0)
    tcp-request session sc-inc-gpc(1,0)
    tcp-request content track-sc2 src table t-sets
    tcp-request content sc-inc-gpc(2,2)
    http-request sc-inc-gpc(3,2)
    http-response sc-inc-gpc(4,2)
    use_backend b-sets
backend t-sets
    stick-table type ip size 100 store gpc(8)
backend b-sets
    tcp-request content sc-inc-gpc(5,2)
    tcp-response content sc-inc-gpc(6,2)
    server s 127.0.0.1:\${P:web}
`;

/** The table's only entry, without its address and times. */
async function entryOf(side: Parameters<Case>[0], table: string): Promise<string> {
  const dump = await side.proxy.cli(`show table ${table}`);
  return dump
    .split("\n")
    .slice(1)
    .join(" ")
    .replace(/^0x\w+: /, "")
    .replace(/ (exp|shard|use)=\d+/g, "");
}

const area: Area = { config, origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" } };

compareArea(
  "counters changed by rules",
  area,
  Object.fromEntries(
    [...Object.keys(stores), "sets"].map((name): [string, Case] => [
      name,
      async (side) => {
        await side.ask(name, get("/"));
        await side.ask(name, get("/"));
        return entryOf(side, `t-${name}`);
      },
    ]),
  ),
);

compareArea(
  "counters of 3.0",
  {
    since: "3.0",
    config: `
global
    tune.stick-counters 6
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc5 src table t
    http-request sc-add-gpc(1,5) 5
    http-request sc-add-gpc(1,5) int(7)
    http-request sc-add-gpc(1,5) req.hdr(x-none)
    http-request sc-set-gpt(1,5) int(-1)
    http-request return status 200
    http-after-response sc-inc-gpc(0,5)
backend t
    stick-table type ip size 100 store gpc(2),gpt(2)
`,
  },
  {
    "sc-add-gpc, and http-after-response": async (side) => {
      await side.ask("fe", get("/"));
      const entry = await entryOf(side, "t");
      assert.match(entry, /gpt0=0 gpt1=4294967295 gpc0=1 gpc1=12/);
      return entry;
    },
  },
);
