/** What files of servers' states say of maintenance, and of where and whether checks are made. */
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";
import { checkedServers } from "./health-table.ts";

const HEAD = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
`;
// Only the first server is checked while the test runs.
const check = "check inter 5000s";
const agent = "agent-check agent-port 9 agent-inter 5000s";
/** Servers by name: words of their lines; state, admin and so on; SSL and where checks go. */
const servers: Readonly<Record<string, readonly [line: string, state: string, end: string]>> = {
  first: [check, "2 0 1 1 100 6 3 4 6 0", "0 0 - - 0"],
  checkMoved: [check, "2 0 1 1 100 6 3 4 6 0", "0 7 127.0.0.4 - 0"],
  checkMovedOver: [`${check} port 9 addr 127.0.0.3`, "2 0 1 1 100 6 3 4 6 0", "0 7 ::4 - 0"],
  checkPortOnly: [`${check} addr 127.0.0.3`, "2 0 1 1 100 6 3 4 6 0", "0 7 - - 0"],
  checkNotTold: [`${check} port 9 addr 127.0.0.3`, "2 0 1 1 100 6 3 4 6 0", "0 0 - - 0"],
  agentMoved: [agent, "2 0 1 1 100 1 0 2 0 22", "0 0 - 127.0.0.5 11"],
  agentPortOnly: [agent, "2 0 1 1 100 1 0 2 0 22", "0 0 - - 11"],
  checksOff: [check, "2 0 1 1 100 6 3 4 2 0", "0 0 - - 0"],
  checksOffAndDown: [check, "0 0 1 1 100 8 2 0 2 0", "0 0 - - 0"],
  agentOff: [agent, "2 0 1 1 100 1 0 2 0 18", "0 0 - - 9"],
  checksNew: [check, "2 0 1 1 100 1 0 2 0 0", "0 0 - - 0"],
  agentNew: [agent, "2 0 1 1 100 1 0 2 0 0", "0 0 - - 0"],
  checksGone: ["", "2 0 1 1 100 6 3 4 6 0", "0 7 127.0.0.4 - 0"],
  enabledSince: [`${check} disabled`, "2 4 1 1 100 1 0 2 6 0", "0 0 - - 0"],
  enabledAndDown: [`${check} disabled`, "0 4 1 1 100 8 2 0 6 0", "0 0 - - 0"],
  enabledAndDrained: [`${check} disabled`, "2 12 1 1 100 6 3 4 6 0", "0 0 - - 0"],
  enabledUnchecked: ["disabled", "2 4 1 1 100 1 0 2 8 0", "0 0 - - 0"],
  disabledUnchecked: ["disabled", "0 5 1 1 100 1 0 0 8 0", "0 0 - - 0"],
  disabledNow: [`${check} disabled`, "2 0 1 1 100 6 3 4 6 0", "0 0 - - 0"],
  disabledStill: [`${check} disabled`, "0 5 1 1 100 1 0 0 14 0", "0 0 - - 0"],
  enabledNow: [check, "0 5 1 1 100 1 0 0 14 0", "0 0 - - 0"],
  maintAndDrain: [check, "0 9 1 1 100 6 3 0 14 0", "0 0 - - 0"],
};

const file = Object.entries(servers).map(
  ([name, [, state, end]], index) =>
    `2 b ${index + 1} ${name} 127.0.0.1 ${state} 0 0 - 80 - ${end}\n`,
);
const config = `
global
    server-state-file states
    server-state-base \${DIR}
${httpDefaults}
    timeout check 60s
    load-server-state-from-file global
backend b
    option tcp-check
    tcp-check expect string never
${Object.entries(servers)
  .map(([name, [line]]) => `    server ${name} 127.0.0.1:\${P:silent} ${line}`)
  .join("\n")}
`;

/** All but when each changed, and that a check is under way. */
const states: Case = async ({ proxy }) => {
  const rows = (await proxy.cli("show servers state b")).split("\n").slice(2);
  const stat = (await proxy.cli("show stat")).split("\n").filter((row) => row.startsWith("b,"));
  return [
    rows.map((row) => {
      const columns = row.split(" ").slice(3);
      columns[6] = Number(columns[6]) >= 100 ? "kept" : "new";
      columns[10] = String(Number(columns[10]) & ~1);
      return columns.join(" ");
    }),
    stat.map((row) => [row.split(",")[1], row.split(",")[17]]),
  ];
};

compareArea(
  "columns of servers' states",
  { config, files: { states: HEAD + file.join("") }, servers: checkedServers },
  {
    "as the file says": states,
    "as put back by hand": async (side) => {
      // HAProxy 2.6 takes the end of a drain for a change, 3.2 does not.
      for (const name of Object.keys(servers).filter((each) => each !== "enabledAndDrained"))
        await side.proxy.cli(`set server b/${name} state ready; enable health b/${name}`);
      return states(side);
    },
  },
);
