/**
 * What name servers do to a server: its address moves, is lost and comes back, an SRV record names it
 * (manual 5.3). Control thread only.
 */
import type { IpAddress } from "../../core/ip.ts";
import { writeAddress } from "../address.ts";
import { changeAdmin } from "./admin.ts";
import { LogLevel } from "./farm-events.ts";
import type { FarmStates } from "./farm-states.ts";
import type { Server } from "../server.ts";
import { ADMIN_MAINT, Admin, ServerWord } from "../state.ts";
import { subject } from "./messages.ts";

/** The server's address is lost, for a reason in HAProxy's words: in maintenance without one. */
export function loseAddress(states: FarmStates, server: Server, reason: string): void {
  if ((server.admin & Admin.resolutionMaint) !== 0) return;
  writeAddress(server, null, server.port);
  changeAdmin(states, server, server.admin | Admin.resolutionMaint, ` (${reason})`);
}

/** The server's address was resolved, by that name server or cache. */
export function moveAddress(
  states: FarmStates,
  server: Server,
  address: IpAddress,
  by: string,
): void {
  const before = server.address;
  if (before === null || !before.equals(address)) {
    const name = `${server.backendName}/${server.name}`;
    writeAddress(server, address, server.port);
    states.log(
      LogLevel.notice,
      `${name} changed its IP from ${before ?? "(none)"} to ${address} by ${by}.`,
    );
  }
  if ((server.admin & Admin.resolutionMaint) !== 0) resolveAgain(states, server);
}

function resolveAgain(states: FarmStates, server: Server): void {
  const others = server.admin & ~Admin.resolutionMaint;
  changeAdmin(states, server, others, " (resolves again)");
  if ((others & ADMIN_MAINT) !== 0) {
    const who = `${subject(server)} ('${server.fqdn.get()}')`;
    states.log(LogLevel.notice, `${who} resolves again but remains in maintenance.`);
  }
  const who = subject(server);
  states.log(LogLevel.notice, `${who} administratively READY thanks to valid DNS answer.`);
}

/** An SRV record gave the server its host and port. */
export function nameServer(states: FarmStates, server: Server, host: string, port: number): void {
  const before = server.fqdn.get() || "(null)";
  server.fqdn.set(host);
  markRenamed(server);
  writeAddress(server, server.address, port);
  if (before === host) return;
  const name = `${server.backendName}/${server.name}`;
  states.log(LogLevel.notice, `${name} changed its FQDN from ${before} to ${host} by 'SRV record'`);
}

/** The SRV record that named the server is gone. */
export function unnameServer(server: Server): void {
  server.fqdn.set("");
  writeAddress(server, null, 0);
}

/** The name was changed by a record or by `set server … fqdn`. */
export function markRenamed(server: Server): void {
  server.words[ServerWord.admin]! |= Admin.fqdnChanged;
}
