/**
 * The lines of `show servers state`, format version 1 (management manual 9.3). A dump reads one
 * moment of each record; states, weights and times are as the control thread wrote them.
 */
import type { Farm } from "../farm.ts";
import type { Server } from "../server.ts";
import { serviceLabelOf } from "../address.ts";
import { checkHost, checkPort } from "../check-target.ts";
import { CheckState, ServerWord } from "../state.ts";

const COLUMNS =
  "be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight " +
  "srv_time_since_last_change srv_check_status srv_check_result srv_check_health " +
  "srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord " +
  "srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port";

/** The two lines before the servers', with their newlines. */
export const SERVERS_STATE_HEAD: string = `1\n# ${COLUMNS}\n`;

/** One line for each server of the farm, with newlines. */
export function serversState(farm: Farm, backendIdForced: boolean, nowSec: number): string {
  let text = "";
  for (const server of farm.servers)
    text += `${stateLine(farm, server, backendIdForced, nowSec)}\n`;
  return text;
}

/** HAProxy marks the state of an agent as one. */
function agentState(state: number): number {
  return (state & CheckState.configured) === 0 ? 0 : state | CheckState.agent;
}

function stateLine(farm: Farm, server: Server, backendIdForced: boolean, nowSec: number): string {
  const { words, model } = server;
  return [
    farm.model.id,
    farm.name,
    server.id,
    server.name,
    server.address ?? "-",
    server.operational,
    server.admin,
    server.userWeight(),
    server.initialWeight,
    nowSec - words[ServerWord.changedSec]!,
    words[ServerWord.checkStatus],
    words[ServerWord.checkResult],
    words[ServerWord.health],
    words[ServerWord.checkState],
    agentState(words[ServerWord.agentState]!),
    backendIdForced ? 1 : 0,
    model.idForced ? 1 : 0,
    server.fqdn.get() || "-",
    server.port,
    serviceLabelOf(model) ?? "-",
    model.ssl ? 1 : 0,
    checkPort(server, "check") ?? 0,
    checkHost(server, "check") ?? "-",
    checkHost(server, "agent") ?? "-",
    checkPort(server, "agent") ?? 0,
  ].join(" ");
}
