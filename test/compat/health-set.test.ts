/** `set server … check-addr | check-port | agent-addr | agent-port | agent-send`: answers, effects. */
import { until } from "../support/deadline.ts";
import { compareArea, type Case, type Side } from "./compare.ts";
import { statOf } from "./health-table.ts";

const config = `
global
    max-spread-checks 100ms
defaults
    timeout connect 400ms
    timeout client 1s
    timeout server 1s
backend b
    server agent 127.0.0.1:9 agent-check agent-port 10 agent-inter 60s
    server none 127.0.0.1:9
    server checked 127.0.0.1:9 check inter 60s
    server both 127.0.0.1:9 check agent-check inter 60s agent-inter 60s addr 127.0.0.8 port 77
    server follower 127.0.0.1:9 track checked agent-check agent-port 11 agent-inter 60s
backend live
    server s 127.0.0.1:9 check inter 100ms fall 1 rise 1 agent-check agent-port \${P:low} agent-inter 100ms weight 10
`;

/** Where each server's checks and agent are asked now. */
async function targets(side: Side): Promise<string[]> {
  const rows = (await side.proxy.cli("show servers state b")).split("\n").slice(2);
  const words = rows.map((row) => row.split(" ")).filter((row) => row.length > 20);
  return words.map((row) => [row[3], ...row.slice(21)].join(" "));
}

/** The answers to commands upon one server, and where everybody is asked after them. */
const answers =
  (server: string, ...commands: string[]): Case =>
  async (side) => {
    const seen: string[] = [];
    for (const command of commands) {
      const answer = await side.proxy.cli(`set server b/${server} ${command}`);
      seen.push(`${command}: ${answer.trimEnd()}`);
    }
    return [seen, await targets(side)];
  };

const ADDRESSES = ["", " foo", " 127.0.0.7", " 127.0.0.6 port", " 127.0.0.5 port x"].concat([
  " 127.0.0.4 port 65536",
  " 127.0.0.3 port -1",
  " ::1 port 44",
  " ::2 prt 45",
  " ::2 port 0",
]);
const PORTS = ["", " foo", " -1", " 65536", " 12x", " 65535", " 0", " 12"];
const ofAgent = [
  ...ADDRESSES.map((rest) => `agent-addr${rest}`),
  ...PORTS.map((rest) => `agent-port${rest}`),
  "agent-send",
  "agent-send ab\\ c",
];
const ofChecks = [
  ...ADDRESSES.map((rest) => `check-addr${rest}`),
  ...PORTS.map((rest) => `check-port${rest}`),
];

const descriptionIs = (side: Side, column: string, wanted: RegExp): Promise<string> =>
  until(
    async () => {
      const stat = await statOf(side, "live", "s");
      const text = `${stat["status"]} ${stat["weight"]} ${stat[column]}`;
      return wanted.test(text) && text;
    },
    `${column} being ${String(wanted)}`,
  );

compareArea(
  "targets of checks set at the socket",
  {
    config,
    servers: {
      low: ({ send, end }) => (send("10%\n"), end()),
      // Says what it was sent, as a line.
      echo: ({ socket }) => void socket.on("data", (data) => socket.write(`${String(data)}\n`)),
      open: () => {},
    },
  },
  {
    "at first": (side) => targets(side),
    "an agent": answers("agent", ...ofAgent, "check-port 80"),
    checks: answers("checked", ...ofChecks, "agent-addr ::9", "agent-port 9", "agent-send 9"),
    neither: answers("none", ...ofAgent, ...ofChecks),
    "both, which were one": answers("both", "check-port 33", "agent-addr 127.0.0.2"),
    "a follower": answers("follower", "check-port 5", "check-addr ::5", "agent-port 5"),
    "an agent and checks that are off": async (side) => {
      await side.proxy.cli("disable agent b/both");
      await side.proxy.cli("disable health b/both");
      return answers(
        "both",
        "agent-send x",
        "agent-port 1",
        "check-port 1",
        "check-addr ::1",
      )(side);
    },
    "checks and agent follow": async (side) => {
      const { cli, ports } = side.proxy;
      const seen = [await descriptionIs(side, "agent_status", /^DOWN 1 /)];
      await cli(`set server live/s check-port ${ports.get("open")}`);
      seen.push(await descriptionIs(side, "check_status", /^UP 1 L4OK/));
      await cli("set server live/s agent-send 70%");
      await cli(`set server live/s agent-port ${ports.get("echo")}`);
      seen.push(await descriptionIs(side, "check_status", /^UP 7 L4OK/));
      await cli("set server live/s agent-send drain");
      seen.push(await descriptionIs(side, "check_status", /^DRAIN/));
      return seen;
    },
  },
);
