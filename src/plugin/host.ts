/**
 * The plugins of one configuration generation on one thread: what they registered, by name. A
 * reload makes a new host with a higher revision, so changed files take effect there while the
 * old generation keeps its own. Plugins are loaded before the configuration is compiled.
 */
import type { Action, Service } from "../rules/types.ts";
import type { Txn as StreamTxn } from "../sample/txn.ts";
import type { SampleValue } from "../sample/types.ts";
import { pluginAction, type RegisteredAction } from "./action.ts";
import { CoreObject, Registries } from "./core-object.ts";
import { ExpressionCache } from "./expression-cache.ts";
import type { PluginParts } from "./parts.ts";
import { pluginName } from "./registry.ts";
import { pluginConverter, pluginFetch } from "./samples.ts";
import { DEFAULT_LIMIT_MS, type PluginConfig, type PluginThread } from "./thread.ts";
import type { ActionPlace, Plugin } from "./types.ts";
import { isThenable, messageOf } from "./values.ts";

export class PluginHost {
  readonly #thread: PluginThread;
  readonly #parts: PluginParts;
  readonly #task: { active: boolean } = { active: true };
  readonly #registries: Registries = new Registries();

  constructor(thread: PluginThread) {
    this.#thread = thread;
    this.#parts = {
      thread,
      limitMs: thread.limitMs ?? DEFAULT_LIMIT_MS,
      variableNames: null,
      expressions: new ExpressionCache(),
    };
  }

  /**
   * Loads a plugin and lets it register. Rejects with an Error whose message is one line that
   * begins with the file.
   */
  async load(path: string, args: readonly string[], revision: number): Promise<void> {
    const core = new CoreObject(path, args, this.#thread, this.#registries);
    try {
      const module = await this.#thread.runtime.importModule(path, revision);
      const plugin = module.default;
      if (!isPlugin(plugin)) throw new TypeError("the default export is not a function");
      const loading: unknown = plugin(core);
      if (isThenable(loading)) await loading;
    } catch (thrown) {
      throw new Error(`plugin '${path}': ${messageOf(thrown)}`, { cause: thrown });
    } finally {
      core.close();
    }
  }

  /** Ties the plugins to the configuration that uses them; once, before traffic comes. */
  attach(config: PluginConfig): void {
    this.#parts.variableNames = config.variableNames;
    this.#parts.expressions.compileWith((text) => config.compile(text));
  }

  /**
   * The action of that name (with or without `plugin.` or `lua.`) with these words after it;
   * undefined when there is none, or it may not stand in `place` (`actionPlaces` tells which).
   */
  action(name: string, place: ActionPlace, args: readonly string[]): Action | undefined {
    const registered = this.#action(name);
    if (registered === undefined || !registered.places.includes(place)) return undefined;
    return pluginAction(registered, place, args, this.#parts);
  }

  /** Where an action may stand; undefined when there is none of that name. */
  actionPlaces(name: string): readonly ActionPlace[] | undefined {
    return this.#action(name)?.places;
  }

  /** The fetch `plugin.NAME` or `lua.NAME`. */
  fetch(
    name: string,
  ): ((txn: StreamTxn, args: readonly string[]) => SampleValue | undefined) | undefined {
    const bare = pluginName(name);
    const registered = bare === undefined ? undefined : this.#registries.fetches.get(bare);
    return registered && pluginFetch(registered, this.#parts);
  }

  /** The converter `plugin.NAME` or `lua.NAME`. */
  converter(
    name: string,
  ): ((value: SampleValue, args: readonly string[]) => SampleValue | undefined) | undefined {
    const bare = pluginName(name);
    const registered = bare === undefined ? undefined : this.#registries.converters.get(bare);
    return registered && pluginConverter(registered, this.#parts);
  }

  /** The service of that name, with or without `plugin.` or `lua.`. */
  service(name: string): Service | undefined {
    return this.#registries.services.get(pluginName(name) ?? name);
  }

  /** Names without prefix, for messages. */
  get actionNames(): readonly string[] {
    return this.#registries.actions.names;
  }

  get serviceNames(): readonly string[] {
    return this.#registries.services.names;
  }

  /** Starts every task once; for the control thread. A task that fails is reported. */
  startTasks(): void {
    for (const task of this.#registries.tasks) {
      const fail = (thrown: unknown): void => {
        this.#thread.report(`plugin '${task.file}': a task failed: ${messageOf(thrown)}`);
      };
      try {
        const running = task.run(this.#task);
        if (isThenable(running)) running.then(undefined, fail);
      } catch (thrown) {
        fail(thrown);
      }
    }
  }

  /** Tells the tasks that another generation is in service. */
  stopTasks(): void {
    this.#task.active = false;
  }

  #action(name: string): RegisteredAction | undefined {
    return this.#registries.actions.get(pluginName(name) ?? name);
  }
}

/** More is not known of a module before it is called. */
function isPlugin(value: unknown): value is Plugin {
  return typeof value === "function";
}
