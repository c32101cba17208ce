/**
 * The fixed series of failures. Every step waits until the proxy has noticed, so that a slow machine
 * makes the run longer and not different.
 */
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../support/deadline.ts";
import type { Proxy } from "../support/proxy.ts";
import type { SyslogReceiver } from "../support/syslog-receiver.ts";
import {
  checkTimeoutMs,
  fall,
  interMs,
  type OriginName,
  originNames,
  rise,
  weight,
} from "./config.ts";
import type { Load } from "./load.ts";
import type { ChaosOrigin, OriginMode } from "./origin.ts";
import { numberOf, showStat, type StatRow } from "./show-stat.ts";

/** One change of a server's state, from the origin's change to what show stat tells. */
export interface Turn {
  readonly what: string;
  readonly origin: OriginName;
  readonly beganMs: number;
  readonly seenMs: number;
  /** Without grace: fall × inter, for a check that hangs with its timeout; or rise × inter. */
  readonly ruleMs: number;
}

export interface RunOptions {
  /** How long a state lasts after it was noticed. */
  readonly holdMs: number;
  readonly clients: number;
  readonly progress: (line: string) => void;
}

const noticeLimitMs = 20_000;

/** How often `failures` holds a state. */
export const holds = 10;

export class Script {
  readonly turns: Turn[] = [];
  slowstartShare: Readonly<Record<OriginName, number>> = { a: 0, b: 0, c: 0 };
  readonly #proxy: Proxy;
  readonly #origins: ReadonlyMap<OriginName, ChaosOrigin>;
  readonly #load: Load;
  readonly #syslog: SyslogReceiver;
  readonly #options: RunOptions;

  constructor(
    proxy: Proxy,
    origins: ReadonlyMap<OriginName, ChaosOrigin>,
    load: Load,
    syslog: SyslogReceiver,
    options: RunOptions,
  ) {
    this.#proxy = proxy;
    this.#origins = origins;
    this.#load = load;
    this.#syslog = syslog;
    this.#options = options;
  }

  async failures(): Promise<void> {
    await this.#hold("all is well");
    await this.#fail("a", "refuse");
    await this.#recover("a", "serve");
    await this.#fail("b", "hang");
    await this.#recover("b", "serve");
    await this.#fail("c", "reset");
    await this.#recoverSlowly("c");
    for (let flap = 0; flap < 3; flap++) {
      await this.#fail("a", "refuse", 0);
      await this.#recover("a", "serve", 0);
    }
    await this.#fail("a", "refuse");
    await this.#fail("b", "hang");
    await this.#recover("a", "serve");
    await this.#recover("b", "serve");
  }

  async untilStatus(names: readonly OriginName[], status: string): Promise<void> {
    const isThere = async (): Promise<boolean> => {
      const rows = await showStat(this.#proxy);
      return names.every((name) => rows.get(`web/${name}`)?.["status"]?.split(" ")[0] === status);
    };
    await until(isThere, `${names.join(", ")} ${status}`, noticeLimitMs);
  }

  /** The counters, once no session is open and every connection to a client is gone. */
  async quietStat(): Promise<ReadonlyMap<string, StatRow>> {
    const isQuiet = async (): Promise<ReadonlyMap<string, StatRow> | undefined> => {
      const rows = await showStat(this.#proxy);
      return [...rows.values()].every((row) => Number(row["scur"]) === 0) ? rows : undefined;
    };
    return until(isQuiet, "the end of all sessions", noticeLimitMs);
  }

  downLines(): ReadonlyMap<OriginName, number> {
    const countOf = (name: string): number =>
      this.#syslog.lines.filter((line) => line.includes(`Server web/${name} is DOWN`)).length;
    return new Map(originNames.map((name) => [name, countOf(name)]));
  }

  async #hold(what: string, ms: number = this.#options.holdMs): Promise<void> {
    this.#options.progress(`${what}; ${this.#load.outcomes.length} requests so far`);
    await delay(ms);
  }

  async #turn(name: OriginName, mode: OriginMode, status: string, ruleMs: number): Promise<void> {
    const beganMs = performance.now();
    await this.#origins.get(name)!.become(mode);
    await this.untilStatus([name], status);
    this.turns.push({
      what: `${name} ${mode}: ${status}`,
      origin: name,
      beganMs,
      seenMs: performance.now(),
      ruleMs,
    });
  }

  async #fail(name: OriginName, mode: OriginMode, holdMs?: number): Promise<void> {
    const perCheckMs = interMs + (mode === "hang" ? checkTimeoutMs : 0);
    await this.#turn(name, mode, "DOWN", fall * perCheckMs);
    await this.#hold(`${name}: ${mode}`, holdMs);
  }

  async #recover(name: OriginName, mode: OriginMode, holdMs?: number): Promise<void> {
    await this.#turn(name, mode, "UP", rise * interMs + checkTimeoutMs);
    await this.#hold(`${name} is back`, holdMs);
  }

  /** With slowstart: counts who is asked until the server has its whole weight. */
  async #recoverSlowly(name: OriginName): Promise<void> {
    const countOf = (one: OriginName): number => this.#origins.get(one)!.record.received.length;
    await this.#turn(name, "slow", "UP", rise * interMs + checkTimeoutMs);
    this.#options.progress(`${name} comes back slowly`);
    const before = { a: countOf("a"), b: countOf("b"), c: countOf("c") };
    const hasItsWeight = async (): Promise<boolean> =>
      numberOf(await showStat(this.#proxy), `web/${name}`, "weight") === weight;
    await until(hasItsWeight, `the weight of ${name}`, noticeLimitMs);
    this.slowstartShare = {
      a: countOf("a") - before.a,
      b: countOf("b") - before.b,
      c: countOf("c") - before.c,
    };
    await this.#origins.get(name)!.become("serve");
    await this.#hold(`${name} has its weight`);
  }
}
