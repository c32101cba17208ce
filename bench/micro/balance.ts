/** What one choice of a server costs in ns, and one change of a weight in µs, in farms of 10 and 1,000. */
import { First } from "../../src/balance/first.ts";
import { LeastConn } from "../../src/balance/leastconn.ts";
import type { Algorithm } from "../../src/balance/algorithm.ts";
import { RandomDraws } from "../../src/balance/random.ts";
import { RoundRobin } from "../../src/balance/roundrobin.ts";
import { ServerRing } from "../../src/balance/server-ring.ts";
import { StaticRoundRobin } from "../../src/balance/static-rr.ts";
import type { Farm } from "../../src/server/farm.ts";
import { anyTxn } from "../../test/unit/balance/fake-txn.ts";
import { newControlledFarm, serverModel } from "../../test/unit/server/new-farm.ts";

const PICKS = 200_000;
const CHANGES = 200;

const UINT32_COUNT = 2 ** 32;

function onRing(farm: Farm): Algorithm {
  const ring = new ServerRing(farm);
  let hash = 0;
  return { pick: (_txn, avoid) => ring.ofHash((hash = (hash + 2_654_435_761) >>> 0), avoid) };
}

const ALGORITHMS: Readonly<Record<string, (farm: Farm) => Algorithm>> = {
  roundrobin: (farm) => new RoundRobin(farm),
  "static-rr": (farm) => new StaticRoundRobin(farm),
  leastconn: (farm) => new LeastConn(farm),
  first: (farm) => new First(farm),
  "random(2)": (farm) => new RandomDraws(farm, 2, () => Math.floor(Math.random() * UINT32_COUNT)),
  consistent: onRing,
};

for (const [name, create] of Object.entries(ALGORITHMS)) {
  for (const count of [10, 1000]) {
    const servers = Array.from({ length: count }, (_, at) =>
      serverModel(`s${at}`, { weight: 1 + (at % 10) }),
    );
    const { farm, control } = newControlledFarm(servers);
    const algorithm = create(farm);
    for (let pick = 0; pick < PICKS / 10; pick++) algorithm.pick(anyTxn, null);
    const start = performance.now();
    for (let pick = 0; pick < PICKS; pick++) algorithm.pick(anyTxn, null);
    const pickNs = ((performance.now() - start) * 1e6) / PICKS;
    const changesStart = performance.now();
    for (let change = 0; change < CHANGES; change++) {
      control.setWeight(farm.servers[change % count]!, 1 + (change % 7));
      algorithm.pick(anyTxn, null);
    }
    const changeUs = ((performance.now() - changesStart) * 1e3) / CHANGES;
    const figures = `${pickNs.toFixed(0).padStart(8)} ns a pick ${changeUs.toFixed(1).padStart(9)} µs a change`;
    console.log(`${name.padEnd(12)} ${String(count).padStart(5)} servers ${figures}`);
  }
}
