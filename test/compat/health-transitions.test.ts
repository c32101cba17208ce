/** What the log says of servers that are taken through every state at the socket, compared whole. */
import { until } from "../support/deadline.ts";
import { compareArea, type Case, type Side } from "./compare.ts";

const line = "127.0.0.1:${P:open} check inter 60s agent-check agent-port 9 agent-inter 60s";
const config = `
global
    log 127.0.0.1:\${P:log} local0
    max-spread-checks 50ms
defaults
    log global
    timeout connect 400ms
    timeout client 1s
    timeout server 1s
backend first
    server unused 127.0.0.1:9 disabled
    server a ${line}
    server b ${line} backup
    server c 127.0.0.1:9 track a
backend second
    server unused 127.0.0.1:9 disabled
    server a ${line}
    server b ${line}
backend third
    server unused 127.0.0.1:9 disabled
    server a ${line} weight 3
    server b 127.0.0.1:9 track a backup
`;

const linesOf = ({ syslog }: Side, backend: string): string[] =>
  syslog.lines
    .filter(
      (text) =>
        text.toLowerCase().includes(`server ${backend}/`) || text.includes(`backend ${backend} `),
    )
    .map((text) => text.replace(/^(<\d+>).*?\]: /, "$1 ").trim());

/** Lines after commands on a backend's servers; the last brings a mark that ends them. */
const life =
  (backend: string, ...commands: string[]): Case =>
  async (side) => {
    for (const command of commands) {
      const [server, ...rest] = command.split(" ");
      await side.proxy.cli(`set server ${backend}/${server} ${rest.join(" ")}`);
    }
    await side.proxy.cli(`set server ${backend}/unused state ready`);
    const isOver = (): boolean =>
      linesOf(side, backend).some((text) => text.includes("/unused is UP"));
    await until(isOver, `the end of ${backend}`);
    return linesOf(side, backend);
  };

compareArea(
  "log lines of servers' transitions",
  { config, servers: { open: () => {} } },
  {
    "health by the socket, with a backup and a follower": life(
      "first",
      "a health stopping",
      "a health up",
      "a health down",
      "b health down",
      "a health up",
      "b health up",
    ),
    "drain and maintenance": life(
      "second",
      "a state drain",
      "a state maint",
      "b state drain",
      "b state ready",
      "b state maint",
      "a state ready",
      "a health down",
      "a state maint",
      "a state ready",
    ),
    "an agent, followed": life(
      "third",
      "a agent down",
      "a agent up",
      "a state maint",
      "a state drain",
      "a agent down",
      "a state ready",
      "a agent up",
    ),
  },
);
