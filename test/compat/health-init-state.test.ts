/** `init-state` (3.1): how servers begin: new, out of maintenance, and from a file of states. */
import { until } from "../support/deadline.ts";
import { compareArea, type Case } from "./compare.ts";
import { httpDefaults } from "./configs.ts";
import { checkedServers, statOf } from "./health-table.ts";

const HEAD = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
`;
const STATES = ["up", "down", "fully-up", "fully-down"] as const;
/** Kinds of servers: the words of their lines, and what a file says of them. */
const kinds: Readonly<Record<string, readonly [line: string, saved: string]>> = {
  checked: ["check inter 60s", ""],
  asked: ["agent-check agent-port 9 agent-inter 60s", ""],
  plain: ["", ""],
  disabled: ["check inter 60s disabled", ""],
  savedUp: ["check inter 60s", "127.0.0.1 2 0 1 1 100 6 3 4 6 0 0 0 - 80"],
  savedDown: ["check inter 60s", "127.0.0.1 0 0 1 1 100 8 2 0 6 0 0 0 - 80"],
  savedMaint: ["check inter 60s", "127.0.0.1 0 1 1 1 100 6 3 0 14 0 0 0 - 80"],
  savedDrain: ["check inter 60s", "127.0.0.1 2 8 1 1 100 6 3 4 6 0 0 0 - 80"],
};
const servers = STATES.flatMap((state) =>
  Object.entries(kinds).map(([kind, [line, saved]]) => ({
    name: `${kind}_${state}`,
    line: `rise 2 fall 3 init-state ${state} ${line}`,
    saved,
  })),
);

const file = servers
  .filter(({ saved }) => saved !== "")
  .map(({ name, saved }, index) => `2 all ${index + 1} ${name} ${saved} - 0 0 - - 0\n`);
// No check comes to an end while the states are compared.
const config = `
global
    server-state-file states
    server-state-base \${DIR}
    max-spread-checks 50ms
${httpDefaults}
    load-server-state-from-file global
backend all
    option tcp-check
    tcp-check expect string never
    timeout check 60s
${servers.map(({ name, line }) => `    server ${name} 127.0.0.1:\${P:silent} ${line}`).join("\n")}
backend live
    option tcp-check
    tcp-check expect string +OK
${STATES.map((state) => `    server ${state} 127.0.0.1:\${P:banner} check inter 50ms rise 2 fall 3 init-state ${state}`).join("\n")}
`;

/** Of each server the status, and all numbers of its state but the check's last result. */
const all: Case = async ({ proxy }) => {
  const rows = (await proxy.cli("show stat")).split("\n").filter((row) => row.startsWith("all,"));
  const states = (await proxy.cli("show servers state all")).split("\n").slice(2);
  const numbers = states
    .map((row) => row.split(" ").slice(3))
    .map((row) => [row[0], row[2], row[3], row[9]].join(" "));
  return [rows.map((row) => row.split(",").slice(1, 18).join(",")), numbers];
};

const each =
  (command: string): Case =>
  async (side) => {
    for (const { name } of servers) await side.proxy.cli(`set server all/${name} ${command}`);
    return all(side);
  };

const live: Case = async (side) => {
  const seen: string[] = [];
  for (const state of STATES) {
    await until(async () => (await statOf(side, "live", state))["status"] === "UP", state);
    const { status, chkdown, chkfail } = await statOf(side, "live", state);
    seen.push([status, chkdown, chkfail].join(" "));
  }
  return seen;
};

compareArea(
  "init-state",
  { since: "3.1", config, files: { states: HEAD + file.join("") }, servers: checkedServers },
  {
    "at first": all,
    "those in maintenance come back": each("state ready"),
    maintenance: each("state maint"),
    "after it": each("state ready"),
    "told to be up": each("health up"),
    "told to be down": each("health down"),
    "by the agent": each("agent up"),
    "as checks pass": live,
    "as checks pass after maintenance": async (side) => {
      for (const state of STATES)
        await side.proxy.cli(
          `set server live/${state} state maint; set server live/${state} state ready`,
        );
      return live(side);
    },
  },
);
