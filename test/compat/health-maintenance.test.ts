/**
 * Servers that go through maintenance and drain while checks and agents have their say: what
 * `show stat` shows of them and counts, and what the log says.
 */
import { compareArea, type Case, type Side } from "./compare.ts";
import { httpDefaults } from "./configs.ts";
import { checkedServers, statOf } from "./health-table.ts";

const check = "127.0.0.1:${P:silent} check inter 60s";
const agent = "agent-check agent-port 9 agent-inter 60s";
const config = `
global
    max-spread-checks 50ms
    log 127.0.0.1:\${P:log} local0
${httpDefaults}
    log global
backend b
    server plain 127.0.0.1:9
    server checked ${check}
    server off ${check} disabled
    server follower 127.0.0.1:9 track checked
backend c
    server only 127.0.0.1:9 ${agent}
    server both ${check} ${agent}
    server off ${check} ${agent} disabled
    server follower 127.0.0.1:9 track both
`;

const servers: readonly (readonly [backend: string, server: string])[] = [
  ...["plain", "checked", "off", "follower", "BACKEND"].map((name) => ["b", name] as const),
  ...["only", "both", "off", "follower", "BACKEND"].map((name) => ["c", name] as const),
];

async function picture(side: Side): Promise<string[]> {
  const seen: string[] = [];
  for (const [backend, server] of servers) {
    const { status, chkdown, chkfail, agent_health, check_health } = await statOf(
      side,
      backend,
      server,
    );
    const words = [server, status, chkdown, chkfail, agent_health, check_health];
    seen.push([backend, ...words].join(" "));
  }
  return seen;
}

/** What commands on `server` answer, show and log. */
const after =
  (server: string, ...commands: readonly string[]): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    const answers: string[] = [];
    for (const command of commands)
      answers.push(await side.proxy.cli(`set server ${server} ${command}`));
    const shown = await picture(side);
    const logged = side.syslog.lines.slice(from);
    return [answers, shown, logged.map((line) => line.replace(/^(<\d+>).*?\]: /, "$1"))];
  };

compareArea(
  "maintenance of checked servers",
  { config, servers: checkedServers },
  {
    "at first": picture,
    "a server without checks": after("b/plain", "state maint", "state ready"),
    "a checked server is taken out": after("b/checked", "state maint"),
    "and put back": after("b/checked", "state ready"),
    "one that was disabled": after("b/off", "state ready"),
    "a drained server": after("b/checked", "state drain", "state maint"),
    "which comes back": after("b/checked", "state ready"),
    "a server that is down": after("b/checked", "health down", "state maint"),
    "which comes back up": after("b/checked", "state ready"),
    "held down by an agent alone": after("c/only", "agent down", "state maint", "state ready"),
    "let go by the agent": after("c/only", "agent up"),
    "held down by an agent beside checks": after("c/both", "agent down", "state maint"),
    "still held down": after("c/both", "state ready"),
    "let go": after("c/both", "agent up"),
    "held down while in maintenance": after("c/both", "state maint", "agent down", "state ready"),
    "orders to the checks meanwhile": after("c/both", "health up", "agent up"),
    "let go in maintenance": after(
      "c/both",
      "state maint",
      "agent down",
      "agent up",
      "state ready",
    ),
    "a disabled one that an agent holds down": after(
      "c/off",
      "agent down",
      "state ready",
      "agent up",
    ),
    "an agent's word against that of checks": after("c/both", "health down", "agent up"),
    "again, after it said otherwise": after("c/both", "health down", "agent down", "agent up"),
    "the checks agree": after("c/both", "health up"),
    "an agent against an order": after("c/only", "health down", "agent up"),
    "an agent against a soft stop": after("c/only", "health stopping", "agent up"),
    "the same beside checks": after("c/both", "health stopping", "agent up"),
    "both in maintenance": after("c/both", "state maint", "agent up", "health down", "state ready"),
    "all out": async (side) => {
      for (const name of ["plain", "checked", "off"])
        await side.proxy.cli(`set server b/${name} state maint`);
      return [await picture(side), await after("b/plain", "state ready")(side)];
    },
  },
);
