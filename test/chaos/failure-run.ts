/** The failure run of one program, from its start to its last counters. */
import { type Program, startProgram } from "../support/proxy.ts";
import { startSyslogReceiver } from "../support/syslog-receiver.ts";
import type { Outcome } from "./client.ts";
import { addressOf, configTemplate, type OriginName, originNames } from "./config.ts";
import { Load } from "./load.ts";
import { ChaosOrigin } from "./origin.ts";
import { type QueueOrder, queueOrder } from "./queue-order.ts";
import { type RunOptions, Script, type Turn } from "./script.ts";
import { showStat, type StatRow } from "./show-stat.ts";
import { WrkLoad, type WrkSummary } from "./wrk.ts";

/** What one program's run came to. */
export interface Finding {
  readonly outcomes: readonly Outcome[];
  readonly surplusBytes: number;
  readonly wrk: WrkSummary;
  readonly origins: ReadonlyMap<OriginName, ChaosOrigin>;
  readonly turns: readonly Turn[];
  readonly queue: QueueOrder;
  /** Requests that reached each origin from the moment C was up again until it had its weight. */
  readonly slowstartShare: Readonly<Record<OriginName, number>>;
  readonly before: ReadonlyMap<string, StatRow>;
  readonly after: ReadonlyMap<string, StatRow>;
  /** When `after` was read. */
  readonly readMs: number;
  /** Lines "Server web/NAME is DOWN" the program logged. */
  readonly downLines: ReadonlyMap<OriginName, number>;
  readonly seconds: number;
}

export async function failureRun(program: Program, options: RunOptions): Promise<Finding> {
  const from = performance.now();
  const syslog = await startSyslogReceiver();
  const origins = new Map<OriginName, ChaosOrigin>();
  const load: { current: Load | undefined } = { current: undefined };
  let wrk: WrkLoad | undefined;
  const headSeen = async (id: string): Promise<void> => load.current?.headSeen(id);
  const line = new ChaosOrigin("line", addressOf.line, headSeen);
  await line.become("serve");
  const ports: Record<string, number> = { log: syslog.port, line: line.port };
  for (const name of originNames) {
    const origin = new ChaosOrigin(name, addressOf[name], headSeen);
    await origin.become("serve");
    origins.set(name, origin);
    ports[name] = origin.port;
  }
  const proxy = await startProgram(program, configTemplate, { ports });
  try {
    load.current = new Load(proxy.port("front"), options.clients);
    const run = new Script(proxy, origins, load.current, syslog, options);
    await run.untilStatus(originNames, "UP");
    const before = await showStat(proxy);
    wrk = new WrkLoad(proxy.port("front"));
    load.current.start();
    await run.failures();
    await load.current.stop();
    const queue = await queueOrder(proxy, line);
    const wrkSummary = await wrk.stop();
    const after = await run.quietStat();
    return {
      outcomes: load.current.outcomes,
      surplusBytes: load.current.surplusBytes,
      wrk: wrkSummary,
      origins,
      turns: run.turns,
      queue,
      slowstartShare: run.slowstartShare,
      before,
      after,
      readMs: performance.now(),
      downLines: run.downLines(),
      seconds: (performance.now() - from) / 1000,
    };
  } finally {
    await wrk?.kill();
    await proxy.stop();
    for (const origin of [...origins.values(), line]) await origin.become("refuse");
    syslog.stop();
  }
}
