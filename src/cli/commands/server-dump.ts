/** `show servers state`, `show servers conn` and `show backend` (management manual 9.3). */
import type { CliCall, CliCommand } from "../command.ts";
import type { ServerControl } from "../control.ts";

const STATE_FORMAT = 1;
const STATE_HEADER =
  "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight "
  + "srv_time_since_last_change srv_check_status srv_check_result srv_check_health "
  + "srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord "
  + "srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port";

function stateLine(server: ServerControl): string {
  const facts = server.state();
  const agentState = 0;
  const forcedIds = [0, 0];
  const agentPort = 0;
  return `${[
    server.backendId, server.backendName, server.id, server.name, facts.address,
    facts.operational, facts.admin, facts.userWeight, facts.initialWeight, facts.sinceChangeSec,
    facts.checkStatus, facts.checkResult, facts.checkHealth, facts.checkState, agentState,
    ...forcedIds, facts.fqdn ?? "-", facts.port, "-", facts.ssl ? 1 : 0,
    facts.checkPort, facts.checkAddress ?? "-", "-", agentPort,
  ].join(" ")}\n`;
}

function connectionHeader(threadCount: number): string {
  return "# bkname/svname bkid/svid addr port - purge_delay used_cur used_max need_est unsafe_nb "
    + `safe_nb idle_lim idle_cur idle_per_thr[${threadCount}]\n`;
}

function connectionLine(server: ServerControl): string {
  const { address, port } = server.state();
  const facts = server.connections();
  return `${[
    `${server.backendName}/${server.name}`, `${server.backendId}/${server.id}`, address, port, "-",
    facts.purgeDelayMs, facts.used, facts.usedMax, facts.needEstimate, facts.unsafeIdle,
    facts.safeIdle, facts.idleLimit, facts.unsafeIdle + facts.safeIdle, ...facts.idlePerThread,
  ].join(" ")}\n`;
}

/** The header, then a line for each server of the backend named, or of all. */
function dump({ args, control }: CliCall, header: string, line: (server: ServerControl) => string): string {
  const [backend] = args;
  if (backend !== undefined && !control.backends().some(({ name }) => name === backend)) {
    return "Can't find backend.\n";
  }
  const servers = control.servers().filter(
    (server) => backend === undefined || server.backendName === backend,
  );
  return header + servers.map(line).join("");
}

export const SERVER_DUMP_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "servers", "state"], level: "user", usage: "show servers state [<backend>]",
    summary: "dump volatile server information (all or for a single backend)",
    run: (call) => dump(call, `${STATE_FORMAT}\n${STATE_HEADER}\n`, stateLine),
  },
  {
    words: ["show", "servers", "conn"], level: "user", usage: "show servers conn [<backend>]",
    summary: "dump server connections status (all or for a single backend)",
    run: (call) => dump(call, connectionHeader(call.control.info.threadCount), connectionLine),
  },
  {
    words: ["show", "backend"], level: "user", usage: "show backend",
    summary: "list backends in the current running config",
    run: ({ control }) => `# name\n${control.backends().map(({ name }) => `${name}\n`).join("")}`,
  },
];
