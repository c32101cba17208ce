/**
 * Persistence (manual 4.2): `use-server`, a cookie or a stick table names the server, in this
 * order; balancing chooses only for streams that none of them places.
 */
import type { Server } from "../../server/server.ts";
import type { Backend, PersistRule, StickRule } from "../backend.ts";
import type { Stream } from "../stream.ts";
import { isPersistent } from "./persistence.ts";
import { serverOfToken } from "./rdp-token.ts";
import { readCookies } from "./read-cookie.ts";
import type { SpecialState } from "../special-state.ts";
import { Step } from "./step.ts";

export function persist(stream: Stream): Step {
  const backend = stream.backend!;
  const { cookie, persistRules, serverSwitches, stickRules } = backend.parts;
  if (persistRules.length > 0) stream.ownSpecial.persistence = persistenceOf(stream, persistRules);
  for (const rule of serverSwitches) {
    if (stream.special.assigned !== null) break;
    if (!isPersistent(stream, rule.server)) continue;
    if (rule.condition === null || rule.condition(stream)) stream.ownSpecial.assigned = rule.server;
  }
  if (
    stream.request !== null &&
    (cookie !== null || stream.frontend.parts.captureCookie !== null)
  ) {
    readCookies(stream, backend);
  }
  for (const rule of stickRules) {
    if (rule.store === "request") noteStore(stream, rule);
    if (stream.special.assigned === null && rule.match && stream.special.persistence !== "ignored")
      stream.ownSpecial.assigned = stuckServer(stream, backend, rule);
  }
  if (backend.parts.persistRdpCookie !== null && stream.special.assigned === null)
    stream.ownSpecial.assigned = serverOfToken(stream, backend.parts.persistRdpCookie);
  return Step.next;
}

/** `force-persist` and `ignore-persist`: the first rule that applies decides. */
function persistenceOf(stream: Stream, rules: readonly PersistRule[]): SpecialState["persistence"] {
  for (const { kind, condition } of rules) {
    if (condition === null || condition(stream)) return kind === "force" ? "forced" : "ignored";
  }
  return "usual";
}

function stuckServer(stream: Stream, backend: Backend, rule: StickRule): Server | null {
  if (rule.condition !== null && !rule.condition(stream)) return null;
  const key = rule.key(stream);
  if (key === undefined) return null;
  const id = rule.table.serverIdOf(key);
  const server = id === 0 ? undefined : backend.farm.servers.find((each) => each.id === id);
  return server !== undefined && isPersistent(stream, server) ? server : null;
}

/** Keys are read now, while the request is as it came; they are stored once a server was chosen. */
function noteStore(stream: Stream, rule: StickRule): void {
  if (rule.condition !== null && !rule.condition(stream)) return;
  const key = rule.key(stream);
  if (key !== undefined) (stream.ownSpecial.stickStores ??= []).push({ table: rule.table, key });
}

/** Stores what `stick on` and `stick store-request` noted, after the server is known. */
export function storeStickKeys(stream: Stream): void {
  const stores = stream.special.stickStores;
  if (stores === null) return;
  stream.ownSpecial.stickStores = null;
  const server = stream.server!;
  if (server.model.nonStick) return;
  for (const { table, key } of stores) table.storeServerId(key, server.id);
}

/** `stick store-response`, once the response is here. */
export function storeResponseKeys(stream: Stream): void {
  for (const rule of stream.backend!.parts.stickRules) {
    if (rule.store === "response") noteStore(stream, rule);
  }
  storeStickKeys(stream);
}
