import assert from "node:assert/strict";
import { Arena } from "../../../src/core/arena.ts";
import { parseStickTableSpec } from "../../../src/stick-table/spec.ts";
import type { StickTableSpec } from "../../../src/stick-table/spec.ts";
import { StickTable } from "../../../src/stick-table/table.ts";
import type { DataField } from "../../../src/stick-table/layout.ts";

export interface SetClock {
  nowMs: number;
}

export function specOf(line: string): StickTableSpec {
  const parsed = parseStickTableSpec(line.split(" "));
  assert.ok("spec" in parsed, "error" in parsed ? parsed.error : "");
  return parsed.spec;
}

/** An empty table of that line, with a clock that the test moves. */
export function newTable(
  line: string,
  nowMs: number = 1000,
): { table: StickTable; clock: SetClock } {
  const spec = specOf(line);
  const clock = { nowMs };
  const region = new Arena().region("table", StickTable.sizeBytes(spec));
  return { table: StickTable.create(spec, region, clock), clock };
}

export function fieldOf(table: StickTable, name: string): DataField {
  const field = table.field(name);
  assert.ok(field !== undefined, name);
  return field;
}

/** All keys as `show table` prints them, sorted. */
export function keysOf(table: StickTable): string[] {
  const keys: string[] = [];
  for (let entry = table.next(-1); entry !== -1;) {
    keys.push(table.keyText(entry));
    const next = table.next(entry);
    table.release(entry);
    entry = next;
  }
  return keys.toSorted();
}
