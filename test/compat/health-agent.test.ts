/** agent-check: what each word of an agent does, and what is told of it. */
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { checkedServers, statOf } from "./health-table.ts";

/** What agents say, by the backend's name. */
const lines: Readonly<Record<string, string>> = {
  up: "up\n",
  down: "down\n",
  down_described: "down #not now\n",
  down_glued: "down#because\n",
  fail: "fail # it broke\n",
  stopped: "stopped\n",
  maint: "maint\n",
  drain: "drain\n",
  ready_up: "ready up\n",
  percent: "50%\n",
  percent_of_more: "300%\n",
  nothing_left: "0%\n",
  several: "up, 75% ready\tmaxconn:9\n",
  upper_case: "UP 30%\n",
  last_wins: "up down\n",
  unknown: "wat\n",
  unknown_among_known: "75% wat\n",
  bad_maxconn: "maxconn:x\n",
  up_described: "up #a b\n",
  up_unknown: "up 75% wat x\n",
  down_unknown: "down wat #x\n",
  maxconn: "maxconn:7 up\n",
  empty: "\n",
  unended: "up",
  silent: "",
  two_lines: "up\ndown\n",
  carriage_return: "up\r\ndown\n",
};

const servers: Record<string, ServeConnection> = { ...checkedServers };
for (const [name, line] of Object.entries(lines)) {
  servers[`agent_${name}`] = ({ send, end }) => {
    if (line === "") return;
    send(line);
    end();
  };
}

/** Speaks on every other connection to a port, and on those between them never. */
function hesitating(text: string): ServeConnection {
  const connections = new Map<number, number>();
  return ({ socket, send, end }) => {
    const port = socket.localPort!;
    const count = (connections.get(port) ?? 0) + 1;
    connections.set(port, count);
    if (count % 2 === 0) return;
    send(text);
    end();
  };
}
servers["agent_counting"] = ({ socket, send, end }) => {
  let bytes = 0;
  socket.on("data", (data: Buffer) => {
    bytes += data.length;
    if (bytes < 300) return;
    send("down #300\n");
    end();
  });
};
servers["agent_hesitating"] = hesitating("down #why\n");
servers["hesitating"] = hesitating("no\n");

function backend(name: string, options: string, agent = `agent_${name}`): string {
  const words = `agent-check agent-port \${P:${agent}} agent-inter 300ms`;
  return `backend ${name}
    server s 127.0.0.1:\${P:banner} check inter 200ms weight 100 ${words} ${options}
`;
}

const config = `
global
    log 127.0.0.1:\${P:log} local0
defaults
    log global
    timeout connect 400ms
    timeout client 1s
    timeout server 1s
    timeout check 1s
${Object.keys(lines)
  .map((name) => backend(name, ""))
  .join("")}
${backend("unchecked_down", "no-check", "agent_down")}
${backend("unchecked_up", "no-check", "agent_up")}
${backend("asked", "agent-addr 127.0.0.1 agent-send up\\n", "echo")}
${backend("asked_much", `agent-send ${"x".repeat(300)}`, "agent_counting")}
${backend("refused", "agent-port 1")}
${backend("checks_fail", "port 1 rise 1 fall 1", "agent_up")}
${backend("hesitating", "port ${P:hesitating}")}
    option tcp-check
    tcp-check expect string yes
`;

/** The agent's columns once it was asked and its server's checks were made. */
function told(name: string): Case {
  const linesOf = (side: Side): string[] =>
    side.syslog.lines.filter((line) => line.includes(`Server ${name}/s `));
  return async (side) => {
    const stat = await until(async () => {
      const now = await statOf(side, name, "s");
      const { agent_status: agent = "", check_status: check = "" } = now;
      const isSettled = ["INI", "*"].every(
        (early) => !agent.startsWith(early) && !check.startsWith(early),
      );
      // HAProxy tells of an unended line from the second check on.
      const isTold = name !== "unended" || now["last_agt"] !== "";
      const isLogged = !now["status"]!.startsWith("DOWN") || linesOf(side).length > 0;
      return isSettled && isTold && isLogged && agent !== "" && now;
    }, `the agent of ${name}`);
    const { status, weight, slim, agent_status, agent_code, last_agt, agent_desc } = stat;
    const { agent_rise, agent_fall, agent_health } = stat;
    const health = { agent_rise, agent_fall, agent_health };
    const transitions = linesOf(side).map((line) =>
      line.replace(/^.*?\]: /, "").replace(/duration: \d+ms/, "duration: <ms>"),
    );
    return {
      status,
      weight,
      slim,
      agent_status,
      agent_code,
      last_agt,
      agent_desc,
      health,
      transitions,
    };
  };
}

const names = [
  ...Object.keys(lines),
  "unchecked_down",
  "unchecked_up",
  "asked",
  "asked_much",
  "refused",
  "checks_fail",
];

compareArea(
  "agent checks",
  { config, servers },
  {
    ...Object.fromEntries(names.map((name) => [name, told(name)])),
    "is forgotten while the next answer is waited for": async (side) => {
      const told = (of: "agent" | "check", status: string): Promise<string> =>
        until(async () => {
          const stat = await statOf(side, "hesitating", "s");
          const last = of === "agent" ? stat["last_agt"] : stat["last_chk"];
          return stat[`${of}_status`] === status && `'${last}'`;
        }, `${status} of the ${of}`);
      return [await told("agent", "* L7STS"), await told("check", "* L7RSP")];
    },
    "set at the socket": async ({ proxy }) => {
      const seen: string[] = [];
      for (const command of [
        "set server unchecked_up/s agent",
        "set server unchecked_up/s agent maybe",
        "disable agent unchecked_up/s",
        "set server unchecked_up/s agent down",
        "enable agent unchecked_up/s",
        "set server up/s agent down",
      ]) {
        seen.push(await proxy.cli(command));
      }
      return seen;
    },
  },
);
