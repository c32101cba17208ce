/**
 * Who waits longest is served first: requests come one after the other before a server that takes
 * one at a time, each seen in the queue before the next is sent, over connections of both threads.
 */
import { until } from "../support/deadline.ts";
import type { Proxy } from "../support/proxy.ts";
import { LoadClient } from "./client.ts";
import type { ChaosOrigin } from "./origin.ts";
import { numberOf, showStat } from "./show-stat.ts";

export interface QueueOrder {
  readonly sent: readonly string[];
  /** As the origin received them. */
  readonly served: readonly string[];
  /** Requests that were not answered with a 200 of their own. */
  readonly failed: number;
}

const waiting = 12;
const limitMs = 20_000;

export async function queueOrder(proxy: Proxy, origin: ChaosOrigin): Promise<QueueOrder> {
  await origin.become("wait");
  const clients = Array.from(
    { length: waiting + 1 },
    () => new LoadClient(proxy.port("front"), () => undefined),
  );
  const answers = [];
  const sent: string[] = [];
  for (const [at, client] of clients.entries()) {
    sent.push(`q${at}`);
    answers.push(client.ask("GET", `/line/${at}`, `q${at}`));
    const isThere = async (): Promise<boolean> =>
      origin.record.received.length === 1 &&
      numberOf(await showStat(proxy), "line/BACKEND", "qcur") +
        numberOf(await showStat(proxy), "line/line", "qcur") ===
        at;
    await until(isThere, `request ${at} in the queue`, limitMs);
  }
  await origin.become("serve");
  const outcomes = await Promise.all(answers);
  for (const client of clients) client.close();
  return {
    sent,
    served: [...origin.record.received],
    failed: outcomes.filter((outcome) => outcome.ending !== "ok").length,
  };
}
