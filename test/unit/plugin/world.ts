/** A thread for plugins without files or sockets: modules from memory, a clock that tests move. */
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { web } from "../../../runtime-adapters/shared/web.ts";
import { TimerWheel } from "../../../src/core/timer-wheel.ts";
import { PluginHost } from "../../../src/plugin/host.ts";
import type { Plugin } from "../../../src/plugin/types.ts";
import type { Reply } from "../../../src/rules/reply.ts";
import { compileExpression } from "../../../src/sample/expression.ts";
import { VariableNames } from "../../../src/sample/variables/variables.ts";
import { FakeClock } from "../core/fake-clock.ts";
import { processFacts, testScope } from "../support/txn.ts";

export const errorPage: Reply = {
  status: 500,
  reason: "Error",
  fields: [],
  body: () => "error page",
  close: true,
};

class WorldClock extends FakeClock {
  wallMs(): number {
    return 1_700_000_000_123.456;
  }

  soon(fire: () => void): void {
    fire();
  }
}

export class World {
  readonly clock: WorldClock = new WorldClock();
  readonly wheel: TimerWheel = new TimerWheel(this.clock);
  readonly reports: string[] = [];
  readonly logged: string[] = [];
  /** What was imported, as "path@revision". */
  readonly imported: string[] = [];
  /** Expressions that were compiled. */
  readonly compiled: string[] = [];
  readonly variableNames: VariableNames = new VariableNames();
  readonly modules: Map<string, () => Promise<{ readonly default?: unknown }>> = new Map();
  readonly host: PluginHost;

  constructor() {
    this.host = new PluginHost({
      runtime: {
        bytes,
        web,
        clock: this.clock,
        importModule: (path, revision) => {
          this.imported.push(`${path}@${revision}`);
          return this.modules.get(path)?.() ?? Promise.reject(new Error(`no module\n  at ${path}`));
        },
      },
      wheel: this.wheel,
      threadId: 1,
      process: processFacts,
      errorReply: () => errorPage,
      report: (message) => void this.reports.push(message),
      log: (level, message) => void this.logged.push(`${level} ${message}`),
    });
    const scope = testScope({});
    this.host.attach({
      variableNames: this.variableNames,
      compile: (text) => {
        this.compiled.push(text);
        return compileExpression(
          { text, width: text.length, file: "plugin", line: 1, column: 1 },
          scope,
        )?.eval;
      },
    });
  }

  /** Loads `plugin` as if from that file. */
  load(path: string, plugin: Plugin, args: readonly string[] = []): Promise<void> {
    this.modules.set(path, () => Promise.resolve({ default: plugin }));
    return this.host.load(path, args, 0);
  }

  /** The value of a variable of a transaction's own scope. */
  slot(name: string): number {
    return this.variableNames.ref(name)!.slot;
  }

  /** A world with one plugin in `/p.ts`. */
  static async with(plugin: Plugin): Promise<World> {
    const world = new World();
    await world.load("/p.ts", plugin);
    return world;
  }
}

/** Lets every promise that can settle do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
