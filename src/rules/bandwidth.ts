/**
 * Bandwidth limits (manual 9.7): filters of a proxy, ready to be enabled by rules, and their
 * counters. A limit lets bytes through while the rate over its sliding period stays below it.
 */
import type { BandwidthFilterModel } from "../config/model.ts";
import { FreqCounter } from "../core/freq-counter.ts";
import type { CompileScope } from "../sample/compile-scope.ts";
import { compileExpression } from "../sample/expression.ts";
import type { Txn } from "../sample/txn.ts";
import type { Eval } from "../sample/types.ts";
import type { DataField } from "../stick-table/layout.ts";
import type { StickTable } from "../stick-table/table.ts";
import { TableView } from "../stick-table/view.ts";

/** A filter; limits are enabled on streams by rules of its proxy. */
export interface BandwidthFilter {
  readonly name: string;
  readonly direction: "in" | "out";
  /** Least bytes that pass at a time, but for the last ones. */
  readonly minBytes: number;
  /** Limit and period may be set by rules. */
  readonly isShared: boolean;
  /**
   * Starts a limit for a stream; null when it has no key. `limitBytes` and `periodMs` replace what
   * the filter says, unless it is shared.
   */
  open(txn: Txn, limitBytes: number | null, periodMs: number | null): BandwidthLimit | null;
}

/** A limit that holds for a stream. */
export interface BandwidthLimit {
  readonly limitBytes: number;
  readonly periodMs: number;
  /** Bytes that may pass at `tick`. */
  room(tick: number): number;
  /** Bytes have passed. */
  count(tick: number, sizeBytes: number): void;
  /** The stream is over. */
  close(): void;
}

/** A limit of one stream alone. */
export class OwnLimit implements BandwidthLimit {
  readonly limitBytes: number;
  readonly periodMs: number;
  readonly #counter: FreqCounter;

  constructor(limitBytes: number, periodMs: number) {
    this.limitBytes = limitBytes;
    this.periodMs = periodMs;
    this.#counter = new FreqCounter(periodMs);
  }

  room(tick: number): number {
    return Math.max(0, this.limitBytes - this.#counter.rate(tick));
  }

  count(tick: number, sizeBytes: number): void {
    this.#counter.add(tick, sizeBytes);
  }

  close(): void {}
}

/** A limit of all streams that hold the same entry of a table; each gets an equal part. */
class SharedLimit implements BandwidthLimit {
  readonly limitBytes: number;
  readonly periodMs: number;
  readonly #table: StickTable;
  readonly #field: DataField;
  readonly #entry: number;

  /** The hold of `entry` is given up by `close`. */
  constructor(limitBytes: number, table: StickTable, field: DataField, entry: number) {
    this.limitBytes = limitBytes;
    this.periodMs = field.periodMs;
    this.#table = table;
    this.#field = field;
    this.#entry = entry;
  }

  room(): number {
    const left = this.limitBytes - this.#table.read(this.#entry, this.#field);
    return Math.max(0, Math.ceil(left / Math.max(1, this.#table.heldCount(this.#entry))));
  }

  count(_tick: number, sizeBytes: number): void {
    this.#table.add(this.#entry, this.#field, sizeBytes);
    this.#table.touch(this.#entry);
  }

  close(): void {
    this.#table.release(this.#entry);
  }
}

/** Compiles the filters of a proxy, by name; those that are wrong are reported and left out. */
export function compileBandwidthFilters(
  models: readonly BandwidthFilterModel[],
  scope: CompileScope,
): ReadonlyMap<string, BandwidthFilter> {
  const filters = new Map<string, BandwidthFilter>();
  for (const model of models) {
    const open = model.rate.kind === "stream" ? openerOf(model.rate) : sharedOpener(model, scope);
    if (open === undefined) continue;
    const { name, direction, minBytes, rate } = model;
    const isShared = rate.kind === "shared";
    filters.set(name.text, { name: name.text, direction, minBytes, isShared, open });
  }
  return filters;
}

function openerOf(rate: { limitBytes: number; periodMs: number }): BandwidthFilter["open"] {
  return (_txn, limitBytes, periodMs) =>
    new OwnLimit(limitBytes ?? rate.limitBytes, periodMs ?? rate.periodMs);
}

function sharedOpener(
  { rate, direction, name }: BandwidthFilterModel,
  scope: CompileScope,
): BandwidthFilter["open"] | undefined {
  if (rate.kind !== "shared") return undefined;
  const key = compileExpression(rate.key, scope);
  const tableName = rate.table?.text ?? "";
  const view = scope.table(tableName);
  if (!(view instanceof TableView)) {
    const shown = tableName === "" ? scope.proxyName : tableName;
    scope.diagnostics.error(rate.table ?? name, `there is no stick-table '${shown}'`);
    return undefined;
  }
  const type = direction === "in" ? "bytes_in_rate" : "bytes_out_rate";
  const field = view.table.field(type);
  if (field === undefined) {
    const message = `the stick-table '${view.name}' does not store ${type}`;
    scope.diagnostics.error(rate.table ?? name, message);
    return undefined;
  }
  return key === undefined ? undefined : byKey(key.eval, rate.limitBytes, view, field);
}

function byKey(
  key: Eval,
  limitBytes: number,
  view: TableView,
  field: DataField,
): BandwidthFilter["open"] {
  return (txn) => {
    const value = key(txn);
    const entry = value === undefined ? -1 : view.obtain(value);
    return entry < 0 ? null : new SharedLimit(limitBytes, view.table, field, entry);
  };
}
