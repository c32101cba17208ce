/**
 * What a choice of a server, its connection included, costs in ns, and one change of a weight in µs,
 * in farms of 10, 100 and 1,000.
 */
import { First } from "../../src/balance/first.ts";
import { LeastConn } from "../../src/balance/leastconn.ts";
import type { Algorithm } from "../../src/balance/algorithm.ts";
import { RandomDraws } from "../../src/balance/random.ts";
import { RoundRobin } from "../../src/balance/roundrobin.ts";
import { ServerRing } from "../../src/balance/server-ring.ts";
import { StaticRoundRobin } from "../../src/balance/static-rr.ts";
import type { Farm } from "../../src/server/farm.ts";
import type { Server } from "../../src/server/server.ts";
import { anyTxn } from "../../test/unit/balance/fake-txn.ts";
import { newControlledFarm, serverModel } from "../../test/unit/server/new-farm.ts";

/** Connections that are held at a time. */
const HELD = 64;
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

/** Requests that each go to the server chosen and stay there while `HELD` more come. */
function serve(count: number, farm: Farm, algorithm: Algorithm): void {
  const held: (Server | null)[] = Array.from({ length: HELD }, () => null);
  for (let at = 0; at < count; at++) {
    const oldest = held[at % HELD]!;
    if (oldest !== null) farm.release(oldest);
    const chosen = algorithm.pick(anyTxn, null);
    held[at % HELD] = chosen?.tryAcquire() === true ? chosen : null;
  }
  for (const server of held) if (server !== null) farm.release(server);
}

for (const [name, create] of Object.entries(ALGORITHMS)) {
  for (const count of [10, 100, 1000]) {
    const servers = Array.from({ length: count }, (_, at) =>
      serverModel(`s${at}`, { weight: 1 + (at % 10) }),
    );
    const { farm, control } = newControlledFarm(servers);
    const algorithm = create(farm);
    serve(PICKS / 10, farm, algorithm);
    const start = performance.now();
    serve(PICKS, farm, algorithm);
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
