/**
 * The transaction as plugins see it. It opens with the call of a plugin and closes for good when
 * the request goes on without it: every access checks that first, so a promise that settles late
 * cannot touch the stream, which by then may be another request's.
 */
import { formatIp } from "../core/ip.ts";
import type { Reply } from "../rules/reply.ts";
import type { RuleTxn } from "../rules/types.ts";
import type { Txn as StreamTxn } from "../sample/txn.ts";
import { storeVariable, variablesOf } from "../sample/variables/value.ts";
import type { VariableRef } from "../sample/variables/variables.ts";
import { pluginReply } from "./plugin-reply.ts";
import type { PluginParts } from "./parts.ts";
import { MessageEditor } from "./plugin-http.ts";
import type { ActionPlace, LogLevel, PluginHttp, PluginValue, Txn } from "./types.ts";
import { fromSample, sampleTypeOf, textFromWire, textToWire, toSample } from "./values.ts";

export class PluginTxn implements Txn {
  readonly #parts: PluginParts;
  /** Null once closed. */
  #txn: StreamTxn | null;
  /** The same, where an action may do more than look. */
  #rules: RuleTxn | null;
  /** What waits in the stream for the plugin's promise; null while the call is running. */
  #parked: object | null = null;
  readonly #mayReply: boolean;
  #http: MessageEditor | null = null;
  /** What the plugin answers; the action hands it to the stream. */
  answer: Reply | null = null;
  /** Called when a parked plugin answers. */
  onAnswer: (() => void) | null = null;

  private constructor(
    txn: StreamTxn,
    rules: RuleTxn | null,
    mayReply: boolean,
    parts: PluginParts,
  ) {
    this.#txn = txn;
    this.#rules = rules;
    this.#mayReply = mayReply;
    this.#parts = parts;
  }

  static forAction(txn: RuleTxn, place: ActionPlace, parts: PluginParts): PluginTxn {
    return new PluginTxn(txn, txn, place !== "http-after-res", parts);
  }

  static forFetch(txn: StreamTxn, parts: PluginParts): PluginTxn {
    return new PluginTxn(txn, null, false, parts);
  }

  /** From now on the transaction is open only as long as `run` is what waits in the stream. */
  park(run: object): void {
    this.#parked = run;
  }

  close(): void {
    this.#txn = null;
    this.#rules = null;
  }

  /** True while the plugin may work on the transaction. */
  get open(): boolean {
    if (this.#txn === null) return false;
    return this.#parked === null || this.#rules?.waiting === this.#parked;
  }

  get http(): PluginHttp {
    return (this.#http ??= new MessageEditor(
      () => this.#live(),
      this.#rules !== null,
      this.#parts.thread.runtime.bytes,
    ));
  }

  get method(): string {
    return this.#live().request?.methodText() ?? "";
  }

  get uri(): string {
    return textFromWire(this.#live().request?.targetText() ?? "", this.#parts.thread.runtime.bytes);
  }

  get source(): string {
    const { source } = this.#live().session;
    return source === null ? "" : formatIp(source);
  }

  setVar(name: string, value: PluginValue): void {
    const txn = this.#live();
    const ref = this.#ref(name);
    const sample = toSample(value, this.#parts.thread.runtime.bytes);
    const type = sampleTypeOf(sample);
    if (this.#rules !== null) this.#rules.setVariable(ref, sample, type);
    else storeVariable(txn, this.#parts.thread.process, ref, sample, type);
  }

  unsetVar(name: string): void {
    const txn = this.#live();
    const ref = this.#ref(name);
    if (this.#rules !== null) this.#rules.unsetVariable(ref);
    else variablesOf(txn, this.#parts.thread.process, ref.scope).unset(ref.slot);
  }

  getVar(name: string): PluginValue | undefined {
    const txn = this.#live();
    const ref = this.#ref(name);
    const { process, runtime } = this.#parts.thread;
    const value = variablesOf(txn, process, ref.scope).get(ref.slot);
    return value === undefined ? undefined : fromSample(value, runtime.bytes);
  }

  sample(expression: string): PluginValue | undefined {
    const txn = this.#live();
    const { bytes } = this.#parts.thread.runtime;
    const value = this.#parts.expressions.get(textToWire(expression, bytes))(txn);
    return value === undefined ? undefined : fromSample(value, bytes);
  }

  reply(status: number, headers: Readonly<Record<string, string>> = {}, body: string = ""): void {
    this.#live();
    if (!this.#mayReply) throw new Error("the client cannot be answered from here");
    this.answer ??= pluginReply(status, headers, body, this.#parts.thread.runtime.bytes);
    this.onAnswer?.();
  }

  log(level: LogLevel, message: string): void {
    this.#parts.thread.log(level, textToWire(message, this.#parts.thread.runtime.bytes));
  }

  #live(): StreamTxn {
    if (this.#txn === null || !this.open) throw new Error("the request went on without the plugin");
    return this.#txn;
  }

  #ref(name: string): VariableRef {
    const ref = this.#parts.variableNames?.ref(name);
    if (ref === undefined) {
      throw new TypeError(
        `'${name}' is no variable; names are SCOPE.NAME with a scope of proc, sess, txn, req or res`,
      );
    }
    return ref;
  }
}
