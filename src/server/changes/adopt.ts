/**
 * A configuration goes into service: its servers' records are filled or brought up to date. What
 * the configuration said last is kept in the record; a value that it changed is taken over, one
 * that was changed at run time stays.
 */
import { type IpAddress, parseIp } from "../../core/ip.ts";
import { sdbm } from "../../core/hash.ts";
import type { ServerModel } from "../../config/model.ts";
import { hostNameOf, serviceLabelOf, writeAddress } from "../address.ts";
import { applySavedState } from "../saved-state/apply.ts";
import type { SavedState } from "../saved-state/file.ts";
import { Status } from "../check-status.ts";
import { takeAgentSend, takeCheckTarget } from "../check-target.ts";
import type { Farm } from "../farm.ts";
import { begin } from "./initial-state.ts";
import type { Server } from "../server.ts";
import {
  ADMIN_MAINT,
  Admin,
  CheckState,
  FarmWord,
  INHERITED,
  Operational,
  ServerWord,
} from "../state.ts";

/** What `init-addr` found for servers given by name, by the server's name; null for no address. */
export type FirstAddresses = ReadonlyMap<string, IpAddress | null>;

/** What a state file says of servers, by the server's name. */
export type SavedServers = ReadonlyMap<string, SavedState>;

/** Fills or updates the records of a farm. Control thread only. */
export function adoptFarm(
  farm: Farm,
  nowSec: number,
  first: FirstAddresses,
  saved: SavedServers,
): void {
  for (const server of farm.servers) {
    const found = first.get(server.name) ?? null;
    if (server.words[ServerWord.ready] === 0) {
      fillRecord(server, nowSec, found);
      server.words[ServerWord.number] = ++farm.words[FarmWord.numbers]!;
      const state = saved.get(server.name);
      if (state !== undefined) applySavedState(server, state, nowSec);
    } else updateRecord(server, nowSec, found);
  }
  const { words } = farm;
  if (words[FarmWord.changedSec] === 0) {
    words[FarmWord.changedSec] = nowSec;
    words[FarmWord.hasServer] = farm.servers.some((server) => server.isUsable()) ? 1 : 0;
  }
}

function fillRecord(server: Server, nowSec: number, found: IpAddress | null): void {
  const { words, model } = server;
  words[ServerWord.operational] = begin(server);
  words[ServerWord.admin] = model.disabled ? Admin.forcedMaint | Admin.configuredMaint : 0;
  if (model.disabled) standStill(server);
  words[ServerWord.checkStatus] = Status.initial.number;
  words[ServerWord.changedSec] = nowSec;
  takeWeight(server);
  takeMaxconn(server);
  takeAddress(server, found);
  if (lacksAddress(server)) stopUnresolved(server);
  takeCheck(server);
  words[ServerWord.ready] = 1;
}

/** Whether the first address of a server given by name must be found: it is new, or moved. */
export function wantsFirstAddress({ words, model }: Server): boolean {
  return (
    hostNameOf(model) !== null &&
    (words[ServerWord.ready] === 0 || words[ServerWord.configuredAddress] !== addressMark(model))
  );
}

function lacksAddress(server: Server): boolean {
  return server.model.address.kind === "ip" && server.address === null;
}

function stopUnresolved(server: Server): void {
  server.words[ServerWord.admin]! |= Admin.resolutionMaint;
  standStill(server);
}

/** In maintenance a server is down, and its counter says so. */
function standStill({ words }: Server): void {
  words[ServerWord.operational] = Operational.stopped;
  words[ServerWord.health] = 0;
}

/** A server that tracks nothing now is free of what it inherited. */
function dropInherited(server: Server, nowSec: number): void {
  const { words, admin, tracked } = server;
  if (tracked !== null || (admin & INHERITED) === 0) return;
  words[ServerWord.admin] = admin & ~INHERITED;
  if ((admin & Admin.inheritedMaint) === 0 || (server.admin & ADMIN_MAINT) !== 0) return;
  words[ServerWord.operational] = begin(server);
  words[ServerWord.changedSec] = nowSec;
}

