/**
 * A plugin's action as a rule. A synchronous one runs to its end; one that gives a promise parks
 * the stream until the promise settles or the time is over. Whatever fails answers 500.
 */
import { Outcome, type Action, type RuleTxn } from "../rules/types.ts";
import { ActionRun } from "./action-run.ts";
import type { PluginParts } from "./parts.ts";
import { PluginTxn } from "./plugin-txn.ts";
import type { ActionPlace, Txn } from "./types.ts";
import { isThenable, messageOf, textFromWire } from "./values.ts";

export interface RegisteredAction {
  readonly name: string;
  readonly file: string;
  readonly places: readonly ActionPlace[];
  readonly run: (txn: Txn, ...args: string[]) => void | Promise<void>;
}

/** The action with the words after its name in the rule. */
export function pluginAction(
  registered: RegisteredAction,
  place: ActionPlace,
  args: readonly string[],
  parts: PluginParts,
): Action {
  const texts = args.map((arg) => textFromWire(arg, parts.thread.runtime.bytes));
  const call = new ActionCall(registered, place, texts, parts);
  return (txn) =>
    txn.waiting instanceof ActionRun ? call.goOn(txn, txn.waiting) : call.begin(txn);
}

/** One rule that names a plugin's action. */
class ActionCall {
  readonly #registered: RegisteredAction;
  readonly #place: ActionPlace;
  readonly #args: readonly string[];
  readonly #parts: PluginParts;
  readonly #what: string;

  constructor(
    registered: RegisteredAction,
    place: ActionPlace,
    args: readonly string[],
    parts: PluginParts,
  ) {
    this.#registered = registered;
    this.#place = place;
    this.#args = args;
    this.#parts = parts;
    this.#what = `plugin '${registered.file}': action '${registered.name}'`;
  }

  begin(txn: RuleTxn): Outcome {
    const { clock } = this.#parts.thread.runtime;
    const pluginTxn = PluginTxn.forAction(txn, this.#place, this.#parts);
    const startMs = clock.monotonicMs();
    let result: unknown;
    try {
      result = this.#registered.run(pluginTxn, ...this.#args);
    } catch (thrown) {
      return this.#fail(txn, pluginTxn, `failed: ${messageOf(thrown)}`);
    }
    const tookMs = clock.monotonicMs() - startMs;
    const late = tookMs > this.#parts.limitMs;
    if (!isThenable(result)) {
      if (late)
        return this.#fail(
          txn,
          pluginTxn,
          `held the thread for ${Math.round(tookMs)} ms, ${this.#limit()}`,
        );
      return settle(txn, pluginTxn);
    }
    const run = new ActionRun(pluginTxn, result, (message) => this.#report(message));
    if (late)
      return this.#fail(
        txn,
        pluginTxn,
        `held the thread for ${Math.round(tookMs)} ms, ${this.#limit()}`,
      );
    if (this.#place === "http-after-res")
      return this.#fail(txn, pluginTxn, "cannot wait in http-after-response");
    if (pluginTxn.answer !== null) return settle(txn, pluginTxn);
    run.park(
      txn,
      this.#parts.thread.wheel,
      this.#parts.limitMs - tookMs,
      `did not settle in time, ${this.#limit()}`,
    );
    return Outcome.wait;
  }

  /** Asked again: by the promise, its timer, or by something else that moved the stream. */
  goOn(txn: RuleTxn, run: ActionRun): Outcome {
    if (!run.over) return Outcome.wait;
    if (run.failure !== null) return this.#fail(txn, run.pluginTxn, run.failure);
    return settle(txn, run.pluginTxn);
  }

  #fail(txn: RuleTxn, pluginTxn: PluginTxn, message: string): Outcome {
    pluginTxn.close();
    this.#report(message);
    if (this.#place === "http-after-res") {
      // The response is on its way already: only its status can still tell.
      txn.response?.setStatus(500, "Internal Server Error");
      return Outcome.next;
    }
    if (txn.session.http) txn.reply(this.#parts.thread.errorReply(txn));
    else txn.reject();
    return Outcome.done;
  }

  #report(message: string): void {
    this.#parts.thread.report(`${this.#what} ${message}`);
  }

  #limit(): string {
    return `the limit is ${this.#parts.limitMs} ms`;
  }
}

/** The plugin is done: what it answered goes to the client, else the next rule is due. */
function settle(txn: RuleTxn, pluginTxn: PluginTxn): Outcome {
  const { answer } = pluginTxn;
  pluginTxn.close();
  if (answer === null) return Outcome.next;
  if (txn.session.http) txn.reply(answer);
  else txn.reject();
  return Outcome.done;
}
