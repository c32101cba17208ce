/**
 * `stick on`, `match`, `store-request` and `store-response` (manual 4.2): which server an entry of a
 * table names, and which entries a stream's server is stored in. Keys of the request are read while
 * it is as it came; everything is stored once the server is connected and, in HTTP mode, answers.
 */
import type { Server } from "../../server/server.ts";
import type { StickRule } from "../backend.ts";
import type { StickStore } from "../special-state.ts";
import type { Stream } from "../stream.ts";
import { isPersistent } from "./persistence.ts";

/** The most entries that one stream stores its server in. */
const MOST_STORES = 8;

/** Follows the rules of a request, up to the first that names a server. */
export function stick(stream: Stream, rules: readonly StickRule[]): void {
  for (const rule of rules) {
    if (rule.store === "request") noteStore(stream, rule, 0);
    if (rule.match && stream.special.assigned === null)
      stream.ownSpecial.assigned = stuckServer(stream, rule);
  }
}

function stuckServer(stream: Stream, rule: StickRule): Server | null {
  if (rule.condition !== null && !rule.condition(stream)) return null;
  const key = rule.key(stream);
  const entry = key === undefined ? -1 : rule.table.match(key);
  if (entry < 0) return null;
  const server = rule.table.stuck.serverOf(entry, stream.backend!.farm.servers);
  rule.table.table.release(entry);
  return server !== undefined && isPersistent(stream, server) ? server : null;
}

/** Notes a key to store, unless the table has one among those from `first` on. */
function noteStore(stream: Stream, rule: StickRule, first: number): void {
  const stores = stream.special.stickStores;
  if (stores !== null && !hasRoom(stores, rule, first)) return;
  if (rule.condition !== null && !rule.condition(stream)) return;
  const key = rule.key(stream);
  if (key !== undefined) (stream.ownSpecial.stickStores ??= []).push({ table: rule.table, key });
}

function hasRoom(stores: readonly StickStore[], rule: StickRule, first: number): boolean {
  if (stores.length >= MOST_STORES) return false;
  for (let at = first; at < stores.length; at++) if (stores[at]!.table === rule.table) return false;
  return true;
}

/** The server is known and answers: the rules of the response, then all is stored. */
export function storeStuck(stream: Stream): void {
  const first = stream.special.stickStores?.length ?? 0;
  for (const rule of stream.backend!.parts.stickRules) {
    if (rule.store === "response") noteStore(stream, rule, first);
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