/** Another address on the server's line: a name that was unknown is no longer in the way. */
function moveRecord(server: Server, nowSec: number, found: IpAddress | null): void {
  const { words } = server;
  takeAddress(server, found);
  const isUnresolved = (server.admin & Admin.resolutionMaint) !== 0;
  if (lacksAddress(server)) {
    if (!isUnresolved) words[ServerWord.changedSec] = nowSec;
    return stopUnresolved(server);
  }
  if (!isUnresolved) return;
  words[ServerWord.admin]! &= ~Admin.resolutionMaint;
  if ((server.admin & ADMIN_MAINT) !== 0) return;
  words[ServerWord.operational] = begin(server);
  words[ServerWord.changedSec] = nowSec;
}

function updateRecord(server: Server, nowSec: number, found: IpAddress | null): void {
  const { words, model } = server;
  if (words[ServerWord.configuredWeight] !== model.weight) takeWeight(server);
  if (words[ServerWord.configuredMaxconn] !== model.maxconn) takeMaxconn(server);
  if (words[ServerWord.configuredAddress] !== addressMark(model)) {
    moveRecord(server, nowSec, found);
  }
  dropInherited(server, nowSec);
  takeCheck(server);
  const health = words[ServerWord.health]!;
  // Other rise and fall: the counter keeps its side.
  const full = model.rise + model.fall - 1;
  if (server.operational === Operational.stopped)
    words[ServerWord.health] = Math.min(health, model.rise - 1);
  else words[ServerWord.health] = Math.max(model.rise, Math.min(health, full));
}

function takeWeight(server: Server): void {
  const { words, model } = server;
  words[ServerWord.userWeight] = model.weight;
  words[ServerWord.initialWeight] = model.weight;
  words[ServerWord.configuredWeight] = model.weight;
}

function takeMaxconn(server: Server): void {
  const { words, model } = server;
  words[ServerWord.maxconn] = model.maxconn;
  words[ServerWord.configuredMaxconn] = model.maxconn;
}

/** A number that changes with the configured address. */
function addressMark(model: ServerModel): number {
  return sdbm(JSON.stringify([model.address, model.portOffset])) | 0;
}

function takeAddress(server: Server, found: IpAddress | null): void {
  const { words, model } = server;
  words[ServerWord.configuredAddress] = addressMark(model);
  words[ServerWord.admin]! &= ~Admin.fqdnChanged;
  server.fqdn.set(hostNameOf(model) ?? "");
  const { address } = model;
  if (address.kind !== "ip") return;
  const port = model.mapPorts === "offset" ? model.portOffset : address.port;
  // The port of a service comes with its record.
  if (serviceLabelOf(model) !== null) writeAddress(server, null, 0);
  else writeAddress(server, parseIp(address.host) ?? found, port);
}

function takeCheck(server: Server): void {
  takeCheckTarget(server, "check");
  takeCheckTarget(server, "agent");
  takeAgentSend(server);
  const { words, model } = server;
  const isNew = words[ServerWord.ready] === 0;
  // HAProxy counts the checks of a disabled server as paused even if it has none.
  const paused =
    isNew && model.disabled ? CheckState.paused : words[ServerWord.checkState]! & CheckState.paused;
  const asked = words[ServerWord.agentState]! & CheckState.configured;
  if (model.agentCheck && asked === 0) {
    words[ServerWord.agentState] = CheckState.configured | CheckState.enabled;
    words[ServerWord.agentHealth] = 1;
    words[ServerWord.agentStatus] = Status.initial.number;
  } else if (!model.agentCheck) words[ServerWord.agentState] = 0;
  const checked = model.check ? CheckState.configured | CheckState.enabled : 0;
  words[ServerWord.checkState] = checked | paused;
}
