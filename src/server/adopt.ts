/**
 * A configuration goes into service: its servers' records are filled or brought up to date. What
 * the configuration said last is kept in the record; a value that it changed is taken over, one
 * that was changed at run time stays.
 */
import { parseIp } from "../core/ip.ts";
import { sdbm } from "../core/hash.ts";
import type { ServerModel } from "../config/model.ts";
import { writeAddress } from "./address.ts";
import { Status } from "./check-status.ts";
import { takeCheckTarget } from "./check-target.ts";
import type { Farm } from "./farm.ts";
import type { Server } from "./server.ts";
import { Admin, CheckState, FarmWord, Operational, ServerWord } from "./state.ts";

/** Fills or updates the records of a farm. Control thread only. */
export function adoptFarm(farm: Farm, nowSec: number): void {
  for (const server of farm.servers) {
    if (server.words[ServerWord.ready] === 0) fillRecord(server, nowSec);
    else updateRecord(server);
  }
  const { words } = farm;
  if (words[FarmWord.changedSec] === 0) {
    words[FarmWord.changedSec] = nowSec;
    words[FarmWord.hasServer] = farm.servers.some((server) => server.isUsable()) ? 1 : 0;
  }
}

function fillRecord(server: Server, nowSec: number): void {
  const { words, model } = server;
  words[ServerWord.operational] = model.disabled ? Operational.stopped : Operational.running;
  words[ServerWord.admin] = model.disabled ? Admin.forcedMaint | Admin.configuredMaint : 0;
  words[ServerWord.health] = model.disabled ? 0 : model.rise;
  words[ServerWord.checkStatus] = Status.initial.number;
  words[ServerWord.changedSec] = nowSec;
  takeWeight(server);
  takeMaxconn(server);
  takeAddress(server);
  takeCheck(server);
  words[ServerWord.ready] = 1;
}

function updateRecord(server: Server): void {
  const { words, model } = server;
  if (words[ServerWord.configuredWeight] !== model.weight) takeWeight(server);
  if (words[ServerWord.configuredMaxconn] !== model.maxconn) takeMaxconn(server);
  if (words[ServerWord.configuredAddress] !== addressMark(model)) takeAddress(server);
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

function takeAddress(server: Server): void {
  const { words, model } = server;
  words[ServerWord.configuredAddress] = addressMark(model);
  const { address } = model;
  if (address.kind !== "ip") return;
  const port = model.mapPorts === "offset" ? model.portOffset : address.port;
  writeAddress(server, parseIp(address.host) ?? null, port);
}

function takeCheck(server: Server): void {
  takeCheckTarget(server);
  const { words, model } = server;
  const isNew = words[ServerWord.ready] === 0;
  // HAProxy counts the checks of a disabled server as paused even if it has none.
  const paused =
    isNew && model.disabled ? CheckState.paused : words[ServerWord.checkState]! & CheckState.paused;
  const checked = model.check ? CheckState.configured | CheckState.enabled : 0;
  words[ServerWord.checkState] = checked | paused;
}
