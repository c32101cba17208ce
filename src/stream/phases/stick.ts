/**
 * `stick on`, `match`, `store-request` and `store-response` (manual 4.2): which server an entry of a
 * table names, and which entries a stream's server is stored in. Keys of the request are read while
 * it is as it came; everything is stored once the server is connected and, in HTTP mode, answers.
 */
import type { SampleValue } from "../../sample/types.ts";
import type { Server } from "../../server/server.ts";
import type { StickRule } from "../backend.ts";
import type { Stream } from "../stream.ts";
import { isPersistent } from "./persistence.ts";

/** The most entries that one stream stores its server in. */
const MOST_STORES = 8;

/** Follows the rules of a request: the first that finds an entry names the server. */
export function stick(stream: Stream, rules: readonly StickRule[]): void {
  for (const rule of rules) {
    // A table that is stored in is asked for nothing any more, as in HAProxy.
    if (rule.store === "response" || isStored(stream, rule, 0)) continue;
    const key = keyOf(stream, rule);
    if (key === undefined) continue;
    if (rule.match && stream.special.assigned === null)
      stream.ownSpecial.assigned = stuckServer(stream, rule, key);
    if (rule.store === "request") noteStore(stream, rule, key);
  }
}

function keyOf(stream: Stream, rule: StickRule): SampleValue | undefined {
  return rule.condition === null || rule.condition(stream) ? rule.key(stream) : undefined;
}

function stuckServer(stream: Stream, rule: StickRule, key: SampleValue): Server | null {
  const entry = rule.table.match(key);
  if (entry < 0) return null;
  const server = rule.table.stuck.serverOf(entry, stream.backend!.farm.servers);
  rule.table.table.release(entry);
  return server !== undefined && isPersistent(stream, server) ? server : null;
}

/** The table is one of those to store in from `first` on. */
function isStored({ special }: Stream, { table }: StickRule, first: number): boolean {
  const { stickStores } = special;
  if (stickStores === null) return false;
  for (let at = first; at < stickStores.length; at++)
    if (stickStores[at]!.table === table) return true;
  return false;
}

function noteStore(stream: Stream, { table }: StickRule, key: SampleValue): void {
  const stores = (stream.ownSpecial.stickStores ??= []);
  if (stores.length < MOST_STORES) stores.push({ table, key });
}

/** The server is known and answers: the rules of the response, then all is stored. */
export function storeStuck(stream: Stream): void {
  const first = stream.special.stickStores?.length ?? 0;
  for (const rule of stream.backend!.parts.stickRules) {
    if (rule.store !== "response" || isStored(stream, rule, first)) continue;
    const key = keyOf(stream, rule);
    if (key !== undefined) noteStore(stream, rule, key);
  }
  const stores = stream.special.stickStores;
  if (stores === null) return;
  stream.ownSpecial.stickStores = null;
  const server = stream.server!;
  if (server.model.nonStick || server === stream.backend!.parts.direct) return;
  for (const { table, key } of stores) {
    const entry = table.obtain(key);
    if (entry < 0) continue;
    table.stuck.store(entry, server);
    table.table.release(entry);
  }
}
