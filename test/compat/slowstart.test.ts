/** `slowstart`: the weights that a server has on its way back, a step a second at most. */
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";
import { compareArea, type Side } from "./compare.ts";
import { httpDefaults } from "./configs.ts";
import { statOf } from "./health-table.ts";

/** Options by server, and the weight with its throttle at each step. */
const servers: Readonly<Record<string, readonly [options: string, steps: readonly string[]]>> = {
  s1: ["check inter 60s weight 16 slowstart 1s", ["1 6", "16 "]],
  s2: ["check inter 60s weight 100 slowstart 2s", ["7 6", "57 56", "100 "]],
  s3: ["check inter 60s weight 12 slowstart 3s", ["1 6", "5 37", "9 68", "12 "]],
  unasked: ["weight 100 slowstart 2s", ["7 6", "57 56", "100 "]],
};

const HEALTH = ["health down", "health up"];
const STATE = ["state maint", "state ready"];

/** What it shows from the server's return on, and whether that are steps of its way, in order. */
async function comeBack(side: Side, server: string, words: readonly string[]): Promise<unknown> {
  const [, steps] = servers[server]!;
  for (const word of words) await side.proxy.cli(`set server be/${server} ${word}`);
  const seen: string[] = [];
  await until(
    async () => {
      const { weight = "", throttle = "" } = await statOf(side, "be", server);
      if (seen.at(-1) !== `${weight} ${throttle}`) seen.push(`${weight} ${throttle}`);
      return seen.at(-1) === steps.at(-1);
    },
    `all of the weight of ${server}`,
    20_000,
  );
  const places = seen.map((step) => steps.indexOf(step));
  const isInOrder = places.every((place, at) => place > (places[at - 1] ?? -1));
  return isInOrder ? "steps of its way" : seen;
}

compareArea(
  "weights of servers that come back",
  {
    config: `${httpDefaults}
backend be
    option httpchk
${Object.entries(servers)
  .map(([name, [options]]) => `    server ${name} 127.0.0.1:\${P:web} ${options}`)
  .join("\n")}
`,
    origins: { web: okResponse("x") },
  },
  {
    "from being down": (side) =>
      Promise.all(["s1", "s2", "s3"].map((name) => comeBack(side, name, HEALTH))),
    "from maintenance": (side) =>
      Promise.all(["s2", "unasked"].map((name) => comeBack(side, name, STATE))),
  },
);
